"""Files that people hand in: kept, checked, served to those who may see them."""

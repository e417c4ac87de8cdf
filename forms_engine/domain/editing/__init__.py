"""Small changes to a definition: each is checked, makes a new definition, and can be undone."""

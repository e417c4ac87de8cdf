"""What makes a definition executable: places, rules, the live tree, propagation."""

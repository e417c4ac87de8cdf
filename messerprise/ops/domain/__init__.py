"""What a machine of the site runs; plain Python."""

"""Other ways to do the same, measured in the same run; they live in an environment of their own."""

"""Use cases of questionnaires, submissions and answers."""

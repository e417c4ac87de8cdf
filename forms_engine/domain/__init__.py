"""What a questionnaire means, in plain Python: definition, expressions, engine, reading of values."""

"""The questionnaires of the embedded run."""

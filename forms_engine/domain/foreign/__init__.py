"""What the importers of other products' questionnaires share."""

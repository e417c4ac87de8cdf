"""The stores of transcripts behind one interface."""

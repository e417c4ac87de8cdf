"""What can be found wrong in a questionnaire before anybody fills it: by proof, and by trying."""

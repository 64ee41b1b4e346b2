"""What comes in: a file is read, planned and committed; hostile input stops here."""

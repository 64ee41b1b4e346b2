"""Reference tables, sample workbooks and the demonstration office."""

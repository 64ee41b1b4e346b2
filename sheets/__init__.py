"""The sheets by desk: one Peewee class a sheet, each column with all that is known of it."""

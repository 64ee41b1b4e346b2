"""A file becomes rows: every format, and where its table stands; run in the limited child."""

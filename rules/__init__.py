"""Law and arithmetic: pure functions on plain values, the office's terms, calendars and money."""

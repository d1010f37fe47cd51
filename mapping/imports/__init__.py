"""Files of events that others made, read into Dateline's own values: one module per format, and what they share."""

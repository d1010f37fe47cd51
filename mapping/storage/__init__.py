"""The parts of the store: tables, queries, values."""

"""The parts of a filter: how its values are read from text, and what a filter expression is made of."""

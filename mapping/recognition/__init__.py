"""The parts that find toponyms: proposals, rules, the span model."""

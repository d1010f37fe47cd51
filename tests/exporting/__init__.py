"""Tests of the formats in which events are exported."""

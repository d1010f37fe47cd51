"""Tests of the OGC API: its answers, and real clients of it."""

"""Tests of mapping.imports, one file for each of its modules or formats."""

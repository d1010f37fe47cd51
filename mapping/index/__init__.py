"""The gazetteer behind its door: names, files, scan."""

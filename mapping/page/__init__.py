"""The parts of the map page: columns, details, offline assets."""

"""OGC API - Features as values, apart from any web framework: collections, requests for items, descriptions."""

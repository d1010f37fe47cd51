"""The store's events as memory-mapped columns: counts, grid cells and the map's binary without asking SQL for rows."""

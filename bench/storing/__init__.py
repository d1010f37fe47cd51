"""Parts of the store's table: filters, clocks, loading, reading, exporting, crashing, peers."""

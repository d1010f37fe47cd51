"""Programs for those who work on Dateline: environment, locks, geodata, browser."""

"""Quality and speed, measured: `python -m bench`."""

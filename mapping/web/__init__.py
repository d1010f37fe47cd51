"""The server's routes, a blueprint for each subject; `server.py` puts them together."""

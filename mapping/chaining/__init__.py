"""What `stories.py` is made of: a story's profile, what links an event to it, its name."""

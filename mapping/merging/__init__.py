"""What `merge.py` is made of: keys, copies of a text, comparing, composing."""

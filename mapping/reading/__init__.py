"""How news texts are read: formats, encodings, paragraphs."""

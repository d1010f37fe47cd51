"""The parts of the temporal tagger: words, grammar, readers, values."""

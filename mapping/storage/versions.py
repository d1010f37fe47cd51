"""Whether a document is the one that is stored, or says something else."""

import hashlib

from mapping.model import Document

# Where a day of publication can come from, the least sure first.
_SURENESS = ("none", "page", "text", "url", "meta", "given")


def is_known(document: Document, text_hash: str, known: Document) -> bool:
    """Whether a stored document says the same: the same text, and no day that is surer than its own."""
    if text_hash != hash_text(document):
        return False
    if document.created == known.created:
        return True
    return _SURENESS.index(document.created_rule) < _SURENESS.index(known.created_rule)


def hash_text(document: Document) -> str:
    """Of an imported row the other columns count as well: a toll changes while the words stay."""
    return hashlib.sha256((document.text + document.raw).encode("utf-8", "surrogatepass")).hexdigest()

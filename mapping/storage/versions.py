"""Whether a document is the one that is stored, or says something else: another text, or a day that is as sure."""

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, select

from mapping.ids import hash_key
from mapping.model import Document
from mapping.storage.batches import make_batches
from mapping.storage.schema import documents
from mapping.storage.values import StoredValues

_HASH_LENGTH = 32  # half of it is enough to tell texts apart
# Where a day of publication can come from, the least sure first.
_SURENESS = ("none", "page", "text", "url", "meta", "given")


_STORED = select(documents.c.doc_id, documents.c.text_hash, documents.c.payload).where(
    documents.c.doc_id.in_(bindparam("doc_ids", expanding=True))
)


def find_stored(connection: Connection, values: StoredValues, found: Iterable[Document]) -> dict[str, bool]:
    """The ids of those documents that the store holds, each with whether it holds the document as it is."""
    given = {document.doc_id: document for document in found}
    stored = {}
    for batch in make_batches(given):
        for doc_id, text_hash, payload in connection.execute(_STORED, {"doc_ids": batch}):
            # Versions before kept the whole of the hash.
            is_same = text_hash[:_HASH_LENGTH] == hash_text(given[doc_id])
            stored[doc_id] = is_same and not _is_surer(given[doc_id], values.read_document(payload))
    return stored


def _is_surer(document: Document, known: Document) -> bool:
    """Whether a document has another day of publication than the stored one, from a source that is as sure."""
    if document.created == known.created:
        return False
    return _SURENESS.index(document.created_rule) >= _SURENESS.index(known.created_rule)


def hash_text(document: Document) -> str:
    """Of an imported row the other columns count as well: a toll changes while the words stay."""
    return hash_key(document.text + document.raw, digits=_HASH_LENGTH)

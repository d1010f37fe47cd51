"""What a file is that holds no plain text, by its first bytes, and what to do with it."""

_PLAIN = "copy its text, or save it as a .txt file"
_PICTURE = "a picture: only text is read"
_SIGNATURES = (
    (b"%PDF-", f"a PDF: {_PLAIN}"),
    (b"{\\rtf", f"a rich text document: {_PLAIN}"),
    (b"\xd0\xcf\x11\xe0", f"a document of an older Office program: {_PLAIN}"),
    *((opening, "an archive: unpack it") for opening in (b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf\x27\x1c")),
    *((opening, "a packed file: unpack it") for opening in (b"\x1f\x8b", b"BZh", b"\xfd7zXZ")),
    (b"SQLite format 3\x00", "a database; an events file of Dateline's is opened with --store"),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
)
_ZIP = b"PK\x03\x04"
# Names of parts that stand in such a file as they are.
_ZIPPED = (
    (b"word/", f"a Word document: {_PLAIN}"),
    (b"xl/", "an Excel workbook: save it as CSV with a column named text"),
    (b"mimetype", f"an e-book or a document of OpenOffice: {_PLAIN}"),
)
# Some of the bytes that no text holds may have been let in by accident; in a program or picture they are many.
_CONTROL = bytes({*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F})
_MAX_CONTROL_SHARE = 0.01


def name_format(data: bytes) -> str:
    """What a file is, with what to do with it, where its first bytes show that it is no plain text; else ""."""
    if data.startswith(_ZIP):
        return next((words for part, words in _ZIPPED if part in data), "a zip archive: unpack it")
    return next((words for opening, words in _SIGNATURES if data.startswith(opening)), "")


def is_binary(data: bytes) -> bool:
    """Whether bytes are no text in any encoding that takes one byte for a Latin letter."""
    return len(data) - len(data.translate(None, _CONTROL)) > _MAX_CONTROL_SHARE * len(data)

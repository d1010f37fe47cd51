"""Bytes -> text: which encoding a file is in, and whether it is a text at all."""

import codecs
import re
from typing import BinaryIO

from mapping.errors import DocumentError

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAX_CONTROL_SHARE = 0.01
# A UTF-8 text with a few broken bytes is repaired; one where they are many was never UTF-8.
_MAX_BROKEN_SHARE = 0.3
_REPLACEMENT = "\ufffd"
_CHUNK_BYTES = 1 << 20


def decode_text(data: bytes) -> str:
    """Decode a text: UTF-8 or UTF-16 by its mark, else UTF-8, else Windows-1252.

    A UTF-8 text with a few broken bytes keeps its other characters; each broken place becomes U+FFFD.

    Raises:
        DocumentError: It is not a text: it holds NUL bytes, control characters, or fits no encoding.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _check_text(_decode_marked(data, encoding))
    if b"\x00" in data:
        raise DocumentError("not a text: it holds NUL bytes (save a UTF-16 file as UTF-8)")
    return _check_text(_decode_unmarked(data))


def find_encoding(stream: BinaryIO) -> str:
    """The encoding of a stream that can be wound back, without holding it in memory.

    Args:
        stream: Read from its start to its end and wound back.

    Returns:
        "utf-8-sig" (which reads UTF-8 without a mark as well), "utf-16" or "cp1252".
    """
    stream.seek(0)
    opening = stream.read(4)
    marked = next((encoding for bom, encoding in _BOMS if opening.startswith(bom)), None)
    encoding = marked or ("utf-8-sig" if _is_utf8(stream) else "cp1252")
    stream.seek(0)
    return encoding


def repair_surrogates(text: str) -> str:
    """Put U+FFFD for each half of a surrogate pair that stands alone, as JSON can carry; offsets stay the same."""
    return re.sub(r"[\ud800-\udfff]", _REPLACEMENT, text)


def _is_utf8(stream: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    stream.seek(0)
    try:
        while chunk := stream.read(_CHUNK_BYTES):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _decode_marked(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(f"marked as {encoding.removesuffix('-sig').upper()}, but broken: {error.reason}") from error


def _decode_unmarked(data: bytes) -> str:
    repaired = data.decode("utf-8", errors="replace")
    broken = repaired.count(_REPLACEMENT)
    if not broken or broken <= _MAX_BROKEN_SHARE * sum(char > "\x7f" for char in repaired):
        return repaired
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise DocumentError("neither UTF-8 nor Windows-1252: save the file as UTF-8") from error


def _check_text(text: str) -> str:
    if len(_CONTROL.findall(text)) > _MAX_CONTROL_SHARE * len(text):
        raise DocumentError("not a text: it holds control characters")
    return text

"""The items of a list in a text: "• Idlib: ...", "KENSINGTON: ...", "3. South: ..."; each tells of something else."""

import re

from mapping.model import ParsedDocument

_NAME = r"[A-Z][\w'’.,()-]*"
_LABEL = re.compile(
    rf"(?:[•*·▪‣–—-]\s+|\(?\d{{1,2}}[.)]\s+)\S"  # a bullet or a number
    rf"|{_NAME}(?:\s{_NAME}){{0,3}}:\s"  # up to four words with capitals
    rf"|[A-Z][A-Z '’-]{{2,30}}\.\s"  # a name in capitals
)
_REACH = 2


def find_item(parsed: ParsedDocument, paragraph: int) -> int | None:
    """The item that a paragraph is, by its number; None where no neighbour is an item of the same list.

    Args:
        parsed: The document.
        paragraph: An index into its paragraphs.
    """
    if not _is_labelled(parsed, paragraph):
        return None
    near = (paragraph + step for step in range(-_REACH, _REACH + 1) if step)
    return paragraph if any(_is_labelled(parsed, other) for other in near) else None


def _is_labelled(parsed: ParsedDocument, paragraph: int) -> bool:
    paragraphs = parsed.document.paragraphs
    if not 0 <= paragraph < len(paragraphs):
        return False
    text = parsed.document.text
    # A bullet is no part of the paragraph that it stands before.
    line = text.rfind("\n", 0, paragraphs[paragraph].start) + 1
    return bool(_LABEL.match(text, line, paragraphs[paragraph].end))

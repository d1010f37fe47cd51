"""Who took the picture or wrote the words: credits and bylines, so that no agency is read as part of the news."""

import re
from functools import cache
from typing import NamedTuple

from mapping.settings import find_folder
from mapping.tables import read_table

_MAX_TOKENS = 10
_MAX_SIGN_OFF_WORDS = 45

_LINK = re.compile(
    r"[/|–—&,+-]|via|for|of|and|the|by|in|from|with|files?|handout|pool|photos?|photographs?|images?|pictures?|video"
    r"|graphics?|illustration|courtesy|provided|al|el|de|la|van|von|bin|ibn|du|da|der|den|dos|abu",
    re.IGNORECASE,
)
_PARTICLE = re.compile(r"(?:al|el|as|ash|an|ar|az|ad|at|abd|d|l)[-'’](?=[^\W\d_])", re.IGNORECASE)
_OPENING = re.compile(
    r"(?:photos?|photographs?|images?|pictures?|video|graphics?|illustration) (?:by|from|courtesy|provided by)\b"
    r"|(?:photo|image|picture|photograph)? ?credits?\s?:|©|\(c\)\s|copyright\b|courtesy of\b|handout\b.*/"
    r"|photo illustration\b|stock photo\b",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"\(?(?:additional |with )?(?:reporting|writing|editing|compiled|translated|edited|written|reported) by\b",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:By|BY|by|From) (?=[^\W\d_a-z])")
_END = re.compile(r"[.!?…:;][\"'”’)]*$")
# "... in Basra, Iraq.Sara Example": a sentence's end with no space behind it, as when a page's parts are copied as one.
_GLUE = re.compile(r"(?<=[^\W\d_][^\W_A-Z][.!?])[\"'”’)]?(?=[^\W\d_a-z©(])|(?<=\d[.!?])[\"'”’)]?(?=[^\W\d_a-z©(])")
_LAST_STOP = re.compile(r"[.!?][\"'”’)]?\s+(?=[^\W\d_a-z(©])")
_BRACKET = re.compile(r"\(([^()]{2,80})\)$")
_PHOTO_WORD = re.compile(r"\b(?:photos?|photographs?|images?|pictures?|handout|file|via)\b|/", re.IGNORECASE)


class Credit(NamedTuple):
    """A credit at the end of a stretch; `is_photo` tells a picture's credit from a wire's mark such as "(AP)"."""

    start: int
    is_photo: bool


def is_credit(stretch: str, *, labelled: bool = False) -> bool:
    """Whether a whole paragraph is a credit, a byline or a sign-off.

    Args:
        stretch: The paragraph's text.
        labelled: It stood behind "Photograph:" or the like, so that a bare name suffices.
    """
    words = stretch.split()
    if _SIGN_OFF.match(stretch):
        return len(words) <= _MAX_SIGN_OFF_WORDS
    if len(words) > _MAX_TOKENS + 2:
        return False
    bare = stretch.strip("()[] ")
    if _OPENING.match(bare):
        return True
    if _END.search(bare) or not words:
        return False
    byline = _BYLINE.match(bare)
    if byline:
        return _is_name_like(bare[byline.end() :])
    return _is_name_like(bare) and (bool(_agency_pattern().search(bare)) or (labelled and len(words) <= 4))


def find_trailing_credit(stretch: str, *, is_caption: bool = False) -> Credit | None:
    """Find a credit behind a paragraph's last sentence, glued to it or not.

    Args:
        stretch: The paragraph's text.
        is_caption: It is a caption for certain: an agency's name at its end is a credit even with no stop before.

    Returns:
        Where the credit starts in `stretch`, or None.
    """
    bracket = _BRACKET.search(stretch)
    if bracket and bracket.start():
        inside = bracket.group(1)
        is_photo = bool(_OPENING.match(inside) or (_agency_pattern().search(inside) and _PHOTO_WORD.search(inside)))
        if is_photo or _agency_pattern().fullmatch(inside):
            return Credit(bracket.start(), is_photo)
    if _END.search(stretch):
        return None
    glues = list(_GLUE.finditer(stretch))
    if glues and (_is_full_name(stretch[glues[-1].end() :]) or is_credit(stretch[glues[-1].end() :])):
        return Credit(glues[-1].end(), is_photo=True)
    stops = list(_LAST_STOP.finditer(stretch))
    if stops and is_credit(stretch[stops[-1].end() :]):
        return Credit(stops[-1].end(), is_photo=True)
    return _find_unmarked(stretch) if is_caption or "/" in stretch[-80:] else None


def _find_unmarked(stretch: str) -> Credit | None:
    """An agency's name at the very end, with the two words of a name before its stroke."""
    match = _unmarked_pattern().search(stretch)
    return Credit(match.start(1), is_photo=True) if match and match.start(1) else None


def _is_name_like(stretch: str) -> bool:
    """Whether every word could be part of a name: capitals, particles ("al-", "von"), strokes and dashes."""
    tokens = re.sub(r"[/|,&()]", " ", stretch).split()
    return 0 < len(tokens) <= _MAX_TOKENS and not _END.search(stretch) and all(map(_is_name_token, tokens))


def _is_full_name(stretch: str) -> bool:
    """A name of two words at least: a single one may be a heading that was glued on ("... in 2024.Analysis")."""
    return " " in stretch.strip() and _is_name_like(stretch)


def _is_name_token(token: str) -> bool:
    bare = _PARTICLE.sub("", token)
    return (
        bool(_LINK.fullmatch(token))
        or bare[:1].isupper()
        or token[:1] in "©@"
        or bool(re.fullmatch(r"[a-z]{1,3}[A-Z]\w+", token))
    )


@cache
def _read_agencies() -> str:
    rows = read_table(find_folder("geodata") / "photo_agencies.csv")
    names = sorted((row["name"] for row in rows), key=len, reverse=True)
    return "|".join(map(re.escape, names))


@cache
def _agency_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_read_agencies()})(?!\w)")


@cache
def _unmarked_pattern() -> re.Pattern[str]:
    agency = rf"(?:{_read_agencies()})"
    name = r"[^\W\d_a-z][\w'’.-]*"
    tail = rf"(?:\s*[/–|-]\s*{agency}|\s+(?:via {agency}|file))*"
    return re.compile(rf"(?:^|\s)((?:{name}\s+{name}\s*/\s*)?{agency}{tail}|REUTERS/{name}(?: {name}){{0,3}})$")

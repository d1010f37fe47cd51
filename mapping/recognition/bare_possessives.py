"""Possessives without their sign, as copying leaves them: "Syrias Idlib", "Aleppos old town".

Where a text has not one sign of the possessive, such a word is the place's name and an "s", unless it is a name itself.
"""

import re
from collections.abc import Collection, Iterator

from mapping.gazetteer import Gazetteer
from mapping.index.names import normalise_name
from mapping.kinds import PLACE_LABELS, Level
from mapping.model import ParsedDocument
from mapping.recognition.tables import WordTables
from mapping.recognition.view import Proposal, SentenceView

BARE = "bare-possessive"
"""The rule of the spans proposed here."""

_SIGN = re.compile(r"['’]s\b")
_WORD = re.compile(r"(?P<name>[^\W\d_a-z][^\W\d_]{3,})s")
_KNOWN_POPULATION = 100_000


def find_bare(parsed: ParsedDocument, gazetteer: Gazetteer, tables: WordTables) -> frozenset[str]:
    """The words of a document that are a place's name and an "s"; none where it writes the sign."""
    if _SIGN.search(parsed.document.text):
        return frozenset()
    told = {
        entity.text for sentence in parsed.sentences for entity in sentence.entities if entity.label in PLACE_LABELS
    }
    words = {token.text for sentence in parsed.sentences for token in sentence.tokens}
    return frozenset(word for word in words if _is_bare(word, told, gazetteer, tables))


def _is_bare(word: str, told: Collection[str], gazetteer: Gazetteer, tables: WordTables) -> bool:
    """Whether a word is no name itself, and without its "s" that of a well-known place or of one told elsewhere."""
    found = _WORD.fullmatch(word)
    lower = word.lower()
    if found is None or any(lower in known for known in (tables.common, tables.given, tables.surname)):
        return False
    if gazetteer.has_name(word) or gazetteer.expand_demonym(word):
        return False
    listed = gazetteer.find_places(found["name"])[:1]
    is_known = any(
        (place.level is Level.COUNTRY or place.population >= _KNOWN_POPULATION)
        and normalise_name(place.name) == normalise_name(found["name"])
        for place in listed
    )
    return is_known or (bool(listed) and found["name"] in told)


def propose_bare(view: SentenceView, bare: Collection[str]) -> Iterator[Proposal]:
    """The names of places in the words of a sentence that `find_bare` found, without their "s"."""
    for index in view.capitals if bare else ():
        token = view.tokens[index]
        is_longer = view.is_capitalised(index - 1) and view.tokens[index - 1].pos == "PROPN"
        if token.text in bare and not is_longer:
            yield view.make(token.start, token.end - 1, BARE)

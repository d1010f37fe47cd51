"""Who somebody is whom a sentence only names: "President Ann Roe" tells it of every "Roe" in the text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mapping.model import ParsedDocument, Resolution, Sentence
from mapping.resolution.order import find_between
from mapping.telling.lexicon import Reader, load_lexicon
from mapping.telling.naming import PERSON, find_country, find_kind, find_phrase

_APPOSED = frozenset({"appos"})
_SHORTEST = 3
_UNTOLD = frozenset({"", PERSON, "organisation"})


@dataclass(frozen=True, slots=True)
class Known:
    """What a text says of somebody: kind and country, "" where it says neither."""

    kind: str = ""
    country_code: str = ""


def find_known(parsed: ParsedDocument, resolutions: Sequence[Resolution]) -> Mapping[str, Known]:
    """All persons whom a document names, by the last word of the name in lower case.

    Args:
        parsed: The document with its sentences.
        resolutions: Of all its mentions, in text order.

    Returns:
        Of each the first kind and the first country that a phrase with the name tells.
    """
    known: dict[str, Known] = {}
    for sentence in parsed.sentences:
        for name, told in _read_names(sentence, resolutions):
            before = known.get(name, Known())
            known[name] = Known(before.kind or told.kind, before.country_code or told.country_code)
    return known


def _read_names(sentence: Sentence, resolutions: Sequence[Resolution]) -> Iterator[tuple[str, Known]]:
    """The persons of one sentence; of a single word only who is said to be something."""
    persons = [entity for entity in sentence.entities if entity.label == "PERSON"]
    if not persons:
        return
    reader = Reader(sentence, load_lexicon())
    for entity in persons:
        inside = [token for token in sentence.tokens if entity.start <= token.start and token.end <= entity.end]
        words = [token.text for token in inside if token.pos == "PROPN"]
        if not words or len(words[-1]) < _SHORTEST:
            continue
        indices = {token.index for token in inside}
        head = next((token.index for token in inside if token.head not in indices), inside[-1].index)
        told = _describe(reader, head, resolutions)
        if told.kind or len(words) > 1:
            yield words[-1].lower(), told


def _describe(reader: Reader, head: int, resolutions: Sequence[Resolution]) -> Known:
    """What the phrase around a name and what is put beside it say."""
    tokens = reader.tree.tokens
    first, last = find_phrase(reader, head)
    beside = ((child, *find_phrase(reader, child)) for child in reader.tree.with_dep(head, _APPOSED))
    kinds = [find_kind(reader, *phrase, is_unrest=False) for phrase in ((head, first, last), *beside)]
    start, end = tokens[first].start, tokens[last].end
    return Known(
        kind=next((kind for kind in kinds if kind not in _UNTOLD), ""),
        country_code=find_country(start, end, find_between(resolutions, start, end)),
    )

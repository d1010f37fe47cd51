"""Spans that may name a place, found generously; `recognition/model.py` weighs them and `toponyms.py` chooses."""

import re
from collections.abc import Collection, Iterator

from mapping.gazetteer import Gazetteer
from mapping.kinds import PLACE_LABELS, MentionKind
from mapping.model import Token
from mapping.recognition.bare_possessives import propose_bare
from mapping.recognition.in_land import propose_in_land
from mapping.recognition.lands import find_heard
from mapping.recognition.rules import HYPHENATED, propose_sure
from mapping.recognition.tables import WordTables
from mapping.recognition.view import Proposal, SentenceView, is_name_like, strip_possessive

# Small words that a name may hold inside: "Isle of Man", "Rio de Janeiro", "Trinidad and Tobago".
_JOINING = frozenset(
    [
        "of",
        "de",
        "del",
        "della",
        "di",
        "du",
        "des",
        "da",
        "do",
        "dos",
        "das",
        "la",
        "las",
        "le",
        "les",
        "el",
        "al",
        "an",
        "der",
        "den",
        "am",
        "and",
        "y",
        "e",
        "the",
        "upon",
        "on",
    ]
)
_ARTICLES = frozenset({"the", "a", "an"})
_PLACE_PREPOSITIONS = frozenset(
    {"in", "at", "near", "from", "outside", "inside", "around", "across", "throughout", "to", "toward", "towards", "of"}
)
# What must precede a name of another kind before it is taken for a place that the model mislabelled.
_LEADS = {
    "PERSON": _PLACE_PREPOSITIONS - {"to", "of", "from", "toward", "towards"},
    **dict.fromkeys(("ORG", "NORP", "PRODUCT", "WORK_OF_ART", "EVENT"), _PLACE_PREPOSITIONS | _ARTICLES),
}
_MAX_HEAD_TOKENS = 4
_MAX_HEARD, _MAX_HEARD_NAMES = 5, 3
_ARABIC_ARTICLES = frozenset({"al", "el", "an", "ar", "as", "ash", "at", "ad", "az", "-"})
# The end of "Lashkar-e-Taiba" and "Maarat al-Numan" is no name by itself.
_LONGER_NAME, _REACH = re.compile(r"[^\W\d_a-z]\w*(?:-[a-z]{1,4}-|\s(?:al|el|a[nrstdz]|ash)-)$"), 30
_INSIDE = (["in"], ["near"], ["outside"], ["around"])


def propose_spans(
    view: SentenceView,
    gazetteer: Gazetteer,
    tables: WordTables,
    lands: Collection[str] = (),
    bare: Collection[str] = (),
) -> tuple[Proposal, ...]:
    """Every span of one sentence that one of the rules takes for a possible toponym.

    Args:
        view: The sentence.
        gazetteer: Scanned for names.
        tables: The words that make a name an administrative one, a street or a facility.
        lands: Countries of whose places other spellings are believed.
        bare: The words that are a place's name and the "s" of a possessive without its sign.

    Returns:
        In text order, longest first; at most one proposal for a span, that of the most telling rule.
    """
    found: dict[tuple[int, int], Proposal] = {}
    heard = list(_propose_heard(view, gazetteer, lands, bare))
    for source in (
        propose_bare(view, bare),
        propose_sure(view, gazetteer, tables),
        (proposal for proposal in heard if proposal.rule == "heard"),
        propose_in_land(view, gazetteer, tables, lands),
        _propose_demonyms(view, gazetteer),
        _propose_headed(view, tables),
        _propose_entities(view, gazetteer, tables),
        _propose_hits(view, gazetteer, tables),
        _propose_lower_case(view, gazetteer, tables),
        heard,
    ):
        for proposal in source:
            found.setdefault((proposal.start, proposal.end), proposal)
    return tuple(sorted(found.values(), key=lambda proposal: (proposal.start, -proposal.end)))


def _propose_entities(view: SentenceView, gazetteer: Gazetteer, tables: WordTables) -> Iterator[Proposal]:
    for entity in view.sentence.entities:
        first, last = view.find_tokens(entity.start, entity.end)
        if entity.label in PLACE_LABELS:
            for run_first, run_last in _split_runs(view, first, last):
                yield _make_trimmed(view, run_first, run_last, "model", gazetteer)
                inner = run_first + _count_lead(view, run_first, run_last, tables)
                if inner > run_first:
                    yield _make_trimmed(view, inner, run_last, "model-part", gazetteer)
        elif first > 0 and view.lower[first - 1] in _LEADS.get(entity.label, ()):
            for run_first, run_last in _split_runs(view, first, last):
                yield _make_trimmed(view, run_first, run_last, "model-other", gazetteer)


def _split_runs(view: SentenceView, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The capitalised runs between two tokens, with the small words that join them."""
    start = first
    while start < last:
        while start < last and not view.is_capitalised(start) and not _is_number(view, start, first):
            start += 1
        while start < last and view.lower[start] in _ARTICLES:
            start += 1
        stop = start
        end = start
        while stop < last and (
            view.is_capitalised(stop) or view.lower[stop] in _JOINING or _is_inner(view, stop) or view.is_hyphened(stop)
        ):
            stop += 1
            if view.is_capitalised(stop - 1) or view.tokens[stop - 1].text[0].isdigit():
                end = stop
        if end > start:
            yield start, end
        start = max(stop, start + 1)


def _is_number(view: SentenceView, index: int, first: int) -> bool:
    return index == first and view.tokens[index].text.isdigit()


def _is_inner(view: SentenceView, index: int) -> bool:
    text = view.tokens[index].text
    return text in {"-", "’s", "'s", "&", "–", "'", "’", "."} or text[0].isdigit()


def _make_trimmed(view: SentenceView, first: int, last: int, rule: str, gazetteer: Gazetteer) -> Proposal:
    start, end = view.tokens[first].start, view.tokens[last - 1].end
    shown = view.text[start:end]
    trimmed = shown if shown.endswith("s'") else strip_possessive(shown)
    trimmed = trimmed.rstrip(' ,;:-–—"”)')
    # The model leaves the stop of an abbreviation out at the end of a sentence: "W.Va" + ".".
    end = start + len(trimmed)
    return view.make(start, end + _has_stop(view.text, start, end, gazetteer), rule)


def _propose_hits(view: SentenceView, gazetteer: Gazetteer, tables: WordTables) -> Iterator[Proposal]:
    sentence = view.sentence
    for hit in gazetteer.scan_text(view.text, sentence.start, sentence.end):
        shown = view.text[hit.start : hit.end]
        if is_name_like(shown) and not _LONGER_NAME.search(view.text, max(0, hit.start - _REACH), hit.start):
            # The gazetteer knows no apostrophes: "America's" would be the Americas.
            bare = hit.start + len(strip_possessive(shown)) if shown[-2:] in {"'s", "’s"} else hit.end
            end = bare + _has_stop(view.text, hit.start, bare, gazetteer)
            rule = HYPHENATED if _is_hyphenated(view, hit.start, bare) else "gazetteer"
            yield view.make(hit.start, end, rule, name=view.text[hit.start : bare])
            yield from _split_hit(view, hit.start, hit.end, gazetteer, tables)


def _is_hyphenated(view: SentenceView, start: int, end: int) -> bool:
    """Whether a span is all of a name with a small word between two hyphens, which only places have."""
    first, last = view.find_tokens(start, end)
    is_whole = view.text[start - 1 : start] != "-" and view.text[end : end + 1] != "-"
    return is_whole and any(
        view.is_hyphened(index) and not view.is_capitalised(index) for index in range(first + 1, last - 1)
    )


def _propose_lower_case(view: SentenceView, gazetteer: Gazetteer, tables: WordTables) -> Iterator[Proposal]:
    """Well-known places of a sentence without any capitals; anything less would take common words for hamlets."""
    start = view.sentence.start
    titled = view.text[start : view.sentence.end].title()
    if view.is_lower_case and len(titled) == view.sentence.end - start:
        for hit in gazetteer.scan_text(titled):
            if _is_prominent(hit.name, gazetteer, tables):
                yield view.make(start + hit.start, start + hit.end, "lower-case", name=hit.name)


def _propose_heard(
    view: SentenceView, gazetteer: Gazetteer, lands: Collection[str], bare: Collection[str]
) -> Iterator[Proposal]:
    """Names that no list has in that spelling, of places in the countries that the document speaks of.

    Behind "in" such a name is surely one, whatever the language model takes it for.
    """
    following = 0
    for index in view.capitals if lands else ():
        for last in range(index + _MAX_HEARD, index, -1):
            if index < following or not _is_of_capitals(view, index, last):
                continue
            start, end = view.tokens[index].start, view.tokens[last - 1].end
            name = view.text[start:end]
            if view.is_capitalised(last) or name in bare or gazetteer.has_name(name):
                continue
            if find_heard(name, lands, gazetteer):
                is_sure = view.lower[index - 1 : index] in _INSIDE and not _goes_on(view, last)
                yield view.make(start, end, "heard" if is_sure else "gazetteer")
                following = last


def _is_of_capitals(view: SentenceView, first: int, last: int) -> bool:
    """Whether the words of a name are capitalised but for an Arabic article inside: "Maarat al-Numan"."""
    names = [index for index in range(first, last) if view.is_capitalised(index)]
    is_whole = bool(names) and names[0] == first and names[-1] == last - 1
    others = (view.lower[index] for index in range(first, last) if index not in names)
    return is_whole and len(names) <= _MAX_HEARD_NAMES and all(word in _ARABIC_ARTICLES for word in others)


def _goes_on(view: SentenceView, index: int) -> bool:
    """Whether a name owns what follows, or is joined to it."""
    return view.lower[index : index + 1] in (["'s"], ["’s"], ["-"])


def _has_stop(text: str, start: int, end: int, gazetteer: Gazetteer) -> bool:
    """Whether the full stop behind a name belongs to it: "Ariz.", "W.Va."; not to "US" at a sentence's end."""
    shown = text[start:end]
    if text[end : end + 1] != "." or gazetteer.expand_abbreviation(shown) is None:
        return False
    return "." in shown or not shown.isupper()


def _split_hit(
    view: SentenceView, start: int, end: int, gazetteer: Gazetteer, tables: WordTables
) -> Iterator[Proposal]:
    """The name without its direction or its last word: "Sudan" in "Southern Sudan", "Dublin" in "Dublin City"."""
    first, last = view.find_tokens(start, end)
    if last - first < 2:
        return
    inner = first + _count_lead(view, first, last, tables)
    if inner > first:
        yield view.make(view.tokens[inner].start, end, "gazetteer-part")
    shorter = view.text[start : view.tokens[last - 2].end]
    if view.is_capitalised(last) and gazetteer.find_places(shorter):
        yield view.make(start, view.tokens[last - 2].end, "gazetteer-short")


def _count_lead(view: SentenceView, first: int, last: int, tables: WordTables) -> int:
    """How many tokens only lead to a name: the direction of "Southern Sudan", "City of" in "City of Paris"."""
    words = view.lower[first:last]
    if len(words) > 1 and tables.before.get(words[0]) == "direction" and view.is_capitalised(first + 1):
        return 1
    is_division = len(words) > 2 and words[1] == "of" and tables.before.get(words[0]) == "admin"
    return 2 if is_division and view.is_capitalised(first + 2) else 0


def _is_prominent(name: str, gazetteer: Gazetteer, tables: WordTables) -> bool:
    places = gazetteer.find_places(name)
    return (
        bool(places)
        and name.lower() not in tables.common
        and (places[0].feature_code.startswith("PCL") or places[0].population >= 500_000)
    )


def _propose_demonyms(view: SentenceView, gazetteer: Gazetteer) -> Iterator[Proposal]:
    words = {index for index in view.capitals if view.tokens[index].text[-1].isalpha()}
    following = 0
    for index in sorted(words):
        if index < following:
            continue
        for last in (index + 1, index):
            start, end = view.tokens[index].start, view.tokens[min(last, len(view.tokens) - 1)].end
            place = gazetteer.expand_demonym(view.text[start:end]) if last in words else None
            if place:
                yield view.make(start, end, "demonym", name=place, kind=MentionKind.DEMONYM)
                following = last + 1
                break


def _propose_headed(view: SentenceView, tables: WordTables) -> Iterator[Proposal]:
    """Names built around a word for what they are: "Otter Tail County", "Darling Avenue", "Lake Mary"."""
    for index in view.capitals:
        after = tables.after.get(view.lower[index])
        before = tables.before.get(view.lower[index])
        if after in {"admin", "street", "water", "land", "facility"}:
            yield from _extend_left(view, index, after, tables)
        if before in {"street", "water", "land", "facility"}:
            yield from _extend_right(view, index, before)


def _extend_left(view: SentenceView, index: int, kind: str, tables: WordTables) -> Iterator[Proposal]:
    first = index
    while first > 0 and index - first < _MAX_HEAD_TOKENS and _is_name_part(view.tokens[first - 1], tables):
        first -= 1
    if first < index:
        start, end = view.tokens[first].start, view.tokens[index].end
        end += view.text[end : end + 1] == "." and f"{view.lower[index]}." in tables.after
        shape = MentionKind.PLACE if kind in {"admin", "water", "land"} else MentionKind.FACILITY
        yield view.make(start, end, f"head-{kind}", kind=shape)


def _extend_right(view: SentenceView, index: int, kind: str) -> Iterator[Proposal]:
    last = index + 1
    if last < len(view.tokens) and view.lower[last] in {"of", "de", "du", "la", "the"}:
        last += 1
    if not (last < len(view.tokens) and (view.is_capitalised(last) or view.tokens[last].text[0].isdigit())):
        return
    shape = MentionKind.PLACE if kind in {"water", "land"} else MentionKind.FACILITY
    last += 1
    yield view.make(view.tokens[index].start, view.tokens[last - 1].end, f"head-{kind}", kind=shape)
    if view.is_capitalised(last) and view.tokens[last].pos == "PROPN":
        yield view.make(view.tokens[index].start, view.tokens[last].end, f"head-{kind}", kind=shape)


def _is_name_part(token: Token, tables: WordTables) -> bool:
    return (
        is_name_like(token.text)
        and token.text.lower() not in _ARTICLES
        and token.pos in {"PROPN", "ADJ", "NOUN", "NUM"}
        and tables.before.get(token.text.lower()) != "title"
    )

"""Who did it, to whom, how many: of what 52 real articles tell of this, how much comes out, and how right?

    python -m bench actors

The labels are those of `bench/deeds.py`. Somebody found is right where the head of a labelled phrase stands in what
names him, also as what a pronoun stands for, or where a whole labelled phrase stands there again. Those whom a careful
reader could as well leave out count neither for nor against. A toll is right by its kind and number, or where both are
of the same vague word, and only those of the thing's own sentence are asked for.

What counts is the event whose word stands in the thing's own words, else the one that `bench articles` finds in its
sentence. A thing without an event is left out of every share but the last: there all that is told of it is missed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.articles import FITTED, OTHERS, read_articles
from bench.corpora import SHARED
from bench.deeds import ROLES, TOLLS, Count, Deed, Party, read_deeds, read_labels
from mapping.gazetteer import Gazetteer, open_gazetteer
from mapping.index.names import normalise_name
from mapping.kinds import Bound, Level
from mapping.language import LanguageModel
from mapping.model import Actor, Span, Toll
from mapping.pipeline import extract_events

_WORD = re.compile(r"[^\W_]+(?:[.'-][^\W_]+)*\.?")
_LONGEST_LAND = 4


def names_party(actor: Actor, party: Party, text: str) -> bool:
    """Whether somebody found is a labelled party: by the head of a phrase, or by a whole phrase told again."""
    return any(
        _overlap(Span(start=actor.start, end=actor.end), phrase.head)
        or f" {_list_words(text, phrase.span)} " in f" {_list_words(actor.text, Span(start=0, end=len(actor.text)))} "
        for phrase in party.phrases
    )


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _list_words(text: str, span: Span) -> str:
    """A phrase's words in lower case without an article before them."""
    words = [word.rstrip(".") for word in _WORD.findall(text[span.start : span.end].lower())]
    return " ".join(words[1:] if words[:1] in (["the"], ["a"], ["an"]) and len(words) > 1 else words)


def find_lands(party: Party, text: str, gazetteer: Gazetteer) -> set[str]:
    """The codes of the countries that the labelled phrases themselves have a name, a demonym or an abbreviation of."""
    return {
        code for phrase in party.phrases for code in _find_codes(text[phrase.span.start : phrase.span.end], gazetteer)
    }


def _find_codes(phrase: str, gazetteer: Gazetteer) -> Iterator[str]:
    """The countries of a phrase's demonyms and of its names, but not of "Chad" in "Chad Roe"."""
    words = _WORD.findall(phrase)
    for first in range(len(words)):
        for last in range(first + 1, min(len(words), first + _LONGEST_LAND) + 1):
            name = " ".join(words[first:last])
            land = gazetteer.expand_demonym(name) or gazetteer.expand_abbreviation(name)
            is_name = name[0].isupper() and not (last < len(words) and words[last][0].isupper())
            places = gazetteer.find_places(land or name)[:1] if land or is_name else ()
            yield from (
                place.country_code
                for place in places
                if place.level is Level.COUNTRY and (land or normalise_name(place.name) == normalise_name(name))
            )


def is_toll(toll: Toll, count: Count) -> bool:
    """Whether a toll found is a labelled one: kind and number, or the very words where these only bound it."""
    same_words = count.span is not None and _overlap(Span(start=toll.start, end=toll.end), count.span)
    return toll.kind == count.kind and (toll.number == count.number or (toll.bound is Bound.VAGUE and same_words))


@dataclass(slots=True)
class Tally:
    """What is counted: labelled and found ones, those of each that agree, and of those that agree what is right."""

    told: int = 0
    met: int = 0
    found: int = 0
    right: int = 0
    near: int = 0
    near_met: int = 0
    kind: int = 0
    lands: int = 0
    land: int = 0
    unread: int = 0


def count_parties(deeds: Sequence[Deed], role: str, gazetteer: Gazetteer) -> Tally:
    """Count one role; of things without an event only how many parties they have."""
    tally = Tally()
    for deed in deeds:
        parties, actors = deed.find_parties(role), deed.find_actors(role)
        due = [party for party in parties if not party.is_optional]
        if deed.event is None:
            tally.unread += len(due)
            continue
        for party in due:
            is_met = any(names_party(actor, party, deed.text) for actor in actors)
            tally.told, tally.met = tally.told + 1, tally.met + is_met
            tally.near, tally.near_met = (
                tally.near + (not party.is_elsewhere),
                tally.near_met + (is_met and not party.is_elsewhere),
            )
        for actor in actors:
            meant = [party for party in parties if names_party(actor, party, deed.text)]
            if meant and all(party.is_optional for party in meant):
                continue
            tally.found += 1
            if meant:
                _count_right(tally, actor, meant, deed.text, gazetteer)
    return tally


def _count_right(tally: Tally, actor: Actor, meant: Sequence[Party], text: str, gazetteer: Gazetteer) -> None:
    tally.right += 1
    tally.kind += any(actor.kind in (party.kinds or ("",)) for party in meant)
    lands = {code for party in meant for code in find_lands(party, text, gazetteer)}
    tally.lands += bool(lands)
    tally.land += actor.country_code in lands


def count_tolls(deeds: Sequence[Deed], kind: str) -> Tally:
    """Count the tolls of one kind; of things without an event only how many they have."""
    tally = Tally()
    for deed in deeds:
        counts = [count for count in deed.counts if count.kind == kind]
        tolls = [toll for toll in deed.find_tolls() if toll.kind == kind]
        due = [count for count in counts if not count.is_optional]
        if deed.event is None:
            tally.unread += len(due)
            continue
        tally.told += len(due)
        tally.met += sum(any(is_toll(toll, count) for toll in tolls) for count in due)
        for toll in tolls:
            meant = [count for count in counts if is_toll(toll, count)]
            if not meant or not all(count.is_optional for count in meant):
                tally.found, tally.right = tally.found + 1, tally.right + bool(meant)
    return tally


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "-"


def make_rows(deeds: Sequence[Deed], gazetteer: Gazetteer) -> list[str]:
    """A row for each half and role, then for each half and kind of toll."""
    rows = [
        "| articles | role | told | found | precision | recall | in its sentence | kind | country | of all |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    halves = [(half, [deed for deed in deeds if deed.told.part == half]) for half in (FITTED, OTHERS)]
    for half, ours in halves:
        for role in ROLES:
            one = count_parties(ours, role, gazetteer)
            rows.append(
                f"| {half} | {role} | {one.told} | {one.found} | {_share(one.right, one.found)} |"
                f" {_share(one.met, one.told)} | {_share(one.near_met, one.near)} | {_share(one.kind, one.right)} |"
                f" {_share(one.land, one.lands)} | {_share(one.met, one.told + one.unread)} |"
            )
    rows += ["", "| articles | toll | told | found | precision | recall | of all |", "|---|---|---|---|---|---|---|"]
    for half, ours in halves:
        for kind in TOLLS:
            one = count_tolls(ours, kind)
            rows.append(
                f"| {half} | {kind} | {one.told} | {one.found} | {_share(one.right, one.found)} |"
                f" {_share(one.met, one.told)} | {_share(one.met, one.told + one.unread)} |"
            )
    return rows


def extract_deeds(language: LanguageModel) -> tuple[Deed, ...]:
    """The labelled things with the events that `dateline ingest` reads from their articles."""
    documents, told = read_articles()
    named = {name: documents[name] for name in read_labels()}
    found = extract_events(list(named.values()), language=language, gazetteer=open_gazetteer())
    return read_deeds(documents, told, dict(zip(named, found, strict=True)))


def main(options: Sequence[str] = ()) -> None:
    """Print both tables; `--misses` lists what went wrong in the half that is read for errors."""
    if not (SHARED / "corpora" / "events").is_dir():
        print("left out: no gold corpora of events")
        return
    deeds = extract_deeds(LanguageModel())
    print("\n".join(make_rows(deeds, open_gazetteer())))
    if "--misses" in options:
        fitted = [deed for deed in deeds if deed.told.part == FITTED]
        print("\n".join(line for deed in fitted for line in _describe(deed)))


def _describe(deed: Deed) -> Iterator[str]:
    """What is missed and what is too much of one thing, a line for each."""
    text, head = deed.text, f"{deed.told.document}:{deed.told.start}: {deed.told.words!r}"
    if deed.event is None:
        return
    for role in ROLES:
        parties, actors = deed.find_parties(role), deed.find_actors(role)
        for party in parties:
            if not party.is_optional and not any(names_party(actor, party, text) for actor in actors):
                span = party.phrases[0].span
                yield f"{head}: missed {role} {text[span.start : span.end]!r}{' elsewhere' * party.is_elsewhere}"
        for actor in actors:
            meant = [party for party in parties if names_party(actor, party, text)]
            if not meant:
                yield f"{head}: wrong {role} {actor.text!r} ({actor.kind})"
            elif not any(actor.kind in (party.kinds or ("",)) for party in meant):
                yield f"{head}: {role} {actor.text!r} is {actor.kind or 'nothing'}, not {'/'.join(meant[0].kinds)}"
    tolls = deed.find_tolls()
    for count in deed.counts:
        if not count.is_optional and not any(is_toll(toll, count) for toll in tolls):
            yield f"{head}: missed toll {count.number} {count.kind}"
    for toll in tolls:
        if not any(is_toll(toll, count) for count in deed.counts):
            yield f"{head}: wrong toll {toll.number} {toll.kind} ({toll.text!r})"


if __name__ == "__main__":
    main()

"""One dot for each happening: are the things that a dispatch tells one event each?

    python -m bench dots

Counted on the dispatches of `bench/news`: things told whose event is also that of a thing at another place or on
another day, where both are told by words of their own; and things that two or more events tell rightly in kind, place
and day, where these are not the places of one list.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from bench.dispatches import Outcome, Told, extract_dispatches, find_outcomes, group_outcomes, judge, read_told
from mapping.language import LanguageModel
from mapping.model import Extraction

_ANY = "*"


@dataclass(frozen=True, kw_only=True, slots=True)
class Dots:
    """Of things told: how many `share` an event with another happening, and how many have `several` events."""

    share: int
    several: int


def count_dots(outcomes: Sequence[Outcome], extractions: Mapping[str, Extraction]) -> Dots:
    """What was joined wrongly and what was left apart.

    Args:
        outcomes: What came of each thing told, by any of the documents.
        extractions: By the document's name.
    """
    by_document: defaultdict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        by_document[one.told.document].append(one)
    share = several = 0
    for name, ours in by_document.items():
        share += len(set(_find_shared(ours)))
        several += sum(_has_several(one.told, ours, extractions[name]) for one in ours)
    return Dots(share=share, several=several)


def _find_shared(outcomes: Sequence[Outcome]) -> Iterator[Told]:
    for one, other in combinations(outcomes, 2):
        if one.event is not None and one.event is other.event and differ(one.told, other.told):
            told = len({one.told.words, other.told.words})
            if told <= 1 + len(one.event.retold):
                yield from (one.told, other.told)


def differ(one: Told, other: Told) -> bool:
    """Whether no place, or no day, is right for both; "2022-09" has room for one of its days."""
    days = not any(first.startswith(second) or second.startswith(first) for first in one.days for second in other.days)
    open_days, open_places = _ANY in (*one.days, *other.days), _ANY in (*one.places, *other.places)
    return (days and not open_days) or (set(one.places).isdisjoint(other.places) and not open_places)


def _has_several(told: Told, outcomes: Sequence[Outcome], extraction: Extraction) -> bool:
    """Whether more events tell it rightly than there are things told by these events; those of one list are one."""
    right = [one.event for one in find_outcomes(told, extraction) if one.whole and one.event]
    words = {(event.trigger.start, event.trigger.end) for event in right}
    ids = {event.event_id for event in right}
    others = sum(
        any(found.event and found.event.event_id in ids for found in find_outcomes(one.told, extraction))
        for one in outcomes
        if one.told is not told
    )
    return len(words) > 1 + others


def main() -> None:
    """Print a row for each part of the dispatches."""
    told = read_told()
    extractions = extract_dispatches({one.document for one in told}, LanguageModel())
    print("| dispatches | told | share an event with another happening | have two or more events |\n|---|---|---|---|")
    for name, ours in group_outcomes(judge(told, extractions)).items():
        dots = count_dots(ours, extractions)
        print(f"| {name} | {len(ours)} | {dots.share} | {dots.several} |")


if __name__ == "__main__":
    main()

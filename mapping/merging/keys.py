"""Blocking keys: short strings of which two reports of one happening share at least one.

A key joins kind of happening, day and where. Two fine places meet in a cell of the globe; a country or division meets
the places inside it only where something rare is told alike - the kind of disaster, a count of people, a name - for
on a day of war a whole country would meet otherwise. What two texts open with meets wherever they put it, by the
words that say most of each opening.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations
from math import floor

from mapping.ids import hash_blocks
from mapping.kinds import Bound, Level, Modality
from mapping.merging.openings import NO_OPENING, Opening
from mapping.model import Event, Place
from mapping.telling.happenings import RARE_KINDS, find_days, find_kinds
from mapping.telling.stems import find_names, find_words

_LONGEST_DAYS, _WEEK_DAYS = 8, 7
_CELL_DEGREES, _EDGE_DEGREES = 0.25, 0.08
_NAMES = 4
_FINE = frozenset({Level.POI, Level.CITY})


def make_keys(event: Event, opening: Opening = NO_OPENING) -> tuple[str, ...]:
    """The keys of one report; see `mapping.merge.make_keys`."""
    days = _find_days(event)
    said = opening.words if opening.holds(event) else ()
    opened = tuple(f"~{word}" for word in said)
    wheres = (*_find_wheres(event), *opened)
    kinds = sorted(find_kinds(event.trigger.type))
    keys = {f"{kind}|{day}|{where}" for kind in kinds for day in days for where in wheres}
    # One word, and one sentence, is often read as two kinds or put at two places.
    lemma, sentence = event.trigger.lemma.lower(), " ".join(sorted(find_words(event.sentence)))
    same = (sentence, event.place.place.place_id) if event.place is not None else (sentence,)
    keys |= {f"={lemma}|{day}|{where}" for day in days for where in (*same, *opened)}
    # One text opens with the fall into a well and another with the rescue.
    keys |= {f"{one}~{other}|{day}" for day in days for one, other in combinations(sorted(said), 2)}
    return hash_blocks(keys | set(_find_weeks(event)))


def _find_weeks(event: Event) -> Iterator[str]:
    """The week of what is rare, and the next: a toll that rose days later is often dated by the day of the count."""
    days = find_days(event.date.span) if event.date else None
    is_rare = not RARE_KINDS.isdisjoint(find_kinds(event.trigger.type, within=True))
    if days is None or event.place is None or not is_rare or event.trigger.modality is not Modality.HAPPENED:
        return
    week = days[0].toordinal() // _WEEK_DAYS
    yield from (f"{event.place.place.country_code}~{event.trigger.type}~{near}" for near in (week, week + 1))


def _find_days(event: Event) -> tuple[str, ...]:
    """Each day of the event and the one behind it, so that neighbours meet; a long span meets its equals alone."""
    days = find_days(event.date.span) if event.date else None
    if event.date is None or days is None:
        return ()
    first, last = days
    length = (last - first).days + 1
    if length > _LONGEST_DAYS:
        return (event.date.edtf,)
    last = min(last, date.max - timedelta(days=1))
    return tuple((first + timedelta(days=number)).isoformat() for number in range((last - first).days + 2))


def _find_wheres(event: Event) -> Iterator[str]:
    place = event.place.place if event.place else None
    if place is not None:
        yield place.place_id
        if place.level in _FINE:
            yield from _find_cells(place)
        if place.admin2_code:
            yield f"{place.country_code}.{place.admin1_code}.{place.admin2_code}"
    country = place.country_code if place else ""
    for rare in _find_rare(event):
        yield f"{country}~{rare}"


def _find_cells(place: Place) -> Iterator[str]:
    """The cells of a grid that the place lies in or next to the edge of."""
    lats = {floor((place.lat + edge) / _CELL_DEGREES) for edge in (-_EDGE_DEGREES, _EDGE_DEGREES)}
    lons = {floor((place.lon + edge) / _CELL_DEGREES) for edge in (-_EDGE_DEGREES, _EDGE_DEGREES)}
    yield from (f"{lat}/{lon}" for lat in sorted(lats) for lon in sorted(lons))


def _find_rare(event: Event) -> Iterator[str]:
    """What a report that knows only the country has in common with one that knows the town."""
    if find_kinds(event.trigger.type) & RARE_KINDS and event.trigger.modality is Modality.HAPPENED:
        yield event.trigger.type
    yield from (
        f"{toll.kind}={toll.number}" for toll in event.tolls if toll.number > 1 and toll.bound is not Bound.VAGUE
    )
    yield from sorted(find_names(event.sentence), key=lambda name: (-len(name), name))[:_NAMES]

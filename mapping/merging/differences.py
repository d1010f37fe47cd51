"""Where reports of one happening differ: what each says, the value that the event shows first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mapping.event_types import family_of, load_event_types
from mapping.geo import place_distance_km
from mapping.kinds import TOLL_KINDS, Bound, Modality
from mapping.merging.choosing import Report, order_by_news
from mapping.merging.features import relate_places
from mapping.model import Event, Place, PlaceChoice, Toll
from mapping.plain import name_toll
from mapping.reports import Disagreement, Reading
from mapping.telling.happenings import AT_A_DISTANCE, BORROWED_PLACES, find_gap_days, is_borrowed, is_day_supposed
from mapping.telling.tolls import admits


@dataclass(frozen=True, kw_only=True, slots=True)
class _Told:
    """What one report says: reports that give the same `value` agree; `words` are for a reader."""

    value: str
    words: str
    report_id: str


def find_disagreements(reports: Sequence[Report], merged: Event) -> Iterator[Disagreement]:
    """Compare what the reports tell with what the merged event shows.

    A report that is only less exact ("in Iraq", "in October") does not disagree, nor does a place or day that was taken
    from elsewhere in a text: no one has said it of the happening.
    """
    yield from _compare("place", _read_places(reports, merged))
    yield from _compare("date", _read_dates(reports, merged))
    yield from _compare("type", _read_types(reports, merged))
    yield from _compare("modality", _read_modalities(reports, merged))
    for kind in TOLL_KINDS:
        yield from _compare(kind, _read_tolls(reports, kind))


def _compare(kind: str, told: Sequence[_Told]) -> Iterator[Disagreement]:
    """Readings in the order in which they are first told, where there are two."""
    words: dict[str, str] = {}
    ids: dict[str, list[str]] = {}
    for one in told:
        words.setdefault(one.value, one.words)
        ids.setdefault(one.value, []).append(one.report_id)
    if len(words) > 1:
        readings = (Reading(value=words[value], report_ids=tuple(ids[value])) for value in words)
        yield Disagreement(kind=kind, readings=tuple(readings))


def name_place(place: Place) -> str:
    """A place in words: "Kirkuk, Iraq"."""
    return ", ".join(dict.fromkeys(part for part in (place.name, place.country) if part))


def _read_places(reports: Sequence[Report], merged: Event) -> list[_Told]:
    if merged.place is None:
        return []
    shown = merged.place.place
    told: list[_Told] = []
    for report, _ in reports:
        if report.place is None:
            continue
        place = report.place.place
        if relate_places(place, shown) in ("same", "inside") or _is_within(report.place, merged.place):
            told.append(_Told(value=shown.place_id, words=name_place(shown), report_id=report.event_id))
        elif not is_borrowed(report.place.rule, BORROWED_PLACES):
            told.append(_Told(value=place.place_id, words=name_place(place), report_id=report.event_id))
    return _put_first(told, shown.place_id)


def _is_within(told: PlaceChoice, shown: PlaceChoice) -> bool:
    """Whether one of two places lies as near to the other as a distance goes: "55 km from Bireun" is where, roughly."""
    reach = max((one.place.radius_km for one in (told, shown) if one.rule.endswith(AT_A_DISTANCE)), default=0.0)
    return reach > 0 and place_distance_km(told.place, shown.place) <= reach


def _read_dates(reports: Sequence[Report], merged: Event) -> list[_Told]:
    if merged.date is None:
        return []
    shown = merged.date
    told: list[_Told] = []
    for report, _ in reports:
        if report.date is None:
            continue
        if not find_gap_days(report.date.span, shown.span):
            told.append(_Told(value=shown.edtf, words=shown.edtf, report_id=report.event_id))
        elif not is_day_supposed(report.date.rule):
            told.append(_Told(value=report.date.edtf, words=report.date.edtf, report_id=report.event_id))
    return _put_first(told, shown.edtf)


def _read_types(reports: Sequence[Report], merged: Event) -> list[_Told]:
    families = load_event_types().families
    told = []
    for report, _ in reports:
        family = family_of(report.trigger.type)
        label = families[family].label if family in families else family
        told.append(_Told(value=family, words=label, report_id=report.event_id))
    return _put_first(told, family_of(merged.trigger.type))


def _read_modalities(reports: Sequence[Report], merged: Event) -> list[_Told]:
    """Who says that it happened, who claims, who denies; a plan told before is no disagreement."""
    told = [
        _Told(value=report.trigger.modality, words=report.trigger.modality.value, report_id=report.event_id)
        for report, _ in reports
        if report.trigger.modality is not Modality.PLANNED
    ]
    return _put_first(told, merged.trigger.modality)


def _read_tolls(reports: Sequence[Report], kind: str) -> list[_Told]:
    """The largest count of each report, from the latest report to the oldest; "at least 12" agrees with a later 15."""
    told: list[tuple[Toll, str]] = []
    for report, _ in order_by_news(reports):
        tolls = [toll for toll in report.tolls if toll.kind == kind]
        if tolls:
            told.append((max(tolls, key=lambda toll: toll.number), report.event_id))
    exact = [toll for toll, _ in told if toll.bound is Bound.EXACT]
    readings = []
    for toll, report_id in told:
        meant = next((other for other in exact if admits(toll, other.number)), toll)
        words = name_toll(meant.number, meant.bound)
        readings.append(_Told(value=words, words=words, report_id=report_id))
    return readings


def _put_first(told: list[_Told], shown: str) -> list[_Told]:
    return sorted(told, key=lambda one: one.value != shown)

"""What a name that the gazetteer lacks may lie in or by: the other places of the text, each with what speaks for it.

Resolution gives such a name the place that the lines around speak of. In a text with one town that is the town; in one
with several it is often the wrong one, and what the sentence says of the name is worth more: the province behind it,
the country that the sentence opens with. So each place of the text is an option of its own, and the choice weighs them.
"""

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from mapping.kinds import WIDE_LEVELS, Level, MentionKind
from mapping.model import ParsedDocument, Place, Resolution
from mapping.resolution.candidates import is_within
from mapping.telling.site_headings import Headings
from mapping.telling.site_index import NamedPlaces, find_distance
from mapping.telling.site_origins import is_lent
from mapping.telling.sites import Site, is_capital

_REACH_CHARS, _NEAREST, _ON_GROUND = 400, 6, 0.5
# "Hill Park in Sarn", "Orval, a village near Sarn", "Orval (Sarn", "Orval, which lies in the east of Sarn".
_HOLDER_GAP = re.compile(
    r"['’\w]*,?\s(?:which\s)?(?:(?:is|lies|sits)\s(?:located\s|situated\s)?)?"
    r"(?:in|of|near|outside)\s(?:the\s)?(?:[a-z]+\s){0,3}|,\s(?:a\s[a-z ]{3,40}\s)?|\s\("
)
# "In Syria's Aleppo province".
_OWNER_GAP = re.compile(r"(?:['’]?s)?\s")


class LenderFinder:
    """The places of one document that names without a place of their own may lie in."""

    def __init__(
        self,
        parsed: ParsedDocument,
        sites: Sequence[Site],
        shares: Mapping[str, float],
        headings: Headings,
        unlisted: Sequence[Site] = (),
    ) -> None:
        self._parsed, self._shares, self._headings = parsed, shares, headings
        lending = [(site.place, site) for site in sites if site.place and not is_lent(site.resolution)]
        self._lenders = {mine.place.place_id: mine for mine in NamedPlaces([site for _, site in lending], shares)}
        self._by_sentence: defaultdict[int, list[Site]] = defaultdict(list)
        for _, site in lending:
            self._by_sentence[site.sentence].append(site)
        self._links = self._find_links([site for _, site in lending], (*sites, *unlisted))
        named = [(place.place_id, site) for place, site in lending if site.kind is not MentionKind.DEMONYM]
        self._starts = [site.start for _, site in named]
        self._before, self._behind = _list_last(named), _list_last(named[::-1])[::-1]
        self._top_share = max(shares.values(), default=0.0)
        # What is tried however far from a name it stands.
        self._everywhere = {
            place_id for place_id, mine in self._lenders.items() if self._is_top(place_id) or mine.is_dateline
        }

    def find(self, site: Site) -> Iterator[tuple[Site, Mapping[str, float]]]:
        """The site at each place that may lend its own, with what speaks for that place.

        Args:
            site: Of a name that the gazetteer lacks.

        Yields:
            Nothing where no other name of the text has a place, or where the text itself puts the name in its place.
        """
        if site.place is not None and site.place.place_id not in self._lenders:
            return
        for place in self._pick(site):
            resolution = site.resolution if place == site.place else _lend(site.resolution, place)
            yield replace(site, resolution=resolution, place=place), self._describe(site, place)

    def _pick(self, site: Site) -> list[Place]:
        """The places to try: the nearest in the text, the datelines, the one that the story is about most."""
        own = site.place.place_id if site.place else ""
        at = bisect_left(self._starts, site.start)
        around = [*self._before[at], *self._behind[at], *self._find_nearest([own], site)]
        nearest: dict[str, Place] = {}
        for other in sorted(around, key=lambda other: find_distance(other, site.start)):
            if other.place and len(nearest) < _NEAREST:
                nearest.setdefault(other.place.place_id, other.place)
        far = sorted(
            self._find_nearest((self._everywhere | {own}) - nearest.keys(), site),
            key=lambda other: find_distance(other, site.start),
        )
        return [*nearest.values(), *(other.place for other in far if other.place)]

    def _find_nearest(self, place_ids: Iterable[str], site: Site) -> Iterator[Site]:
        """The nearest name of each of some places; a people only tells that a place is the name's own."""
        for place_id in place_ids:
            is_own = site.place is not None and site.place.place_id == place_id
            mine = self._lenders.get(place_id)
            found = mine.find_nearest(site.start, with_people=is_own) if mine else None
            if found is not None:
                yield found

    def _is_top(self, place_id: str) -> bool:
        return self._shares.get(place_id, 0.0) >= self._top_share

    def _describe(self, site: Site, place: Place) -> dict[str, float]:
        mine = self._lenders[place.place_id]
        beside = mine.find_before(site.sentence, site.sentence + 1)
        near, last = mine.find_nearest(site.start, with_people=True), mine.find_last(site.sentence)
        return {
            "lend": 1.0,
            "lend_own": float(place == site.place),
            "lend_linked": float(place.place_id in self._links[site.resolution.mention.text]),
            "lend_sentence": max((other.ground for other in beside), default=0.0),
            "lend_near": math.exp(-abs(near.start - site.start) / _REACH_CHARS) if near else 0.0,
            "lend_paragraph": float(last is not None and self._is_beside(last, site)),
            "lend_dateline": float(mine.is_dateline and not is_capital(place)),
            "lend_capital": float(mine.is_dateline and is_capital(place)),
            "lend_heading": float(self._headings.heads_own(site.sentence, place)),
            "lend_other": float(self._headings.heads_other(site.sentence, place)),
            "lend_home": float(mine.is_home),
            "lend_share": self._shares.get(place.place_id, 0.0),
            "lend_top": float(self._top_share > 0.0 and self._is_top(place.place_id)),
            "lend_wide": float(place.level in WIDE_LEVELS),
            "lend_village": float(place.level is Level.CITY and site.kind is not MentionKind.FACILITY),
            "lend_outside": float(
                any(place != outer and not is_within(place, outer) for outer in self._find_wide(site))
            ),
        }

    def _find_links(self, lending: Sequence[Site], others: Sequence[Site]) -> Mapping[str, set[str]]:
        """The places that the words behind a name put it in, wherever the text has it, by name."""
        links: defaultdict[str, set[str]] = defaultdict(set)
        text, starts = self._parsed.document.text, [site.start for site in lending]
        names = {re.escape(site.resolution.mention.text) for site in others if is_lent(site.resolution)}
        for found in re.finditer(rf"\b(?:{'|'.join(sorted(names))})\b", text) if names else ():
            gap, end, held = _HOLDER_GAP, found.end(), None
            at = bisect_left(starts, end)
            for outer in lending[at : at + 2]:
                if gap.fullmatch(text, end, outer.start):
                    gap, end, held = _OWNER_GAP, outer.resolution.mention.end, outer.place
            if held is not None:
                links[found[0]].add(held.place_id)
        return links

    def _is_beside(self, one: Site, other: Site) -> bool:
        """Whether two names stand in one paragraph."""
        return len({self._parsed.sentences[site.sentence].paragraph for site in (one, other)}) == 1

    def _find_wide(self, site: Site) -> Iterator[Place]:
        """The countries and provinces that the site's sentence names as ground."""
        for other in self._by_sentence.get(site.sentence, ()):
            is_ground = other.ground >= _ON_GROUND and other.kind is MentionKind.PLACE
            if is_ground and other.place and other.place.level in WIDE_LEVELS:
                yield other.place


def _list_last(named: Iterable[tuple[str, Site]]) -> list[tuple[Site, ...]]:
    """For each beginning of names, the empty one first, the last names of the places that it names last."""
    last: dict[str, Site] = {}
    found: list[tuple[Site, ...]] = [()]
    for place_id, site in named:
        last.pop(place_id, None)
        last[place_id] = site
        if len(last) > _NEAREST:
            del last[next(iter(last))]
        found.append(tuple(last.values()))
    return found


def _lend(resolution: Resolution, place: Place) -> Resolution:
    mention = replace(resolution.mention, offset=None, part="")
    reason = f"{mention.name!r} itself is not listed here; the text speaks of {place.name}"
    return replace(resolution, mention=mention, place=place, reason=reason)

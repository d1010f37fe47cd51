"""What a name that the gazetteer lacks may lie in or by: the other places of the text, each with what speaks for it.

Resolution gives such a name the place that the lines around speak of. In a text with one town that is the town; in one
with several it is often the wrong one, and what the sentence says of the name is worth more: the province behind it,
the country that the sentence opens with. So each place of the text is an option of its own, and the choice weighs them.
"""

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from mapping.kinds import WIDE_LEVELS, Level, MentionKind
from mapping.model import ParsedDocument, Place, Resolution
from mapping.resolution.candidates import is_within
from mapping.telling.references import REFERENCE
from mapping.telling.site_headings import Headings
from mapping.telling.sites import Site, is_capital
from mapping.telling.syntax import make_tree

_REACH_CHARS, _NEAREST, _ON_GROUND = 400, 6, 0.5
# "Hill Park in Sarn", "Orval, a village near Sarn", "Orval (Sarn".
_HOLDER_GAP = re.compile(
    r"['’\w]*,?\s(?:in|of|near|outside)\s(?:the\s)?(?:[a-z]+\s){0,3}|,\s(?:a\s[a-z ]{3,40}\s)?|\s\("
)


def is_lent(resolution: Resolution) -> bool:
    """Whether the gazetteer lacks the name, so that its place is that of another name, or none."""
    if resolution.place is None or resolution.mention.rule == REFERENCE:
        return resolution.place is None
    return not resolution.candidates or resolution.candidates[0].place.place_id != resolution.place.place_id


def is_home(parsed: ParsedDocument, site: Site) -> bool:
    """Whether a place only says where somebody or something is from: "a couple from Osaka"."""
    tree = make_tree(parsed.sentences[site.sentence])
    above = tree.ancestors(site.token)[:3]
    token = next((tree.tokens[index] for index in above if tree.tokens[index].dep == "prep"), None)
    return token is not None and token.lemma == "from" and tree.tokens[token.head].pos in ("NOUN", "PROPN", "NUM")


class LenderFinder:
    """The places of one document that names without a place of their own may lie in."""

    def __init__(
        self, parsed: ParsedDocument, sites: Sequence[Site], shares: Mapping[str, float], headings: Headings
    ) -> None:
        self._parsed, self._shares, self._headings = parsed, shares, headings
        self._sites = [site for site in sites if site.place and not is_lent(site.resolution)]
        self._starts = [site.start for site in self._sites]
        self._by_sentence: defaultdict[int, list[Site]] = defaultdict(list)
        self._by_place: defaultdict[str, list[Site]] = defaultdict(list)
        for site in self._sites:
            self._by_sentence[site.sentence].append(site)
            if site.place:
                self._by_place[site.place.place_id].append(site)
        self._top_share = max(shares.values(), default=0.0)
        # What is tried however far from a name it stands.
        self._everywhere = {
            place_id
            for place_id, mine in self._by_place.items()
            if self._is_top(place_id) or any(site.is_dateline for site in mine)
        }

    def find(self, site: Site) -> Iterator[tuple[Site, Mapping[str, float]]]:
        """The site at each place that may lend its own, with what speaks for that place.

        Args:
            site: Of a name that the gazetteer lacks.

        Yields:
            Nothing where no other name of the text has a place, or where the text itself puts the name in its place.
        """
        if site.place is not None and site.place.place_id not in self._by_place:
            return
        for place in self._pick(site):
            resolution = site.resolution if place == site.place else _lend(site.resolution, place)
            yield replace(site, resolution=resolution, place=place), self._describe(site, place)

    def _pick(self, site: Site) -> list[Place]:
        """The places to try: the nearest in the text, the datelines, the one that the story is about most."""
        own = site.place.place_id if site.place else ""
        nearest: dict[str, Place] = {}
        for other in self._walk_from(site.start):
            if len(nearest) >= _NEAREST:
                break
            if other.place and _may_lend(other, own):
                nearest.setdefault(other.place.place_id, other.place)
        far = [
            min(mine, key=lambda other: _find_distance(other, site.start))
            for place_id in (self._everywhere | {own}) - nearest.keys()
            if (mine := [other for other in self._by_place.get(place_id, ()) if _may_lend(other, own)])
        ]
        far.sort(key=lambda other: _find_distance(other, site.start))
        return [*nearest.values(), *(other.place for other in far if other.place)]

    def _walk_from(self, start: int) -> Iterator[Site]:
        """The sites, the nearest to a character first, the earlier of two that are as near."""
        after = bisect_left(self._starts, start)
        before = after - 1
        while before >= 0 or after < len(self._sites):
            is_before = after == len(self._sites) or (
                before >= 0 and start - self._starts[before] <= self._starts[after] - start
            )
            yield self._sites[before if is_before else after]
            before, after = (before - 1, after) if is_before else (before, after + 1)

    def _is_top(self, place_id: str) -> bool:
        return self._shares.get(place_id, 0.0) >= self._top_share

    def _describe(self, site: Site, place: Place) -> dict[str, float]:
        mine = self._by_place[place.place_id]
        beside = [other for other in mine if other.sentence == site.sentence and not other.is_dateline]
        is_dateline = any(other.is_dateline for other in mine)
        return {
            "lend": 1.0,
            "lend_own": float(place == site.place),
            "lend_linked": float(any(self._holds(site, other) for other in beside)),
            "lend_sentence": max((other.ground for other in beside), default=0.0),
            "lend_near": max(math.exp(-abs(other.start - site.start) / _REACH_CHARS) for other in mine),
            "lend_paragraph": float(any(self._is_before(other, site) for other in mine)),
            "lend_dateline": float(is_dateline and not is_capital(place)),
            "lend_capital": float(is_dateline and is_capital(place)),
            "lend_heading": float(self._headings.heads_own(site.sentence, place)),
            "lend_other": float(self._headings.heads_other(site.sentence, place)),
            "lend_home": float(all(is_home(self._parsed, other) for other in mine)),
            "lend_share": self._shares.get(place.place_id, 0.0),
            "lend_top": float(self._top_share > 0.0 and self._is_top(place.place_id)),
            "lend_wide": float(place.level in WIDE_LEVELS),
            "lend_village": float(place.level is Level.CITY and site.kind is not MentionKind.FACILITY),
            "lend_outside": float(
                any(place != outer and not is_within(place, outer) for outer in self._find_wide(site))
            ),
        }

    def _holds(self, inner: Site, outer: Site) -> bool:
        """Whether the words between say that one place lies in the other."""
        end = inner.resolution.mention.end
        return outer.start >= end and _HOLDER_GAP.fullmatch(self._parsed.document.text, end, outer.start) is not None

    def _is_before(self, other: Site, site: Site) -> bool:
        """Whether an earlier sentence of the site's paragraph names a place."""
        paragraphs = {self._parsed.sentences[one.sentence].paragraph for one in (other, site)}
        return other.sentence < site.sentence and len(paragraphs) == 1

    def _find_wide(self, site: Site) -> Iterator[Place]:
        """The countries and provinces that the site's sentence names as ground."""
        for other in self._by_sentence.get(site.sentence, ()):
            is_ground = other.ground >= _ON_GROUND and other.kind is MentionKind.PLACE
            if is_ground and other.place and other.place.level in WIDE_LEVELS:
                yield other.place


def _may_lend(other: Site, own: str) -> bool:
    """Whether a site's place may be another's; what its people are called tells only that it is the other's own."""
    return other.kind is not MentionKind.DEMONYM or (other.place is not None and other.place.place_id == own)


def _find_distance(other: Site, start: int) -> tuple[int, int]:
    """How many characters a site lies away, and where it begins: what is nearer comes first."""
    return abs(other.start - start), other.start


def _lend(resolution: Resolution, place: Place) -> Resolution:
    mention = replace(resolution.mention, offset=None, part="")
    reason = f"{mention.name!r} itself is not listed here; the text speaks of {place.name}"
    return replace(resolution, mention=mention, place=place, reason=reason)

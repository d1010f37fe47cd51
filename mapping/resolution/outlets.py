"""Where a news outlet is at home, learned from its own articles without any labels.

A paper does not say which Paris it means when it is the one next door. Most names in its articles are clear enough,
and they show where it lives.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from mapping.geo import distance_km, division_code
from mapping.kinds import FINE_LEVELS, Level
from mapping.model import Document, Place, Resolution

_SURE = 0.7
# What the text itself says of where a place is; that a Paris is large does not tell where its paper is.
_EVIDENCE = frozenset({"in-container", "same-division", "nearest", "neighbours"})
_MIN_EVIDENCE = 1.0
_MIN_DOCUMENTS = 2
# Documents that could have told of elsewhere: two articles from one town do not make a local paper.
_DOUBT = 2
# Codes that are sold to anyone, so that they say nothing of a country.
_SOLD = frozenset(["ai", "cc", "co", "fm", "gg", "im", "io", "ly", "me", "nu", "sh", "to", "tk", "tv", "ws"])


@dataclass(frozen=True, kw_only=True, slots=True)
class ClearPoint:
    """A town or spot that an article names for sure."""

    place_id: str
    lon: float
    lat: float


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticlePlaces:
    """What one article names for sure: the division of each place ("US.OH"), and the points of the fine ones."""

    divisions: tuple[str, ...]
    points: tuple[ClearPoint, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class OutletHome:
    """Where the sure places of an outlet's articles lie.

    `shares` are parts of 1 by country ("US") and by first-order division ("US.TX"), sorted by name; `lon` and `lat`
    are the point among those places that is nearest to the others.
    """

    source: str
    documents: int
    lon: float
    lat: float
    shares: tuple[tuple[str, float], ...]

    def share_of(self, code: str) -> float:
        """The share of a country or division, 0..1."""
        return dict(self.shares).get(code, 0.0)

    @property
    def focus(self) -> float:
        """How much of its news comes from one division, 0..1: little for the BBC, nearly all for a village paper."""
        return max((share for code, share in self.shares if "." in code), default=0.0)

    def distance_km(self, place: Place) -> float:
        """How far a place lies from the outlet's middle."""
        return distance_km(lon=self.lon, lat=self.lat, to_lon=place.lon, to_lat=place.lat)


def name_outlet(document: Document) -> str:
    """What an outlet is known by: its host name without "www.", else the name of the source; "" where unknown."""
    host = urlsplit(document.url).hostname or (urlsplit(document.source).hostname if "//" in document.source else "")
    return (host or document.source).lower().removeprefix("www.")


def find_site_country(outlet: str) -> str:
    """The country code of a host name's last part, or "": "nation.co.ke" gives "KE"."""
    host, dot, last = outlet.rpartition(".")
    if not (dot and host) or len(last) != 2 or not last.isalpha() or last in _SOLD:
        return ""
    return {"uk": "GB"}.get(last, last.upper())


def gather_article(resolutions: Sequence[Resolution]) -> ArticlePlaces:
    """The clear places of one article.

    Args:
        resolutions: Made without knowing the outlet's home, or what was learned would bear itself out.
    """
    clear = {r.place.place_id: r.place for r in resolutions if r.place is not None and _is_clear(r)}
    places = [place for place in clear.values() if place.admin1_code]
    return ArticlePlaces(
        divisions=tuple(division_code(place) for place in places),
        points=tuple(
            ClearPoint(place_id=place.place_id, lon=place.lon, lat=place.lat)
            for place in places
            if place.level in FINE_LEVELS
        ),
    )


def learn_home(source: str, articles: Iterable[ArticlePlaces]) -> OutletHome | None:
    """Learn where one outlet is at home.

    Args:
        source: Its name, for the record.
        articles: What each of its articles names for sure.

    Returns:
        None where fewer than two articles name a place for sure.
    """
    seen: list[ClearPoint] = []
    shares: defaultdict[str, float] = defaultdict(float)
    documents = 0
    for article in articles:
        documents += bool(article.divisions)
        seen.extend(article.points)
        for division in article.divisions:
            shares[division.partition(".")[0]] += 1 / len(article.divisions)
            shares[division] += 1 / len(article.divisions)
    if documents < _MIN_DOCUMENTS or not seen:
        return None
    middle = _find_middle(seen)
    parts = tuple(sorted((code, share / (documents + _DOUBT)) for code, share in shares.items() if code))
    return OutletHome(source=source, documents=documents, lon=middle.lon, lat=middle.lat, shares=parts)


def _is_clear(resolution: Resolution) -> bool:
    """Whether a name can hardly mean anything else: one place bears it, it is a division, or the text bears it out."""
    if resolution.score < _SURE or not resolution.candidates or resolution.place is None:
        return False
    best = resolution.candidates[0]
    if len(resolution.candidates) == 1 or resolution.place.level is Level.ADM1:
        return True
    return sum(reason.weight for reason in best.reasons if reason.name in _EVIDENCE) >= _MIN_EVIDENCE


def _find_middle(places: Sequence[ClearPoint]) -> ClearPoint:
    """The place with the most others around it; the number of times a place was named counts."""
    counts = Counter(place.place_id for place in places)
    distinct = list({place.place_id: place for place in places}.values())

    def pull(place: ClearPoint) -> float:
        return sum(
            counts[other.place_id]
            / (30.0 + distance_km(lon=place.lon, lat=place.lat, to_lon=other.lon, to_lat=other.lat))
            for other in distinct
        )

    return max(distinct, key=lambda place: (pull(place), place.place_id))

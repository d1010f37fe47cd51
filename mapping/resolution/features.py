"""What speaks for each candidate, as numbers: the columns of the table that `resolve.py` weighs.

Every feature lies in 0..1. The static ones depend on name and place alone; the others on what the document's other
names most likely mean, which is why they are reckoned again in every round.
"""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from mapping.geo import EARTH_RADIUS_KM, division_code
from mapping.kinds import LAND_LEVELS, Level
from mapping.main_names import is_main_name
from mapping.model import Place
from mapping.resolution.candidates import Group, is_within
from mapping.resolution.outlets import OutletHome

Matrix = npt.NDArray[np.float64]

STATIC = (
    "population",
    "country",
    "admin1",
    "admin2",
    "region",
    "spot",
    "capital",
    "seat",
    "own-name",
    "first-listed",
    "division-named",
    "division-not-named",
    "namesake-city",
    "called-city",
    "called-division",
    "demonym-of-country",
    "in-container",
    "not-in-container",
)
CONTEXT = ("same-country", "same-division", "nearest", "neighbours", "beside")
HOME = ("home-country", "home-division", "home-near", "site-country")
FEATURES = (*STATIC, *CONTEXT, *HOME)

# Places of one story lie within a day's drive of each other; Leidner, Sinclair and Webber (2003), spatial minimality.
_NEAR_KM = 120.0
_MAX_POPULATION_LOG = 8.0
_SMALL_COUNTRY_KM = 250.0
# Nobody counts who lives in a sea or in Kurdistan, but a region that the gazetteer lists is one that people speak of.
_REGION = 1_000_000
# Nor in the White House; what geodata/regions.csv lists is known outside of its town.
_LANDMARK = 100_000
# A city is the more often named in news of elsewhere the more people know it: London says little of where Boston lies,
# Skegness nearly all. From a hundred thousand inhabitants to three million, what it says of its surroundings wanes.
_KNOWN_LOG = 5.0
_FAMOUS_LOG = 6.5
_FAMOUS_LOSS = 0.9
# Who says "New York" means the city, and "Oklahoma" the state: how much of the division lives in a city that is meant.
_MOST = 1 / 3


class CandidateTable:
    """All candidates of one document, one a row, group after group."""

    def __init__(self, groups: Sequence[Group], home: OutletHome | None, site_country: str) -> None:
        self.groups = groups
        self.places = [place for group in groups for place in group.candidates]
        self.owner = np.array([n for n, group in enumerate(groups) for _ in group.candidates], dtype=np.intp)
        self.weight = np.array([_weigh_group(group) for group in groups])
        self._countries = _number([place.country_code for place in self.places])
        self._divisions = _number([division_code(place) for place in self.places])
        self._is_wide = np.array([place.level in LAND_LEVELS for place in self.places], dtype=bool)
        self._voice = np.array([_weigh_voice(place) for place in self.places])
        self._closeness = self._measure_closeness()
        self._beside = self._closeness * self._link_beside()[self.owner[:, None], self.owner[None, :]]
        self._static = np.array(
            [describe_candidate(place, rank, group) for group in groups for rank, place in enumerate(group.candidates)],
            dtype=np.float64,
        ).reshape(len(self.places), len(STATIC))
        self._home = np.array(
            [_describe_home(place, home, site_country) for place in self.places], dtype=np.float64
        ).reshape(len(self.places), len(HOME))

    def describe(self, chance: npt.NDArray[np.float64]) -> Matrix:
        """The whole table, one column for each of `FEATURES`.

        Args:
            chance: For each row how likely it is what its group means, as far as known; sums to 1 over a group.
        """
        return np.hstack([self._static, self._describe_context(chance), self._home])

    def spread(self, scores: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Scores as chances: a softmax over the rows of each group."""
        top = np.full(len(self.groups), -np.inf)
        np.maximum.at(top, self.owner, scores)
        raised = np.exp(scores - top[self.owner])
        total = np.bincount(self.owner, weights=raised, minlength=len(self.groups))
        shares: npt.NDArray[np.float64] = raised / total[self.owner]
        return shares

    def _measure_closeness(self) -> Matrix:
        lon = np.radians([place.lon for place in self.places])
        lat = np.radians([place.lat for place in self.places])
        points = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
        away_km = np.arccos(np.clip(points @ points.T, -1.0, 1.0)) * EARTH_RADIUS_KM
        closeness: Matrix = np.exp(-away_km / _NEAR_KM)
        # The one point of a large country says nothing about what lies near it; that of Lebanon does. And a name
        # does not support itself.
        is_vast = self._is_wide & np.array(
            [not 0 < place.radius_km < _SMALL_COUNTRY_KM for place in self.places], dtype=bool
        )
        closeness[:, is_vast] = 0.0
        closeness[self._is_wide, :] = 0.0
        closeness[self.owner[:, None] == self.owner[None, :]] = 0.0
        return closeness

    def _link_beside(self) -> Matrix:
        """Which groups the text puts near which others: 1 or 0, a row and a column for each group."""
        owners = {mention: number for number, group in enumerate(self.groups) for mention in group.mentions}
        links = np.zeros((len(self.groups), len(self.groups)))
        for number, group in enumerate(self.groups):
            for mention in group.beside:
                if mention in owners:
                    links[number, owners[mention]] = links[owners[mention], number] = 1.0
        return links

    def _describe_context(self, chance: npt.NDArray[np.float64]) -> Matrix:
        mass = chance * self.weight[self.owner] * self._voice
        support = self._closeness * chance[None, :]
        nearest = support.max(axis=1, initial=0.0)
        neighbours = 1.0 - np.exp(-(self._closeness @ mass))
        fine = np.where(self._is_wide, 0.0, mass)
        return np.stack(
            [
                self._share(self._countries, mass),
                self._share(self._divisions, fine),
                nearest,
                neighbours,
                (self._beside * chance[None, :]).max(axis=1, initial=0.0),
            ],
            axis=1,
        )

    def _share(self, codes: npt.NDArray[np.intp], mass: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Which share of the other groups' mass has the same code; rows without a code get none."""
        size = int(codes.max(initial=0)) + 1
        own = np.zeros((len(self.groups), size))
        np.add.at(own, (self.owner, codes), mass)
        own[:, 0] = 0.0
        others = own.sum(axis=0)[None, :] - own
        total = others.sum(axis=1, keepdims=True)
        shares = others / np.maximum(total, 1e-9) * (1.0 - np.exp(-total))
        result: npt.NDArray[np.float64] = shares[self.owner, codes]
        return result


def describe_candidate(place: Place, rank: int, group: Group) -> tuple[float, ...]:
    """The static features of one candidate, in the order of `STATIC`."""
    level = place.level
    inside = any(is_within(place, holder) for holder in group.holders)
    is_division = level in {Level.ADM1, Level.ADM2}
    name = group.corrected or group.borrowed or group.name
    return (
        min(1.0, math.log10(count_people(place) + 1) / _MAX_POPULATION_LOG),
        float(level is Level.COUNTRY),
        float(level is Level.ADM1),
        float(level is Level.ADM2),
        float(level is Level.REGION),
        float(level is Level.POI),
        float(place.feature_code == "PPLC"),
        float(place.feature_code == "PPLA"),
        float(_is_called(name, place, group)),
        float(rank == 0),
        float(group.is_division and is_division),
        float(not group.is_division and level is Level.ADM2),
        _compare_namesake(place, group) if is_division and not group.is_division else 0.0,
        float(group.called == "settlement" and level is Level.CITY),
        float(group.called == "admin" and level in {Level.ADM1, Level.ADM2, Level.COUNTRY}),
        float(group.is_demonym and level in LAND_LEVELS),
        float(inside),
        float(bool(group.holders) and not inside),
    )


def _is_called(name: str, place: Place, group: Group) -> bool:
    """Whether a name is the usual one of a place, or of a city that is most of its division: New York City's."""
    if is_main_name(name, place):
        return True
    if group.is_holder or place.level is not Level.CITY or not is_main_name(f"{name} City", place):
        return False
    return any(
        other.level is Level.ADM1
        and division_code(other) == division_code(place)
        and place.population >= _MOST * other.population
        for other in group.candidates
    )


def count_people(place: Place) -> int:
    """How many people a place counts for, as a measure of how well it is known."""
    if place.level is Level.REGION:
        return place.population or _REGION
    is_landmark = place.level is Level.POI and place.geoname_id is None
    return place.population or (_LANDMARK if is_landmark else 0)


def _compare_namesake(place: Place, group: Group) -> float:
    """How large the city is that bears a division's name, as a share of the division: Kirkuk is most of Kirkuk.

    A division that has another name of its own is called after the city, however that is spelt.
    """
    name = group.corrected or group.borrowed or group.name
    is_own = is_main_name(name, place)
    cities = [
        other.population
        for other in group.candidates
        if other.level is Level.CITY
        and other.country_code == place.country_code
        and (not is_own or _is_called(name, other, group))
    ]
    return math.sqrt(min(1.0, max(cities, default=0) / max(place.population, 1)))


def _describe_home(place: Place, home: OutletHome | None, site_country: str) -> tuple[float, ...]:
    site = float(bool(site_country) and place.country_code == site_country)
    if home is None:
        return (0.0, 0.0, 0.0, site)
    return (
        home.share_of(place.country_code),
        home.share_of(division_code(place)) if place.admin1_code else 0.0,
        0.0 if place.level in LAND_LEVELS else home.focus * math.exp(-home.distance_km(place) / _NEAR_KM),
        site,
    )


def _weigh_group(group: Group) -> float:
    """How much a name counts as context: more often named, more; a mere title word, half."""
    return 1.0 + 0.5 * math.log(len(group.mentions)) if group.mentions else 0.5


def _weigh_voice(place: Place) -> float:
    """How much a place says of where the others lie, 0..1."""
    if place.level is not Level.CITY:
        return 1.0
    fame = (math.log10(place.population + 1) - _KNOWN_LOG) / (_FAMOUS_LOG - _KNOWN_LOG)
    return 1.0 - _FAMOUS_LOSS * min(1.0, max(0.0, fame))


def _number(codes: Sequence[str]) -> npt.NDArray[np.intp]:
    """Codes as numbers from 1; 0 for none."""
    order = {code: number for number, code in enumerate(sorted({code for code in codes if code}), 1)}
    return np.array([order.get(code, 0) for code in codes], dtype=np.intp)

"""Forty filters of the sort that people set: a time, a part of the map, some kinds, a country, a source, a score."""

import random
from datetime import timedelta
from typing import Any

from bench.synthetic import DAYS, FIRST_DAY, WORDS, name_word
from mapping.event_types import load_event_types
from mapping.kinds import Modality
from mapping.model import BBox
from mapping.query import EventQuery

NUMBER = 40
SEED = 7
_COUNTRIES = ("AA", "BB", "CD", "EF", "GH", "KL")
_WINDOWS = (7, 30, 30, 90, 365, 1500)
_BOXES = (3, 10, 30, 90)


def make_filters(number: int = NUMBER, seed: int = SEED) -> list[EventQuery]:
    """So many filters, each of one to four parts; the first asks nothing."""
    dice = random.Random(seed)  # noqa: S311 - dice, not secrets
    return [EventQuery(), *(EventQuery(**_draw(dice)) for _ in range(number - 1))]


def make_searches(number: int = NUMBER, seed: int = SEED) -> list[EventQuery]:
    """So many searches for a word or two in some years; half of them for words that are common."""
    dice = random.Random(seed)  # noqa: S311 - dice, not secrets
    searches = []
    for index in range(number):
        rarest = 40 if index % 2 else WORDS // 4
        words = [name_word(dice.randrange(rarest)) for _ in range(dice.choice((1, 1, 2)))]
        searches.append(EventQuery(text=" ".join(words), **(_draw_time(dice) if index % 4 else {})))
    return searches


def _draw(dice: random.Random) -> dict[str, Any]:
    types = load_event_types()
    chances: list[tuple[float, Any]] = [
        (0.6, lambda: _draw_time(dice)),
        (0.4, lambda: {"bbox": _draw_box(dice)}),
        (0.25, lambda: {"types": tuple(dice.sample(list(types.types)[:30], 3))}),
        (0.15, lambda: {"families": tuple(dice.sample(list(types.families)[:6], 2))}),
        (0.2, lambda: {"countries": tuple(dice.sample(_COUNTRIES, 2))}),
        (0.25, lambda: {"min_score": dice.choice((0.3, 0.5, 0.8))}),
        (0.1, lambda: {"sources": tuple(f"outlet {dice.randrange(20)}" for _ in range(2))}),
        (0.1, lambda: {"modalities": (Modality.HAPPENED,)}),
    ]
    parts: dict[str, Any] = {}
    while not parts:
        for chance, make in chances:
            if dice.random() < chance:
                parts |= make()
    return parts


def _draw_time(dice: random.Random) -> dict[str, Any]:
    start = FIRST_DAY + timedelta(days=dice.randrange(DAYS))
    return {"start": start, "end": start + timedelta(days=dice.choice(_WINDOWS))}


def _draw_box(dice: random.Random) -> BBox:
    size = dice.choice(_BOXES)
    west, south = dice.uniform(-120, 140), dice.uniform(-40, 50)
    return BBox(west=west, south=south, east=min(180.0, west + size), north=min(85.0, south + size))

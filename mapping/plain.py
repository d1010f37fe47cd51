"""Parts of an event as plain values and words, the same wherever they are told: page, commands, imports, exports."""

from typing import Any

from mapping.kinds import Bound
from mapping.model import Event

# Around the number, in words of ours for people; `read_toll` knows them again.
_BOUNDS = {
    Bound.EXACT: ("", ""),
    Bound.ABOUT: ("about ", ""),
    Bound.AT_LEAST: ("at least ", ""),
    Bound.AT_MOST: ("up to ", ""),
    Bound.VAGUE: ("", " or more"),
}


def make_actors(event: Event) -> list[dict[str, Any]]:
    """Who did it and to whom, those who did it first."""
    return [{"text": actor.text, "role": actor.role, "kind": actor.kind} for actor in event.actors]


def make_tolls(event: Event) -> list[dict[str, Any]]:
    """How many were killed, wounded and so on, with the words that say so."""
    return [
        {"kind": toll.kind, "number": toll.number, "bound": toll.bound.value, "text": toll.text} for toll in event.tolls
    ]


def name_toll(number: int, bound: str) -> str:
    """A count in words: "12", "at least 12", "24 or more" for "dozens"."""
    before, after = _BOUNDS[Bound(bound)]
    return f"{before}{number}{after}"


def read_toll(words: str) -> tuple[str, Bound]:
    """The number of `name_toll`'s words, as text, and its bound; other words are taken for a number as they are."""
    for bound, (before, after) in _BOUNDS.items():
        if bound is not Bound.EXACT and words.startswith(before) and words.endswith(after):
            return words.removeprefix(before).removesuffix(after), bound
    return words, Bound.EXACT


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 event", "2,000 events"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def put_on_line(text: str) -> str:
    """A text on one line: its control characters and runs of white space are single spaces."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())

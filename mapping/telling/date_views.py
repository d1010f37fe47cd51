"""What is known of one event before its day is chosen."""

from dataclasses import dataclass

from mapping.model import DateChoice, Trigger
from mapping.telling.date_sites import Site
from mapping.telling.syntax import Tree


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """One trigger in its sentence, with the dates there that its tense allows.

    `told` are those that are an event's own; `days` those of `told` that tell a day, without those that date what
    somebody said, which are `said`.
    """

    trigger: Trigger
    tree: Tree
    tense: str
    is_headline: bool
    here: list[Site]
    told: list[Site]
    days: list[Site]
    said: list[Site]


@dataclass(frozen=True, slots=True)
class Draft:
    """The day that rules alone give an event; `is_sure` where its own sentence dates it, so that nothing else does."""

    view: View
    choice: DateChoice | None
    is_sure: bool

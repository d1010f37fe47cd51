"""Parts of an event as plain values, the same in every JSON of ours: of the page, of `extract`, of the exports."""

from typing import Any

from mapping.model import Event


def make_actors(event: Event) -> list[dict[str, Any]]:
    """Who did it and to whom, in text order."""
    return [{"text": actor.text, "role": actor.role, "kind": actor.kind} for actor in event.actors]


def make_tolls(event: Event) -> list[dict[str, Any]]:
    """How many were killed, wounded and so on, with the words that say so."""
    return [{"kind": toll.kind, "number": toll.number, "text": toll.text} for toll in event.tolls]

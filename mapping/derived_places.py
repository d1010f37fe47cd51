"""Places that no list has, made from one that is listed: a part of it, what is at a distance, a village in it."""

from dataclasses import replace
from typing import Any

from mapping.index.names import normalise_name
from mapping.model import Place


def derive_place(origin: Place, words: str, name: str, **changes: Any) -> Place:  # noqa: ANN401
    """A place with the codes of another, and an id and a name of its own.

    Nobody knows how many people live there, and no other list has it.

    Args:
        origin: What it lies in, or lies around.
        words: What tells it from others at the same origin; the same words give the same id.
        name: What to show.
        changes: Further fields in which it differs, such as the point and the extent.
    """
    fields: dict[str, Any] = {"ascii_name": name, "population": 0, "geoname_id": None, "qualifier": ""} | changes
    key = normalise_name(words).replace(" ", "-")
    return replace(origin, place_id=f"{origin.place_id}/{key}", name=name, **fields)

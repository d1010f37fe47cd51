"""What a name's place rests on: a list that has the name, or other names of the text."""

from mapping.model import Resolution
from mapping.telling.references import REFERENCE


def is_lent(resolution: Resolution) -> bool:
    """Whether the gazetteer lacks the name, so that its place is that of another name, or none."""
    if resolution.place is None or resolution.mention.rule == REFERENCE:
        return resolution.place is None
    return not resolution.candidates or resolution.candidates[0].place.place_id != resolution.place.place_id

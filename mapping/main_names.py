"""Whether a name is the one that a place is mostly called by, and none of its many others."""

from mapping.index.names import normalise_name
from mapping.model import Place


def is_main_name(name: str, place: Place) -> bool:
    """Whether a name is a place's own in any spelling: "Kirkuk" of Kirkuk, but not "Karkuk".

    Who says "Chelsea" means the one in London: that in Manhattan, which the list calls "Chelsea (Manhattan)", bears the
    name after it.

    Args:
        name: As somebody wrote it.
        place: One that may bear it.
    """
    behind = f" ({place.qualifier})" if place.qualifier else ""
    return normalise_name(name) in {normalise_name(f"{own}{behind}") for own in (place.name, place.ascii_name)}

"""A coarse answer where the gazetteer has no good one: the place that the text speaks of at that point.

A street, a hall or a hamlet that is not listed lies as a rule in or by the town that the same lines name. That town,
with a low score and a reason that says so, is worth more to a reader than nothing, and far more than a namesake on
another continent.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from mapping.kinds import Level
from mapping.model import Place, Resolution

# Text distance at which a name's pull has dropped to 1/e; news paragraphs are about this long.
_REACH_CHARS = 400
_PULL = {Level.CITY: 1.0, Level.POI: 0.8, Level.ADM2: 0.7, Level.ADM1: 0.35}
_MIN_SCORE = 0.4
# What is left of the score of the town that lends its place.
_COARSE = 0.6


def fill_unlisted(resolutions: Sequence[Resolution], unsure: Sequence[bool]) -> tuple[Resolution, ...]:
    """Give mentions without a good place that of the names around them.

    Args:
        resolutions: Of one document, in text order.
        unsure: For each whether to look for a coarse place instead of its own.

    Returns:
        The same resolutions, those replaced that found a place; the others keep what they had.
    """
    anchors = [
        found
        for found, is_unsure in zip(resolutions, unsure, strict=True)
        if not is_unsure and found.place is not None and found.place.level in _PULL and found.score >= _MIN_SCORE
    ]
    return tuple(
        _fill(found, anchors) if is_unsure else found for found, is_unsure in zip(resolutions, unsure, strict=True)
    )


def _fill(found: Resolution, anchors: Sequence[Resolution]) -> Resolution:
    pulls: defaultdict[str, float] = defaultdict(float)
    places: dict[str, Place] = {}
    scores: dict[str, float] = {}
    for anchor in anchors:
        if anchor.place is None:
            continue
        away = abs(anchor.mention.start - found.mention.start)
        key = anchor.place.place_id
        pulls[key] += _PULL[anchor.place.level] * anchor.score * (math.exp(-away / _REACH_CHARS) + 0.02)
        places[key], scores[key] = anchor.place, anchor.score
    if not pulls:
        return found
    best = max(pulls, key=lambda key: (pulls[key], key))
    share = pulls[best] / sum(pulls.values())
    place = places[best]
    return replace(
        found,
        place=place,
        score=_COARSE * scores[best] * math.sqrt(share),
        reason=f"{_explain_doubt(found)}; the text speaks of {place.name}",
    )


def _explain_doubt(found: Resolution) -> str:
    """Why a mention has no place of its own: no list has the name, or several places have it and none is likely."""
    name = found.mention.name
    return f"which {name!r} is meant is a guess" if found.candidates else f"{name!r} itself is not listed here"

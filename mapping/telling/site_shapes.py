"""How a place and a trigger of one sentence hang together, as a few yes-or-no shapes of the way between them.

`site_roles.py` multiplies a weight for each step into one score. What the steps are worth together is fitted: an event
told by a noun of the place's own phrase, a place behind several prepositions, or one that only explains another noun.
"""

from collections.abc import Mapping

from mapping.model import ParsedDocument, Trigger
from mapping.telling.sites import Site, describe_path

_CLAUSES = frozenset({"conj", "advcl", "relcl", "acl", "ccomp", "xcomp"})
_NAMES = frozenset({"compound", "nmod"})
_FAR = 12


def describe_shape(parsed: ParsedDocument, trigger: Trigger, site: Site) -> Mapping[str, float]:
    """The shapes of the way between a trigger and a site of its sentence, each 0 or 1.

    Args:
        parsed: The document with its sentences.
        trigger: In the site's sentence.
        site: Where the event may have been.
    """
    steps, _, climb = describe_path(parsed, site, trigger.token)
    return {
        "noun_of_phrase": float(any(step not in _CLAUSES for step in climb)),
        "in_name": float(not _NAMES.isdisjoint(steps[:-1])),
        "explains": float("appos" in steps[:-1]),
        "nested": float(sum(step.startswith("prep:") for step in steps) > 1),
        "far": float(abs(trigger.token - site.token) > _FAR),
    }

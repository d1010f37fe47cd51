"""How wide what a sentence tells is: a whole war with its dead of years was in the country, not in the story's town.

"The war, which began in 2011, has killed 300,000" stands at the end of many a report of one town. A count that no town
has, a war or a vote as a whole, years gone by and "nationwide" speak of a land.
"""

import re
from collections.abc import Mapping

from mapping.model import ParsedDocument, Trigger
from mapping.telling.syntax import make_tree

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_AGO = re.compile(
    r"\byears? (?:ago|earlier|before|of)\b|\bdecades?\b|\blast (?:year|century)\b|\bin recent years\b"
    r"|\bover the (?:past|last) (?:\w+ )?years\b|\b\w+-year(?:-old)? (?:war|conflict|rule|campaign)\b",
    re.IGNORECASE,
)
_MASSES = re.compile(
    r"\b(?:\d{2,3},\d{3}|\d,\d{3},\d{3}|[1-9]\d{4,6}|\d+(?:\.\d+)? ?(?:million|billion)|millions"
    r"|(?:tens|hundreds) of thousands)\b",
    re.IGNORECASE,
)
_ALL_OVER = re.compile(
    r"\b(?:nation|country)-?wide\b|\bthe country['’]?s\b|\bin the country\b|\bparts of the country\b"
    r"|\b(?:across|throughout|around|all over) the (?:whole |entire )?(?:country|nation|land)\b",
    re.IGNORECASE,
)
_WHOLES = frozenset(
    {"war", "conflict", "uprising", "revolution", "insurgency", "rebellion", "revolt", "crisis", "unrest"}
    | {"election", "vote", "referendum", "campaign", "presidency", "economy"}
    | {"drought", "famine", "epidemic", "pandemic"}
)
# How many words above a trigger may make it a part of a whole: "the war killed", "fled since the uprising".
_UP = 3


def describe_scope(parsed: ParsedDocument, trigger: Trigger) -> Mapping[str, float]:
    """The signs of a wide happening in a trigger's sentence, each 0 or 1, by name.

    Args:
        parsed: The document with its sentences.
        trigger: One of its triggers.
    """
    sentence = parsed.sentences[trigger.sentence]
    text = parsed.document.text[sentence.start : sentence.end]
    return {
        "masses": float(_MASSES.search(text) is not None),
        "whole": float(_is_whole(parsed, trigger)),
        "past": float(_is_past(parsed, text)),
        "all_over": float(_ALL_OVER.search(text) is not None),
    }


def _is_whole(parsed: ParsedDocument, trigger: Trigger) -> bool:
    """Whether the trigger is a word for something that a land goes through, or hangs by one."""
    tree = make_tree(parsed.sentences[trigger.sentence])
    around = (trigger.token, *tree.ancestors(trigger.token)[:_UP], *tree.children[trigger.token])
    return any(tree.tokens[index].lemma.lower() in _WHOLES for index in around)


def _is_past(parsed: ParsedDocument, text: str) -> bool:
    """Whether a sentence tells of years before that of the report."""
    created = parsed.document.created
    is_earlier = created is not None and any(int(year) < created.year for year in _YEAR.findall(text))
    return is_earlier or _AGO.search(text) is not None

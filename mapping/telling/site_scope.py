"""How wide what a sentence tells is: a whole war with its dead of years was in the country, not in the story's town.

"The war, which began in 2011, has killed 300,000" stands at the end of many a report of one town. A count that no town
has, a war or a vote as a whole and "nationwide" speak of a land.
"""

import re
from collections.abc import Mapping

from mapping.model import ParsedDocument, Trigger
from mapping.telling.syntax import make_tree

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
# What these tell was in many places, so that no one town stands for it.
_SCATTERED = re.compile(
    r"\b(?:nation|country)-?wide\b|\b(?:across|throughout|around|all over) (?:the|our) (?:whole |entire )?"
    r"(?:country|nation|land|fatherland|province|region|state)\b"
    r"|\b(?:several|many|various|different|other|most|all) parts of the (?:country|nation)\b"
    r"|\bof the country['’]s (?:\d+|[a-z]+teen|[a-z]+ty) ",
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
        "all_over": float(_ALL_OVER.search(text) is not None),
    }


def is_scattered(sentence: str) -> bool:
    """Whether a sentence tells of many places of a land: "clashes throughout the country"."""
    return _SCATTERED.search(sentence) is not None


def _is_whole(parsed: ParsedDocument, trigger: Trigger) -> bool:
    """Whether the trigger is a word for something that a land goes through, or hangs by one."""
    tree = make_tree(parsed.sentences[trigger.sentence])
    around = (trigger.token, *tree.ancestors(trigger.token)[:_UP], *tree.children[trigger.token])
    return any(tree.tokens[index].lemma.lower() in _WHOLES for index in around)

"""Which type a trigger has: what its row of the lexicon allows, weighed against what the words around it say.

The features' weights are in `geodata/type_weights.csv`, fitted by `scripts/fit_types.py`;
docs/model-cards/event-types.md tells on what.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from mapping.event_types import family_of
from mapping.settings import find_folder
from mapping.tables import read_table
from mapping.telling.lexicon import Entry
from mapping.telling.type_model import Opinion, normalise

# Words of these families name the act itself, whatever the text is about.
_PLAIN = frozenset(
    {"battle", "strike", "attack", "protest", "riot", "security", "diplomacy", "disaster", "politics", "humanitarian"}
)
# What a row asks of any word of the sentence or text proves little: a bomb beside one "defused" may have gone off.
_LOOSE = frozenset({"any", "doc"})
# The words' opinion may be quite wrong: no type is ruled out by it.
_TYPE_FLOOR, _HEADING_FLOOR, _FAMILY_FLOOR = 0.03, 0.2, 0.1
FEATURES = (
    *("row_place", "outside_row", "outside_families", "outside_conditions", "outside_plain", "row_family"),
    *("type", "heading", "family", "document"),
)


@cache
def load_type_weights(*, is_brief: bool) -> Mapping[str, float]:
    """The weights by feature, for brief texts or for longer ones."""
    rows = read_table(find_folder("geodata") / "type_weights.csv")
    return {row["feature"]: float(row["brief" if is_brief else "long"]) for row in rows}


@lru_cache(maxsize=2)
def _group(types: tuple[str, ...]) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """The family of each type, and which types share a family, as a square matrix of ones and zeros."""
    families = tuple(family_of(code) for code in types)
    return families, np.array([[one == other for other in families] for one in families], dtype=np.float64)


def describe_types(
    types: tuple[str, ...], opinion: Opinion, document: NDArray[np.float64] | None, entry: Entry | None
) -> NDArray[np.float64]:
    """The features of each type as the answer: an array of types by `FEATURES`.

    Args:
        types: Every type, in the model's order.
        opinion: What the words around the trigger say.
        document: The logarithm of each type's probability by the text's other sentences; None where it is brief.
        entry: The row of the lexicon that the trigger was found by, if one did.
    """
    families, together = _group(types)
    columns = dict.fromkeys(FEATURES, np.zeros(len(types)))
    columns["type"] = np.log(np.exp(opinion.types) + _TYPE_FLOOR)
    columns["heading"] = np.log(np.exp(opinion.headings) + _HEADING_FLOOR)
    columns["family"] = np.log(together @ np.exp(opinion.mix()) + _FAMILY_FLOOR)
    if document is not None:
        columns["document"] = document
    if entry is not None:
        named = {family_of(code) for code in entry.types}
        outside = np.array([code not in entry.types for code in types], dtype=np.float64)
        columns["row_place"] = np.array([entry.types.index(code) if code in entry.types else 0 for code in types])
        columns["outside_row"] = outside
        columns["outside_families"] = outside * np.log(len(named))
        asked = [test.slot for test in entry.conditions if not test.negated]
        is_loose = bool(asked) and _LOOSE.issuperset(asked)
        columns["outside_conditions"] = outside * (bool(entry.conditions) and not is_loose)
        columns["outside_plain"] = outside * (len(named) == 1 and named <= _PLAIN and not is_loose)
        columns["row_family"] = outside * np.array([family in named for family in families])
    return np.stack([columns[name] for name in FEATURES], axis=1)


def weigh_types(described: NDArray[np.float64], weights: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    """The probability of each described type."""
    result: NDArray[np.float64] = np.exp(normalise(described @ np.array(weights)))
    return result


@dataclass(frozen=True, slots=True)
class TypeChoice:
    """The likeliest type, the chance of its family, and how much of that its own sentence says.

    The rest of a text says which kind is meant, but not whether this word tells of one: `own` is what the chance would
    be in a brief text of this sentence.
    """

    code: str
    chance: float
    own: float


def choose_type(
    types: tuple[str, ...], described: NDArray[np.float64], *, is_brief: bool, barred: Collection[str] = ()
) -> TypeChoice:
    """The likeliest of the types that `describe_types` described.

    Args:
        types: Every type, in the model's order.
        described: Their features.
        is_brief: Whether the text is too brief to say more than the sentence does.
        barred: Types that it cannot be.
    """
    own, both = (_weigh(described, is_brief=one) for one in (True, is_brief))
    allowed = np.array([code not in barred for code in types])
    best = int((both * allowed).argmax())
    _, together = _group(types)
    return TypeChoice(types[best], float(together[best] @ both), float(together[best] @ own))


def _weigh(described: NDArray[np.float64], *, is_brief: bool) -> NDArray[np.float64]:
    weights = load_type_weights(is_brief=is_brief)
    return weigh_types(described, [weights[name] for name in FEATURES])


def name_rule(code: str, entry: Entry | None) -> str:
    """Which of lexicon and model decided that the type is `code`."""
    if entry is None:
        rule = "model"
    elif code not in entry.types:
        rule = "model over lexicon"
    else:
        rule = "lexicon" if code == entry.types[0] else "lexicon and model"
    return rule

"""Verbs that no row of the lexicon takes: which of them tell of a happening?

"The dam gave way" does, "the road runs along the river" does not, and no table holds all such verbs. The chance is a
logistic regression over what the encoder hears, whether the clause says where or when, the verb's form and its place in
the sentence. The weights are in `geodata/verb_weights.csv`, fitted by `scripts/fit_verbs.py`;
docs/model-cards/verbs.md tells on what and how well.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache

from mapping.chances import find_chance, find_log_odds
from mapping.kinds import PLACE_LABELS, TIME_LABELS, Modality
from mapping.model import Token
from mapping.settings import find_folder
from mapping.tables import read_weights
from mapping.telling.lexicon import Reader
from mapping.telling.modality import find_modality

_LEAST_TOLD = 0.5
_LEAST = 0.01
_SETTINGS = PLACE_LABELS | TIME_LABELS
_MAIN_VERBS = frozenset({"ROOT", "ccomp", "conj"})
_LESSER_VERBS = frozenset({"xcomp", "pcomp", "advcl"})
_OPEN_VERBS = _MAIN_VERBS | {"advcl", "relcl", "acl", "xcomp", "pcomp"}
_CLASSES = ("stative", "state_verb", "planning", "bare_speech")
_PAST = frozenset({"VBD", "VBN"})


@cache
def load_verb_weights() -> Mapping[str, float]:
    """The weights by feature."""
    return read_weights(find_folder("geodata") / "verb_weights.csv")


def find_telling(reader: Reader, taken: Collection[int], nothing: Callable[[int], float]) -> Iterator[int]:
    """The verbs that tell of a happening, the likeliest first, at most one for each clause.

    Args:
        reader: The sentence.
        taken: Clauses that have a trigger already.
        nothing: How likely, by the encoder, a word tells of no happening; asked only where it decides.
    """
    hopeful = find_hopeful(reader, taken)
    chances = {index: weigh_verb(hear_nothing(features, nothing(index))) for index, features in hopeful.items()}
    done = set(taken)
    for index in sorted(chances, key=lambda index: -chances[index]):
        clause = reader.tree.clause(index)
        if chances[index] >= _LEAST_TOLD and clause not in done:
            done.add(clause)
            yield index


def find_hopeful(reader: Reader, taken: Collection[int]) -> dict[int, dict[str, float]]:
    """The verbs of clauses without a trigger that tell of a happening if the encoder is for it, and their features."""
    described = {
        token.index: describe_verb(reader, token.index, is_alone=not taken) for token in find_open_verbs(reader, taken)
    }
    return {
        index: features
        for index, features in described.items()
        if weigh_verb(hear_nothing(features, 0.0)) >= _LEAST_TOLD
    }


def find_open_verbs(reader: Reader, taken: Collection[int]) -> list[Token]:
    """The verbs that head clauses without a trigger."""
    tree = reader.tree
    verbs = [token for token in tree.tokens if token.pos == "VERB" and token.dep in _OPEN_VERBS]
    return [token for token in verbs if tree.clause(token.index) not in taken]


def describe_verb(reader: Reader, index: int, *, is_alone: bool) -> dict[str, float]:
    """The features of a verb that are not 0, by name; `is_alone`: no other word of the sentence tells of anything."""
    token, classes = reader.tree.tokens[index], reader.lexicon.classes
    tests = (
        (True, "offset"),
        (is_set(reader, index), "place or time"),
        (is_alone, "alone"),
        (token.tag in _PAST, "past"),
        (token.tag == "VBG", "gerund"),
        (find_modality(reader.tree, index, reader.lexicon) is not Modality.HAPPENED, "not said to have happened"),
        (token.dep != "ROOT", f"as {token.dep}"),
        *((token.lemma in classes[name], name) for name in _CLASSES),
    )
    return {name: 1.0 for test, name in tests if test}


def hear_nothing(features: Mapping[str, float], nothing: float) -> dict[str, float]:
    """The features of a verb together with the encoder's chance that it tells of no happening, as log-odds."""
    return {**features, "nothing": find_log_odds(nothing, least=_LEAST)}


def weigh_verb(features: Mapping[str, float]) -> float:
    """The chance, 0..1, that a verb of these features tells of a happening; a feature without a weight adds nothing."""
    weights = load_verb_weights()
    return find_chance(sum(weights.get(name, 0.0) * value for name, value in features.items()))


def find_in_brief(reader: Reader, taken: Collection[int]) -> list[int]:
    """The verbs of a brief text, which tells something: where nothing else does, even "said" and "began" may.

    Args:
        reader: The sentence.
        taken: Clauses that have a trigger already.
    """
    tree, classes = reader.tree, reader.lexicon.classes
    skipped = classes["state_verb"] | classes["planning"]
    if taken:
        skipped = skipped | classes["bare_speech"] | classes["stative"]
    tokens = [token for token in tree.tokens if token.lemma not in skipped]
    verbs = [token for token in tokens if is_main_verb(token)]
    if not taken and not verbs:
        verbs = [token for token in tokens if _may_tell(token)]
    verbs.sort(key=lambda token: token.lemma in classes["bare_speech"])
    return [token.index for token in verbs if token.index not in taken]


def is_set(reader: Reader, index: int) -> bool:
    """Whether the clause of a word names a place or a time."""
    tree = reader.tree
    starts = [tree.tokens[word].start for word in tree.clause_words(tree.clause(index))]
    lengths = {token.end for token in tree.tokens if token.tag == "NNS"}  # "two days"
    settings = [entity for entity in reader.sentence.entities if entity.label in _SETTINGS]
    return any(
        entity.start <= start < entity.end and entity.end not in lengths for entity in settings for start in starts
    )


def is_main_verb(token: Token) -> bool:
    """Whether a word is the verb of a main clause, or of one that says what was said."""
    return token.pos == "VERB" and token.dep in _MAIN_VERBS


def _may_tell(token: Token) -> bool:
    """Whether the word tells what happens where no main verb does: "is expected to fall", or a verb read as a noun."""
    is_plural_root = token.dep == "ROOT" and token.tag == "NNS" and token.text.islower()
    return is_plural_root or (token.pos == "VERB" and token.dep in _LESSER_VERBS)

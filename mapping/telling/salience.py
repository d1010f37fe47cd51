"""How much an event is what its document is about, from its place in the text, the title and the events around it.

The features' weights are in `geodata/event_weights.csv`; docs/model-cards/event-scores.md tells how they were fitted.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

import numpy as np

from mapping.event_types import family_of
from mapping.kinds import Modality
from mapping.model import ParsedDocument, Sentence, Trigger
from mapping.settings import find_folder
from mapping.tables import read_table
from mapping.telling.syntax import make_tree
from mapping.telling.type_model import load_type_model, read_sentence

FEW_SENTENCES = 3
"""A document of no more sentences is brief: each of them counts, and it tells nothing twice."""
_LEAD_SENTENCES, _SENTENCES = 20, 1024
_ADVERBIAL = frozenset({"advcl", "relcl", "acl", "csubj"})
_COMPLEMENT = frozenset({"ccomp", "xcomp", "pcomp"})
_NEAR = 4
_WORD = re.compile(r"\w+")


@cache
def load_weights(part: str) -> Mapping[str, float]:
    """The weights of one part ("salience", "telling", "standing", "main" or "side") by feature."""
    rows = read_table(find_folder("geodata") / "event_weights.csv")
    return {row["feature"]: float(row["weight"]) for row in rows if row["part"] == part}


class Salience:
    """The features of one document's triggers; what concerns the whole document is worked out once."""

    def __init__(self, parsed: ParsedDocument, triggers: Sequence[Trigger]) -> None:
        self._parsed = parsed
        self._by_sentence: dict[int, Mapping[str, float]] = {}
        self._families = Counter(family_of(trigger.type) for trigger in triggers)
        self._document = self._mix_lead()
        self._title = {word.lower() for word in _WORD.findall(parsed.document.title)}

    def weigh(self, trigger: Trigger) -> float:
        """The weighted sum of the trigger's features; only differences between events mean anything."""
        weights = load_weights("salience")
        return sum(weights[name] * value for name, value in self.describe(trigger).items())

    def describe(self, trigger: Trigger) -> dict[str, float]:
        """The trigger's features by name."""
        tree = make_tree(self._parsed.sentences[trigger.sentence])
        chain = [tree.tokens[index].dep for index in (trigger.token, *tree.ancestors(trigger.token))]
        family = family_of(trigger.type)
        is_long = len(self._parsed.sentences) > FEW_SENTENCES
        return {
            "type_score": math.log(trigger.score + 0.01),
            "adverbial_clauses": sum(dep in _ADVERBIAL for dep in chain),
            "complement_clauses": sum(dep in _COMPLEMENT for dep in chain),
            "prepositional_objects": sum(dep == "pobj" for dep in chain[:_NEAR]),
            "sentence_agrees": math.log(self._score_sentence(trigger.sentence).get(family, 0.0) + 0.02),
            "document_agrees": math.log(self._document.get(family, 0.0) + 0.02),
            "sentences_before": math.log(1 + trigger.sentence),
            "words_before": math.log(1 + trigger.token),
            "is_planned": trigger.modality is Modality.PLANNED,
            "is_denied": trigger.modality is Modality.DENIED,
            "is_claimed": trigger.modality is Modality.CLAIMED,
            "is_by_model": trigger.rule.endswith("model") and "lexicon" not in trigger.rule,
            "family_share": self._families[family] / self._families.total() if is_long else 0.5,
            "in_title": bool({trigger.lemma, trigger.text.lower()} & self._title),
        }

    def _score_sentence(self, number: int) -> Mapping[str, float]:
        if number not in self._by_sentence:
            self._by_sentence[number] = score_families(self._parsed.sentences[number])
        return self._by_sentence[number]

    def _mix_lead(self) -> Mapping[str, float]:
        lead = range(min(len(self._parsed.sentences), _LEAD_SENTENCES))
        mixed: dict[str, float] = defaultdict(float)
        for number in lead:
            for family, chance in self._score_sentence(number).items():
                mixed[family] += chance / len(lead)
        return mixed


@lru_cache(maxsize=_SENTENCES)
def score_families(sentence: Sentence) -> Mapping[str, float]:
    """The type model's probabilities, summed by family."""
    chances: dict[str, float] = defaultdict(float)
    scores = read_sentence(sentence).mix()
    for code, chance in zip(load_type_model().types, np.exp(scores).tolist(), strict=True):
        chances[family_of(code)] += chance
    return chances

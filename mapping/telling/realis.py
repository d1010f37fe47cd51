"""Whether a word tells of one happening at all, or speaks of what is generally so, of the weather, of what might be.

The field calls it realis: an actual event, or a generic one. A plan or a denial of one happening is told all the same;
"such attacks are rare" and "she speaks four languages" tell of none. The chance is a logistic regression over the
word's form, its clause and its parties. The weights are in `geodata/realis_weights.csv`, fitted by
`scripts/fit_realis.py`; docs/model-cards/realis.md tells on what and how well.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from mapping.chances import find_chance, find_log_odds
from mapping.event_types import OTHER_TYPE
from mapping.kinds import PLACE_LABELS, TIME_LABELS, Modality, ParagraphKind
from mapping.model import Event, ParsedDocument, PassedOver, Sentence, Token, Trigger
from mapping.settings import find_folder
from mapping.tables import read_table
from mapping.telling.salience import FEW_SENTENCES
from mapping.telling.syntax import AUXILIARIES, DEFINITES, Tree, make_tree
from mapping.telling.type_heads import hear_word

_LEAST_REALIS = 0.4
_LEAST = 0.05
_MOST_DOUBTS = 3
_HABITS = frozenset(
    {"usually", "often", "always", "never", "rarely", "seldom", "sometimes", "every", "each", "annually", "yearly"}
    | {"traditionally", "typically", "generally", "normally", "regularly", "ever", "frequently", "any", "occasionally"}
)
_CONDITIONS = frozenset({"if", "when", "whenever", "whether", "unless"})
_ADDRESS = frozenset({"i", "you", "we", "us", "me", "my", "our", "your", "one"})
_WILL, _WOULD = frozenset({"will", "shall", "'ll", "’ll", "wo"}), frozenset({"would"})
_CAN = frozenset({"can", "could", "may", "might", "should", "must", "ca"})
_BEING = frozenset({"is", "are", "am", "'s", "’s", "'re", "’re", "do", "does"})
_INDEFINITE = frozenset({"a", "an", "another"})
_GENERIC = frozenset({"no", "any", "every", "each", "such", "what", "which", "most", "many", "whoever", "whatever"})
_USUAL = frozenset(
    {"common", "rare", "frequent", "usual", "unusual", "likely", "unlikely", "known", "possible", "typical"}
)
_EMBEDDED = frozenset({"relcl", "acl", "advcl", "ccomp", "xcomp", "pcomp", "appos", "attr", "conj", "pobj"})
_LABELS = {
    "place": PLACE_LABELS,
    "time": TIME_LABELS,
    "name": frozenset({"PERSON", "ORG", "NORP"}),
    "number": frozenset({"CARDINAL"}),
}
_ENDS = frozenset({".", "!", "?", '"', "”", "’", "'"})


@cache
def load_realis_weights() -> Mapping[str, tuple[float, str]]:
    """The weight of each feature, and what it is in words."""
    rows = read_table(find_folder("geodata") / "realis_weights.csv")
    return {row["feature"]: (float(row["weight"]), row["note"]) for row in rows}


def pass_over(
    parsed: ParsedDocument, tellings: Sequence[Event], events: Sequence[Event]
) -> tuple[tuple[Event, ...], tuple[PassedOver, ...]]:
    """Part the events that tell of a happening from those that tell of none.

    Args:
        parsed: The document with its sentences.
        tellings: Its events before those that tell one happening are joined.
        events: The same, each happening once. One stays if any of its tellings is likely enough to tell of a
            happening; what the caller gave as a trigger stays.

    Returns:
        The events that stay, and a line for each telling of the others; both in the order given.
    """
    triggers = {(event.trigger.start, event.trigger.end): event.trigger for event in tellings}
    kept, passed = [], []
    for event in events:
        spans = [(event.trigger.start, event.trigger.end), *((span.start, span.end) for span in event.retold)]
        told = [triggers[span] for span in spans if span in triggers] or [event.trigger]
        chances = [find_realis(parsed, trigger) for trigger in told]
        if max(chances) >= _LEAST_REALIS or event.trigger.is_given:
            kept.append(event)
        else:
            passed += [
                PassedOver(trigger=trigger, chance=chance, doubts=name_doubts(parsed, trigger))
                for trigger, chance in zip(told, chances, strict=True)
            ]
    return tuple(kept), tuple(sorted(passed, key=lambda one: one.trigger.start))


def find_realis(parsed: ParsedDocument, trigger: Trigger) -> float:
    """The chance, 0..1, that the trigger tells of a happening."""
    return find_chance(sum(_weigh(parsed, trigger).values()))


def name_doubts(parsed: ParsedDocument, trigger: Trigger) -> tuple[str, ...]:
    """What speaks most against a happening, in words, the strongest first."""
    against = [(weight, name) for name, weight in _weigh(parsed, trigger).items() if weight < 0]
    notes = (load_realis_weights()[name][1] for _, name in sorted(against))
    return tuple(note for note in notes if note)[:_MOST_DOUBTS]


def _weigh(parsed: ParsedDocument, trigger: Trigger) -> Mapping[str, float]:
    """What each feature adds; those that the table does not have add nothing."""
    weights = load_realis_weights()
    return {
        name: weights[name][0] * value for name, value in describe_realis(parsed, trigger).items() if name in weights
    }


def describe_realis(parsed: ParsedDocument, trigger: Trigger) -> dict[str, float]:
    """The features of a trigger that are not 0, by name."""
    sentence = parsed.sentences[trigger.sentence]
    tree, index = make_tree(sentence), trigger.token
    is_title = is_headline(parsed, trigger) or not any(token.text in _ENDS for token in sentence.tokens[-2:])
    is_verb = tree.tokens[index].pos in ("VERB", "AUX")
    marks = {
        "offset",
        *_mark_trigger(trigger, is_title=is_title),
        *(_mark_verb(tree, index, is_title=is_title) if is_verb else _mark_noun(tree, index)),
        *_mark_clause(parsed, trigger, tree),
    }
    is_long = len(parsed.sentences) > FEW_SENTENCES
    numbers = {
        "doubt": -math.log(trigger.score + _LEAST),
        "nothing": _hear_nothing(sentence, index),
        "short": -math.log(len(sentence.tokens)),
        "words before": math.log(1 + index),
        "long text": float(is_long),
        "sentences before": math.log(1 + trigger.sentence) if is_long else 0.0,
    }
    return dict.fromkeys(sorted(marks), 1.0) | {name: value for name, value in numbers.items() if value}


def _hear_nothing(sentence: Sentence, index: int) -> float:
    """How likely the encoder finds it that the word tells of nothing: the logarithm of its odds, within bounds."""
    return find_log_odds(hear_word(sentence, index).nothing, least=_LEAST)


def is_headline(parsed: ParsedDocument, trigger: Trigger) -> bool:
    """Whether the trigger stands in a headline."""
    paragraph = parsed.sentences[trigger.sentence].paragraph
    return parsed.document.paragraphs[paragraph].kind is ParagraphKind.HEADLINE


def _mark_trigger(trigger: Trigger, *, is_title: bool) -> Iterator[str]:
    """What was made of the word already, and whether it stands in a title."""
    tests = (
        (trigger.modality is not Modality.HAPPENED, f"modality {trigger.modality.value}"),
        (trigger.rule == "model", "model only"),
        (trigger.type == OTHER_TYPE, "no named kind"),
        (trigger.is_reporting, "report"),
        (is_title, "title"),
    )
    yield from (mark for test, mark in tests if test)


def _mark_verb(tree: Tree, index: int, *, is_title: bool) -> Iterator[str]:
    """The form of a verb, and what its subject and object are like."""
    form = _find_form(tree, index)
    if form:
        yield f"{form}, title" if is_title and form in ("present", "participle", "infinitive") else form
    if any(token.dep == "auxpass" for token in _find_auxiliaries(tree, index)):
        yield "passive"
    for part, members in (("subject", tree.agents(index)), ("object", tree.patients(index))):
        kind = _find_kind(tree, members[0]) if members else "none"
        yield f"{part} {kind}"
        if part == "subject" and form == "present":
            yield f"present, {'named' if kind in ('named', 'counted', 'indefinite') else 'other'} subject"


def _find_auxiliaries(tree: Tree, index: int) -> list[Token]:
    return [tree.tokens[child] for child in tree.with_dep(index, AUXILIARIES)]


def _find_form(tree: Tree, index: int) -> str:
    """Tense, aspect or mood; the simple past has no name, for it is what the others are compared with."""
    auxiliaries = _find_auxiliaries(tree, index)
    words, lemmas = {token.text.lower() for token in auxiliaries}, {token.lemma.lower() for token in auxiliaries}
    tag = tree.tokens[index].tag
    tests = (
        ("to" in lemmas, "infinitive"),
        (words & _WILL, "will"),
        (words & _WOULD, "would"),
        (words & _CAN, "can"),
        ("have" in lemmas and "had" in words, "pluperfect"),
        ("have" in lemmas, "perfect"),
        (tag == "VBD" or words & {"was", "were", "did"}, ""),
        (words & _BEING, "progressive" if tag == "VBG" else "present"),
        (tag in ("VBZ", "VBP"), "present"),
        (tag == "VBN", "participle"),
        (tag == "VBG", "gerund"),
    )
    return next((form for test, form in tests if test), "base")


def _mark_noun(tree: Tree, index: int) -> Iterator[str]:
    """What kind of noun it is, and the tense of the verb that it stands with."""
    yield f"noun {_find_kind(tree, index)}"
    head = tree.head(index)
    if head is not None and tree.tokens[head].pos in ("VERB", "AUX"):
        if tree.tokens[head].lemma == "be":
            yield "noun of being"
        if tree.tokens[head].tag in ("VBZ", "VBP"):
            yield "noun, present"


def _find_kind(tree: Tree, index: int) -> str:
    """How definite a noun is: one that is named or counted is one of its kind, a bare plural is all of them."""
    token = tree.tokens[index]
    children = [tree.tokens[child] for child in tree.children[index]]
    words = {child.text.lower() for child in children if child.dep in ("det", "predet")}
    is_generic = token.text.lower() in _GENERIC or any(child.text.lower() in _GENERIC for child in children)
    tests = (
        (is_generic, "generic"),
        (token.text.lower() in _ADDRESS, "of address"),
        (token.pos == "PRON", "pronoun"),
        (token.pos == "PROPN", "named"),
        (any(child.dep == "poss" for child in children), "possessed"),
        (token.pos == "NUM" or any(child.dep == "nummod" for child in children), "counted"),
        (words & DEFINITES, "definite"),
        (words & _INDEFINITE, "indefinite"),
        (words, "counted"),
        (any(child.pos == "PROPN" for child in children), "named"),
        (token.tag == "NNS", "plural"),
    )
    return next((kind for test, kind in tests if test), "bare")


def _mark_clause(parsed: ParsedDocument, trigger: Trigger, tree: Tree) -> Iterator[str]:
    """What is named in clause and sentence, what governs the clause, and what makes it general."""
    sentence, index = parsed.sentences[trigger.sentence], trigger.token
    words = tree.clause_words(tree.clause(index))
    starts = [tree.tokens[word].start for word in words]
    told = {entity.label for entity in sentence.entities}
    own = {entity.label for entity in sentence.entities for start in starts if entity.start <= start < entity.end}
    for name, labels in _LABELS.items():
        if not own & labels:
            yield f"no {name} in clause"
        if not told & labels:
            yield f"no {name} in sentence"
    texts = {tree.tokens[word].text.lower() for word in words}
    chain = [tree.tokens[one] for one in (index, *tree.ancestors(index))]
    dep, root = chain[0].dep, chain[-1]
    is_under_verb = root.index != index and root.pos in ("VERB", "AUX")
    tests = (
        (texts & _HABITS, "habit"),
        (texts & _USUAL and texts & _BEING, "usual"),
        (texts & _CONDITIONS, "condition"),
        (texts & _ADDRESS, "address"),
        (any(token.text == "?" for token in sentence.tokens[-2:]), "question"),
        (_is_quoted(parsed.document.text[sentence.start : trigger.start]), "quoted"),
        (dep in _EMBEDDED, f"as {dep}"),
        (any(token.dep in ("relcl", "acl") for token in chain), "relative clause"),
        (is_under_verb and _find_form(tree, root.index) == "present", "under the present"),
        (is_under_verb and root.lemma == "be", "under being"),
    )
    yield from (mark for test, mark in tests if test)


def _is_quoted(before: str) -> bool:
    """Whether a quotation is open behind these words."""
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1

"""Document -> Trigger: the words that tell of events, each with its type and modality.

A trigger is a verb or an event noun of the lexicon whose conditions hold, or [another verb](telling/untabled.py) that
is likely to tell of a happening. One happening gives one trigger: light verbs and consequences ("carried out an
attack", "a blast killed 12") are folded into the act itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from mapping.kinds import ParagraphKind
from mapping.model import ParsedDocument, Sentence, Token, Trigger
from mapping.telling.entries import find_entries
from mapping.telling.folding import Found, fold, is_bare_consequence, is_harm, take_cause
from mapping.telling.lexicon import Entry, Reader, load_lexicon
from mapping.telling.modality import find_modality
from mapping.telling.type_choice import choose_type, describe_types, name_rule
from mapping.telling.type_heads import hear_word, read_ahead
from mapping.telling.type_model import Opinion, TypeModel, load_type_model, read_sentence
from mapping.telling.untabled import (
    describe_verb,
    find_hopeful,
    find_in_brief,
    find_open_verbs,
    find_telling,
    hear_nothing,
    is_set,
)

_MIN_IN_BRIEF, _BRIEF_SENTENCES = 0.1, 3
# With less than this behind it, a type is left open.
_MIN_NAMED, _UNNAMED = 0.35, "other.other"
_DOCUMENT_SENTENCES, _DOCUMENT_FLOOR = 30, 0.01
# Sentences that the encoder is given at a time.
_AHEAD = 64


def find_triggers(parsed: ParsedDocument) -> tuple[Trigger, ...]:
    """Find what the document says happened, is planned, is denied or is claimed.

    Args:
        parsed: The document with its sentences.

    Returns:
        Triggers in text order, at most one per happening of a sentence; sentences that tell of nothing give none.
    """
    triggers: list[Trigger] = []
    acts: list[tuple[int, Found]] = []
    is_brief = len(parsed.sentences) <= _BRIEF_SENTENCES
    for number, (typer, entries) in enumerate(_read_sentences(parsed, is_brief=is_brief)):
        found = [typer.choose(*entry) for entry in entries]
        found = fold(typer.reader, found) + list(typer.find_by_model(found, is_brief=is_brief))
        for item in sorted(found, key=lambda item: item.index):
            if is_bare_consequence(typer.reader, item):
                item = take_cause(item, number, acts)
            elif is_harm(item):
                acts.append((number, item))
            triggers.append(_make(typer.reader, number, item))
    return tuple(triggers)


def _read_sentences(
    parsed: ParsedDocument, *, is_brief: bool
) -> Iterator[tuple["_Typer", list[tuple[int, int, Entry]]]]:
    """For each sentence what chooses types in it, and what the lexicon finds there; the encoder reads some ahead."""
    context, lemmas = _weigh_document(parsed), _gather_lemmas(parsed)
    sentences = iter(parsed.sentences)
    while ahead := list(islice(sentences, _AHEAD)):
        typers = [_Typer(sentence, load_type_model(), context, lemmas) for sentence in ahead]
        headed = [parsed.document.paragraphs[one.paragraph].kind is ParagraphKind.HEADLINE for one in ahead]
        entries = [list(find_entries(typer.reader, is_head)) for typer, is_head in zip(typers, headed, strict=True)]
        both = list(zip(typers, entries, strict=True))
        find_verbs = find_in_brief if is_brief else find_hopeful
        read_ahead([typer.reader.sentence for typer, found in both if found or find_verbs(typer.reader, ())])
        yield from both


def make_trigger(parsed: ParsedDocument, start: int, end: int) -> Trigger:
    """Take a span that the caller knows to be an event's word, typed by the same rules.

    Args:
        parsed: The document with its sentences.
        start: First character of the word or phrase; its syntactic head becomes the trigger.
        end: One past its last character.

    Raises:
        ValueError: No token lies in the span.
    """
    number, inside = _find_words(parsed, start, end)
    sentence = parsed.sentences[number]
    head = next((token for token in inside if not start <= sentence.tokens[token.head].start < end), inside[0])
    typer = _Typer(sentence, load_type_model(), _weigh_document(parsed), _gather_lemmas(parsed))
    match = typer.reader.find_entry(head.index)
    entry, last = match if match else (None, head.index)
    made = _make(typer.reader, number, typer.choose(head.index, last, entry))
    return Trigger(
        start=start, end=end, text=parsed.document.text[start:end], lemma=made.lemma, type=made.type,
        modality=made.modality, sentence=number, token=made.token, rule=f"given, {made.rule}", score=made.score,
        is_reporting=made.is_reporting,
    )  # fmt: skip


def _find_words(parsed: ParsedDocument, start: int, end: int) -> tuple[int, list[Token]]:
    """The number of the first sentence that has words in a span, and these."""
    for number, sentence in enumerate(parsed.sentences):
        inside = [token for token in sentence.tokens if token.start < end and start < token.end]
        if inside:
            return number, inside
    raise ValueError(f"no word of {parsed.document.doc_id!r} lies in [{start}, {end})")


def describe_choice(parsed: ParsedDocument, trigger: Trigger) -> NDArray[np.float64]:
    """What the choice of a trigger's type rests on: `describe_types` of each type, as weights are fitted to."""
    sentence = parsed.sentences[trigger.sentence]
    typer = _Typer(sentence, load_type_model(), _weigh_document(parsed), _gather_lemmas(parsed))
    match = typer.reader.find_entry(trigger.token)
    return typer.describe(trigger.token, match[0] if match else None)


def describe_verbs(parsed: ParsedDocument, number: int) -> Iterator[tuple[Token, dict[str, float]]]:
    """The verbs of a sentence that no row takes, each with its features: `describe_verb`, as weights are fitted to."""
    sentence = parsed.sentences[number]
    typer = _Typer(sentence, load_type_model(), _weigh_document(parsed), _gather_lemmas(parsed))
    is_headline = parsed.document.paragraphs[sentence.paragraph].kind is ParagraphKind.HEADLINE
    found = fold(typer.reader, [typer.choose(*entry) for entry in find_entries(typer.reader, is_headline)])
    taken = {typer.reader.tree.clause(item.index) for item in found}
    for token in find_open_verbs(typer.reader, taken):
        features = describe_verb(typer.reader, token.index, is_alone=not taken)
        yield token, hear_nothing(features, hear_word(sentence, token.index).nothing)


def _make(reader: Reader, number: int, found: Found) -> Trigger:
    token = reader.tree.tokens[found.index]
    return Trigger(
        start=token.start,
        end=token.end,
        text=token.text,
        lemma=token.lemma,
        type=found.type,
        modality=find_modality(reader.tree, found.index, reader.lexicon),
        sentence=number,
        token=found.index,
        rule=found.rule,
        score=found.score,
        is_reporting=token.pos == "VERB" and token.lemma in reader.lexicon.classes["reporting"],
    )


def _weigh_document(parsed: ParsedDocument) -> NDArray[np.float64]:
    """What the document's first sentences together say about types: log-probabilities, zeros where it is brief."""
    model = load_type_model()
    lead = parsed.sentences[:_DOCUMENT_SENTENCES]
    if len(lead) <= _BRIEF_SENTENCES:
        return np.zeros(len(model.types))
    mixed = sum(np.exp(read_sentence(sentence).mix()) for sentence in lead) / len(lead)
    weighed: NDArray[np.float64] = np.log(mixed + _DOCUMENT_FLOOR)
    return weighed


def _gather_lemmas(parsed: ParsedDocument) -> frozenset[str]:
    return frozenset(token.lemma for sentence in parsed.sentences for token in sentence.tokens)


class _Typer:
    """Chooses types for the triggers of one sentence; `document` is what the whole document's words say."""

    def __init__(
        self, sentence: Sentence, model: TypeModel, document: NDArray[np.float64], lemmas: frozenset[str]
    ) -> None:
        self.reader = Reader(sentence, load_lexicon(), lemmas)
        self._model = model
        self._document = document
        self._whole = read_sentence(sentence)

    def choose(self, index: int, end: int, entry: Entry | None) -> Found:
        """The type that row and words agree on best, with its probability as score."""
        code, chance = choose_type(self._model.types, self.describe(index, entry))
        return Found(index, end, entry, code, chance, name_rule(code, entry))

    def describe(self, index: int, entry: Entry | None) -> NDArray[np.float64]:
        """The features of each type as the answer."""
        return describe_types(self._model.types, self._whole.join(self._hear(index)), self._document, entry)

    def _hear(self, index: int) -> Opinion:
        """What the encoder says of a word."""
        return hear_word(self.reader.sentence, index)

    def find_by_model(self, found: Sequence[Found], *, is_brief: bool) -> Iterator[Found]:
        """Verbs that no row takes, in clauses without a trigger: those that are likely to tell of a happening.

        What is of no named kind takes a place or a time to be told.
        """
        taken = {self.reader.tree.clause(item.index) for item in found}
        if is_brief:
            yield from self._find_in_brief(taken)
            return
        for index in find_telling(self.reader, taken, lambda index: self._hear(index).nothing):
            item = self._name(self.choose(index, index, None), _MIN_NAMED)
            if item.type != _UNNAMED or is_set(self.reader, index):
                yield item

    def _find_in_brief(self, taken: set[int]) -> Iterator[Found]:
        """A brief text that the lexicon finds nothing in still tells one thing: its likeliest verb."""
        is_empty = not taken
        for index in find_in_brief(self.reader, taken):
            item = self.choose(index, index, None)
            is_nothing = item.type == _UNNAMED and not (is_empty or is_set(self.reader, index))
            if is_nothing or item.score * (1.0 - self._hear(index).nothing) < _MIN_IN_BRIEF:
                continue
            yield self._name(item, _MIN_IN_BRIEF)
            if is_empty:
                return

    @staticmethod
    def _name(item: Found, least: float) -> Found:
        """What is found, its type left open where little speaks for it."""
        return item if item.score >= least else replace(item, type=_UNNAMED)

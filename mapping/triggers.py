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
from mapping.model import ParsedDocument, Token, Trigger
from mapping.telling.entries import STATEMENT, find_entries, is_political
from mapping.telling.folding import Found, fold, is_bare_consequence, is_harm, take_cause
from mapping.telling.lexicon import Entry, Reader, load_lexicon
from mapping.telling.modality import find_modality
from mapping.telling.told_types import hear_types
from mapping.telling.type_choice import TypeChoice, choose_type, describe_types, name_rule
from mapping.telling.type_heads import hear_word, read_ahead
from mapping.telling.type_model import Opinion, load_type_model, read_sentence
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
# What the first sentences say is heard for the kinds of all.
_DOCUMENT_SENTENCES = 30
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
    for number, (typer, entries) in enumerate(_read_sentences(parsed)):
        found = [typer.choose(*entry) for entry in entries]
        found = fold(typer.reader, found) + list(typer.find_by_model(found))
        for item in sorted(found, key=lambda item: item.index):
            if is_bare_consequence(typer.reader, item):
                item = take_cause(item, number, acts)
            elif is_harm(item):
                acts.append((number, item))
            triggers.append(_make(typer.reader, number, item))
    return tuple(triggers)


def _read_sentences(parsed: ParsedDocument) -> Iterator[tuple["_Typer", list[tuple[int, int, Entry]]]]:
    """For each sentence what chooses types in it, and what the lexicon finds there; the encoder reads some ahead."""
    lemmas = frozenset(token.lemma for sentence in parsed.sentences for token in sentence.tokens)
    find_verbs = find_in_brief if _is_brief(parsed) else find_hopeful
    sentences, told = enumerate(parsed.sentences), None
    while ahead := list(islice(sentences, _AHEAD)):
        readers = {number: Reader(sentence, load_lexicon(), lemmas) for number, sentence in ahead}
        entries = {number: list(find_entries(one, _is_headline(parsed, number))) for number, one in readers.items()}
        telling = {number: one.sentence for number, one in readers.items() if entries[number] or find_verbs(one, ())}
        read_ahead(list(telling.values()))
        if told is None and not _is_brief(parsed):
            told = hear_types({number: one for number, one in telling.items() if number < _DOCUMENT_SENTENCES})
        for number, reader in readers.items():
            yield _Typer(reader, told.weigh_others(number) if told else None), entries[number]


def _read_sentence(parsed: ParsedDocument, number: int) -> tuple["_Typer", list[tuple[int, int, Entry]]]:
    """The same for one sentence."""
    return next(islice(_read_sentences(parsed), number, None))


def _is_brief(parsed: ParsedDocument) -> bool:
    return len(parsed.sentences) <= _BRIEF_SENTENCES


def _is_headline(parsed: ParsedDocument, number: int) -> bool:
    return parsed.document.paragraphs[parsed.sentences[number].paragraph].kind is ParagraphKind.HEADLINE


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
    typer, _ = _read_sentence(parsed, number)
    tokens = typer.reader.tree.tokens
    head = next((token for token in inside if not start <= tokens[token.head].start < end), inside[0])
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
    typer, _ = _read_sentence(parsed, trigger.sentence)
    match = typer.reader.find_entry(trigger.token)
    return typer.describe(trigger.token, match[0] if match else None)


def describe_verbs(parsed: ParsedDocument, number: int) -> Iterator[tuple[Token, dict[str, float]]]:
    """The verbs of a sentence that no row takes, each with its features: `describe_verb`, as weights are fitted to."""
    typer, entries = _read_sentence(parsed, number)
    found = fold(typer.reader, [typer.choose(*entry) for entry in entries])
    taken = {typer.reader.tree.clause(item.index) for item in found}
    for token in find_open_verbs(typer.reader, taken):
        features = describe_verb(typer.reader, token.index, is_alone=not taken)
        yield token, hear_nothing(features, hear_word(parsed.sentences[number], token.index).nothing)


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


class _Typer:
    """Chooses types for the triggers of one sentence; `document` is what the others say, None in a brief text."""

    def __init__(self, reader: Reader, document: NDArray[np.float64] | None) -> None:
        self.reader = reader
        self._document = document
        self._types = load_type_model().types
        self._whole = read_sentence(reader.sentence)

    def choose(self, index: int, end: int, entry: Entry | None) -> Found:
        """The type that row and words agree on best, with how sure its sentence is of it as score."""
        choice = self._weigh(index, entry)
        return Found(index, end, entry, choice.code, choice.own, name_rule(choice.code, entry))

    def _weigh(self, index: int, entry: Entry | None) -> TypeChoice:
        """What a row calls something else is no statement where nobody speaks for a body."""
        is_private = entry and STATEMENT not in entry.types and not is_political(self.reader, index)
        barred = (STATEMENT,) if is_private else ()
        is_brief = self._document is None
        return choose_type(self._types, self.describe(index, entry), is_brief=is_brief, barred=barred)

    def describe(self, index: int, entry: Entry | None) -> NDArray[np.float64]:
        """The features of each type as the answer."""
        return describe_types(self._types, self._whole.join(self._hear(index)), self._document, entry)

    def _hear(self, index: int) -> Opinion:
        """What the encoder says of a word."""
        return hear_word(self.reader.sentence, index)

    def find_by_model(self, found: Sequence[Found]) -> Iterator[Found]:
        """Verbs that no row takes, in clauses without a trigger: those that are likely to tell of a happening.

        What is of no named kind takes a place or a time to be told.
        """
        taken = {self.reader.tree.clause(item.index) for item in found}
        if self._document is None:
            yield from self._find_in_brief(taken)
            return
        for index in find_telling(self.reader, taken, lambda index: self._hear(index).nothing):
            item = self.choose(index, index, None)
            if self._weigh(index, None).chance >= _MIN_NAMED:
                yield item
            elif is_set(self.reader, index):
                yield self._leave_open(item)

    def _find_in_brief(self, taken: set[int]) -> Iterator[Found]:
        """A brief text that the lexicon finds nothing in still tells one thing: its likeliest verb."""
        is_empty = not taken
        for index in find_in_brief(self.reader, taken):
            item = self.choose(index, index, None)
            is_nothing = item.type == _UNNAMED and not (is_empty or is_set(self.reader, index))
            if is_nothing or item.score * (1.0 - self._hear(index).nothing) < _MIN_IN_BRIEF:
                continue
            yield item if item.score >= _MIN_IN_BRIEF else self._leave_open(item)
            if is_empty:
                return

    @staticmethod
    def _leave_open(item: Found) -> Found:
        """What is found, of no named kind."""
        return replace(item, type=_UNNAMED)

"""What chooses the types of a document's triggers, sentence by sentence."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, cached_property
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mapping.event_types import OTHER_TYPE, family_of, load_event_types
from mapping.kinds import ParagraphKind
from mapping.model import ParsedDocument
from mapping.telling.entries import find_entries, is_political
from mapping.telling.folding import Found
from mapping.telling.lexicon import STATEMENT, Entry, Reader, load_lexicon
from mapping.telling.salience import FEW_SENTENCES
from mapping.telling.told_types import ToldTypes, hear_types
from mapping.telling.type_choice import TypeChoice, choose_type, describe_types, name_rule
from mapping.telling.type_heads import hear_word, read_ahead
from mapping.telling.type_model import Opinion, load_type_model, read_sentence
from mapping.telling.untabled import find_hopeful, find_in_brief, find_telling, is_set

_MIN_IN_BRIEF = 0.1
# With less than this behind it, a type is left open.
_MIN_NAMED = 0.35
# What the first sentences say is heard for the kinds of all.
_DOCUMENT_SENTENCES = 30
# Sentences that the encoder is given at a time.
_AHEAD = 64
# Kinds of happenings that nobody brings about by saying something.
_DEEDS = frozenset({"violence", "unrest", "hazard"})

Entries = Sequence[tuple[int, int, Entry]]
"""What the lexicon finds in a sentence: index, last index, row."""


class _Read(NamedTuple):
    """A sentence with what the lexicon finds in it, and whether that or a verb of it may tell of something."""

    reader: Reader
    entries: Entries
    may_tell: bool


class Typers:
    """What chooses types in each sentence of a document; what the first sentences say together is heard once."""

    def __init__(self, parsed: ParsedDocument) -> None:
        self._parsed = parsed
        self._lemmas = frozenset(token.lemma for sentence in parsed.sentences for token in sentence.tokens)
        self._is_brief = len(parsed.sentences) <= FEW_SENTENCES
        self._first: dict[int, _Read] = {}

    def read(self, numbers: Iterable[int]) -> Iterator[tuple["Typer", Entries]]:
        """What chooses types in sentences, and what the lexicon finds there.

        Args:
            numbers: Of the sentences, each once; those for which it takes the encoder are given to it some ahead.

        Yields:
            One pair for each number, in the order given.
        """
        waiting = iter(numbers)
        while ahead := list(islice(waiting, _AHEAD)):
            found = {number: self._read(number) for number in ahead}
            read_ahead([one.reader.sentence for one in found.values() if one.may_tell])
            for number, one in found.items():
                yield Typer(one.reader, None if self._is_brief else self._told.weigh_others(number)), one.entries

    def read_one(self, number: int) -> tuple["Typer", Entries]:
        """The same for one sentence."""
        return next(self.read((number,)))

    @cached_property
    def _told(self) -> ToldTypes:
        first = range(min(_DOCUMENT_SENTENCES, len(self._parsed.sentences)))
        return hear_types({number: one.reader.sentence for number in first if (one := self._read(number)).may_tell})

    def _read(self, number: int) -> _Read:
        found = self._first.get(number)
        if found is None:
            sentence = self._parsed.sentences[number]
            reader = Reader(sentence, load_lexicon(), self._lemmas)
            is_headline = self._parsed.document.paragraphs[sentence.paragraph].kind is ParagraphKind.HEADLINE
            entries = list(find_entries(reader, is_headline))
            find_verbs = find_in_brief if self._is_brief else find_hopeful
            found = _Read(reader, entries, bool(entries or find_verbs(reader, ())))
            if number < _DOCUMENT_SENTENCES:
                self._first[number] = found
        return found


@cache
def _find_deeds(types: tuple[str, ...]) -> frozenset[str]:
    families = load_event_types().families
    return frozenset(code for code in types if code != OTHER_TYPE and families[family_of(code)].group in _DEEDS)


class Typer:
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
        is_brief = self._document is None
        barred = self._find_barred(index, entry)
        return choose_type(self._types, self.describe(index, entry), is_brief=is_brief, barred=barred)

    def _find_barred(self, index: int, entry: Entry | None) -> Collection[str]:
        """What a row calls something else is no statement where nobody speaks for a body; to say is to do no deed.

        A brief text may have no other word for what somebody says than "said".
        """
        if entry is not None:
            is_private = STATEMENT not in entry.types and not is_political(self.reader, index)
            return (STATEMENT,) if is_private else ()
        return _find_deeds(self._types) if self._is_speech(index) and self._document is not None else ()

    def _is_speech(self, index: int) -> bool:
        classes = self.reader.lexicon.classes
        return self.reader.tree.tokens[index].lemma in classes["reporting"] | classes["bare_speech"]

    def describe(self, index: int, entry: Entry | None) -> NDArray[np.float64]:
        """The features of each type as the answer."""
        return describe_types(self._types, self._whole.join(self._hear(index)), self._document, entry)

    def _hear(self, index: int) -> Opinion:
        """What the encoder says of a word."""
        return hear_word(self.reader.sentence, index)

    def find_by_model(self, found: Sequence[Found]) -> Iterator[Found]:
        """Verbs that no row takes, in clauses without a trigger: those that are likely to tell of a happening.

        What is of no named kind takes a place or a time to be told; what is only said is no happening of its own.
        """
        taken = {self.reader.tree.clause(item.index) for item in found}
        if self._document is None:
            yield from self._find_in_brief(taken)
            return
        for index in find_telling(self.reader, taken, lambda index: self._hear(index).nothing):
            item = self.choose(index, index, None)
            if self._weigh(index, None).chance >= _MIN_NAMED:
                yield item
            elif is_set(self.reader, index) and not self._is_speech(index):
                yield self._leave_open(item)

    def _find_in_brief(self, taken: set[int]) -> Iterator[Found]:
        """A brief text that the lexicon finds nothing in still tells one thing: its likeliest verb."""
        is_empty = not taken
        for index in find_in_brief(self.reader, taken):
            item = self.choose(index, index, None)
            is_nothing = item.type == OTHER_TYPE and not (is_empty or is_set(self.reader, index))
            if is_nothing or item.score * (1.0 - self._hear(index).nothing) < _MIN_IN_BRIEF:
                continue
            yield item if item.score >= _MIN_IN_BRIEF else self._leave_open(item)
            if is_empty:
                return

    @staticmethod
    def _leave_open(item: Found) -> Found:
        """What is found, of no named kind."""
        return replace(item, type=OTHER_TYPE)

"""Document -> Trigger: the words that tell of events, each with its type and modality.

A trigger is a verb or an event noun of the lexicon whose conditions hold, or a main verb that the type model is sure
of. One happening gives one trigger: light verbs and consequences ("carried out an attack", "a blast killed 12") are
folded into the act itself.
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

_MIN_MODEL_ONLY, _MIN_IN_BRIEF, _BRIEF_SENTENCES = 0.4, 0.1, 3
# What has its place or its time in its own clause has happened, whatever the model calls it.
_MIN_WHERE_TOLD = 0.15
# With less than this behind it, a type is left open.
_MIN_NAMED, _UNNAMED = 0.35, "other.other"
_SETTINGS = frozenset({"GPE", "LOC", "FAC", "DATE", "TIME"})
_DOCUMENT_SENTENCES, _DOCUMENT_FLOOR = 30, 0.01
# Sentences that the encoder is given at a time.
_AHEAD = 64
_MAIN_VERBS = frozenset({"ROOT", "ccomp", "conj"})
_LESSER_VERBS = frozenset({"xcomp", "pcomp", "advcl"})


def find_triggers(parsed: ParsedDocument) -> tuple[Trigger, ...]:
    """Find what the document says happened, is planned, is denied or is claimed.

    Args:
        parsed: The document with its sentences.

    Returns:
        Triggers in text order, at most one per happening of a sentence; sentences that tell of nothing give none.
    """
    triggers: list[Trigger] = []
    acts: list[tuple[int, Found]] = []
    floor = _MIN_MODEL_ONLY if len(parsed.sentences) > _BRIEF_SENTENCES else _MIN_IN_BRIEF
    for number, (typer, entries) in enumerate(_read_sentences(parsed, floor)):
        found = [typer.choose(*entry) for entry in entries]
        found = fold(typer.reader, found) + list(typer.find_by_model(found, floor))
        for item in sorted(found, key=lambda item: item.index):
            if is_bare_consequence(typer.reader, item):
                item = take_cause(item, number, acts)
            elif is_harm(item):
                acts.append((number, item))
            triggers.append(_make(typer.reader, number, item))
    return tuple(triggers)


def _read_sentences(parsed: ParsedDocument, floor: float) -> Iterator[tuple["_Typer", list[tuple[int, int, Entry]]]]:
    """For each sentence what chooses types in it, and what the lexicon finds there; the encoder reads some ahead."""
    context, lemmas = _weigh_document(parsed), _gather_lemmas(parsed)
    sentences = iter(parsed.sentences)
    while ahead := list(islice(sentences, _AHEAD)):
        typers = [_Typer(sentence, load_type_model(), context, lemmas) for sentence in ahead]
        headed = [parsed.document.paragraphs[one.paragraph].kind is ParagraphKind.HEADLINE for one in ahead]
        entries = [list(find_entries(typer.reader, is_head)) for typer, is_head in zip(typers, headed, strict=True)]
        both = list(zip(typers, entries, strict=True))
        read_ahead([typer.reader.sentence for typer, found in both if found or typer.find_verbs(floor)])
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

    def find_by_model(self, found: Sequence[Found], floor: float) -> Iterator[Found]:
        """Main verbs that the lexicon does not know and the model is sure of, in clauses without a trigger.

        It need not be as sure where the clause says where or when.
        """
        tree, classes = self.reader.tree, self.reader.lexicon.classes
        taken = {tree.clause(item.index) for item in found}
        is_last_resort = not found and floor < _MIN_MODEL_ONLY
        verbs = self.find_verbs(floor) if is_last_resort else self._find_main_verbs()
        for token in sorted(verbs, key=lambda token: token.lemma in classes["bare_speech"]):
            if token.index in taken:
                continue
            item = self.choose(token.index, token.index, None)
            is_set = self._is_set(token.index)
            least = min(floor, _MIN_WHERE_TOLD) if is_set else floor
            # What tells of nothing is of no named kind either: it takes a place, a time or a last resort to be told.
            is_nothing = item.type == _UNNAMED and not (is_set or is_last_resort)
            is_doubtful = item.score * (1.0 - self._hear(token.index).nothing) < least
            if is_doubtful or is_nothing:
                continue
            yield item if item.score >= min(floor, _MIN_NAMED) else replace(item, type=_UNNAMED)
            taken.add(token.index)
            if is_last_resort:
                break

    def find_verbs(self, floor: float) -> list[Token]:
        """The words that may be triggers where the lexicon finds none.

        A brief text that the lexicon finds nothing in still tells one thing, if only behind "said" or "began".
        """
        if floor >= _MIN_MODEL_ONLY:
            return self._find_main_verbs()
        tree, classes = self.reader.tree, self.reader.lexicon.classes
        skipped = classes["state_verb"] | classes["planning"]
        told = [token for token in tree.tokens if token.lemma not in skipped]
        return [token for token in told if _is_main_verb(token)] or [token for token in told if _may_tell(token)]

    def _find_main_verbs(self) -> list[Token]:
        """The main verbs that say more than that somebody speaks, that something is or is planned."""
        classes = self.reader.lexicon.classes
        skipped = classes["state_verb"] | classes["planning"] | classes["bare_speech"] | classes["stative"]
        return [token for token in self.reader.tree.tokens if _is_main_verb(token) and token.lemma not in skipped]

    def _is_set(self, index: int) -> bool:
        """Whether the clause of a word names a place or a time."""
        tree = self.reader.tree
        starts = [tree.tokens[word].start for word in tree.clause_words(tree.clause(index))]
        lengths = {token.end for token in tree.tokens if token.tag == "NNS"}  # "two days"
        settings = [entity for entity in self.reader.sentence.entities if entity.label in _SETTINGS]
        return any(
            entity.start <= start < entity.end and entity.end not in lengths for entity in settings for start in starts
        )


def _is_main_verb(token: Token) -> bool:
    return token.pos == "VERB" and token.dep in _MAIN_VERBS


def _may_tell(token: Token) -> bool:
    """Whether the word tells what happens where no main verb does: "is expected to fall", or a verb read as a noun."""
    is_plural_root = token.dep == "ROOT" and token.tag == "NNS" and token.text.islower()
    return is_plural_root or (token.pos == "VERB" and token.dep in _LESSER_VERBS)

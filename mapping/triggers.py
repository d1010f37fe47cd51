"""Document -> Trigger: the words that tell of events, each with its type and modality.

A trigger is a verb or an event noun of the lexicon whose conditions hold, or [another verb](telling/untabled.py) that
is likely to tell of a happening. One happening gives one trigger: light verbs and consequences ("carried out an
attack", "a blast killed 12") are folded into the act itself.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mapping.kinds import GIVEN
from mapping.model import ParsedDocument, Span, Token, Trigger
from mapping.reading.stamps import find_stamp
from mapping.telling.folding import Found, fold, is_bare_consequence, is_harm, take_cause
from mapping.telling.lexicon import Reader
from mapping.telling.modality import find_modality
from mapping.telling.type_heads import hear_word
from mapping.telling.typers import Typer, Typers
from mapping.telling.untabled import describe_verb, find_open_verbs, hear_nothing


def find_triggers(parsed: ParsedDocument) -> tuple[Trigger, ...]:
    """Find what the document says happened, is planned, is denied or is claimed.

    Args:
        parsed: The document with its sentences.

    Returns:
        Triggers in text order, at most one per happening of a sentence; sentences that tell of nothing give none.
    """
    triggers: list[Trigger] = []
    last_act: tuple[int, Found] | None = None
    stamp = find_stamp(parsed.document.text, parsed.document.given_start)
    for number, (typer, entries) in enumerate(Typers(parsed).read(range(len(parsed.sentences)))):
        told = [entry for entry in entries if not _is_in(stamp, parsed.sentences[number].tokens[entry[0]])]
        named = [typer.choose(*entry) for entry in told]
        by_model = (
            item for item in typer.find_by_model(named) if not _is_in(stamp, typer.reader.tree.tokens[item.index])
        )
        for item in sorted([*fold(typer.reader, named), *by_model], key=lambda item: item.index):
            if is_bare_consequence(typer.reader, item):
                item = take_cause(item, number, last_act)
            elif is_harm(item):
                last_act = number, item
            triggers.append(_make(typer.reader, number, item))
    return tuple(triggers)


def _is_in(stamp: Span | None, token: Token) -> bool:
    """Whether the word is part of the stamp: "Published April 2 2017" tells of the text."""
    return stamp is not None and stamp.start <= token.start < stamp.end


def make_trigger(parsed: ParsedDocument, start: int, end: int) -> Trigger:
    """Take one span that the caller knows to be an event's word, as `make_triggers` does."""
    return make_triggers(parsed, (Span(start=start, end=end),))[0]


def make_triggers(parsed: ParsedDocument, spans: Sequence[Span]) -> tuple[Trigger, ...]:
    """Take spans that the caller knows to be words of events, typed by the same rules.

    Args:
        parsed: The document with its sentences.
        spans: Words or phrases in any order; the syntactic head of each becomes the trigger.

    Returns:
        A trigger for each span, in the same order.

    Raises:
        ValueError: No token lies in a span.
    """
    words = {span: _find_words(parsed, span) for span in spans}
    numbers = sorted({number for number, _ in words.values()})
    by_sentence: dict[int, list[Span]] = {number: [] for number in numbers}
    for span, (number, _) in words.items():
        by_sentence[number].append(span)
    made = {
        span: _take(parsed, number, typer, span, words[span][1])
        for number, (typer, _) in zip(numbers, Typers(parsed).read(numbers), strict=True)
        for span in by_sentence[number]
    }
    return tuple(made[span] for span in spans)


def _find_words(parsed: ParsedDocument, span: Span) -> tuple[int, list[Token]]:
    """The number of the first sentence that has words in a span, and these."""
    first = bisect_right(parsed.sentences, span.start, key=lambda sentence: sentence.end)
    for number in range(first, len(parsed.sentences)):
        sentence = parsed.sentences[number]
        inside = [token for token in sentence.tokens if token.start < span.end and span.start < token.end]
        if inside:
            return number, inside
        if sentence.start >= span.end:
            break
    raise ValueError(f"no word of {parsed.document.doc_id!r} lies in [{span.start}, {span.end})")


def _take(parsed: ParsedDocument, number: int, typer: Typer, span: Span, inside: Sequence[Token]) -> Trigger:
    """The trigger of a span of a sentence that has these words in it."""
    tokens = typer.reader.tree.tokens
    head = next((token for token in inside if not span.start <= tokens[token.head].start < span.end), inside[0])
    match = typer.reader.find_entry(head.index)
    entry, last = match if match else (None, head.index)
    made = _make(typer.reader, number, typer.choose(head.index, last, entry))
    text = parsed.document.text[span.start : span.end]
    return replace(made, start=span.start, end=span.end, text=text, rule=f"{GIVEN}{made.rule}")


def describe_choice(parsed: ParsedDocument, trigger: Trigger) -> NDArray[np.float64]:
    """What the choice of a trigger's type rests on: `describe_types` of each type, as weights are fitted to."""
    typer, _ = Typers(parsed).read_one(trigger.sentence)
    match = typer.reader.find_entry(trigger.token)
    return typer.describe(trigger.token, match[0] if match else None)


def describe_verbs(parsed: ParsedDocument) -> Iterator[tuple[int, Token, dict[str, float]]]:
    """The verbs that no row takes, as weights are fitted to: the number of the sentence, the verb, its features."""
    for number, (typer, entries) in enumerate(Typers(parsed).read(range(len(parsed.sentences)))):
        found = fold(typer.reader, [typer.choose(*entry) for entry in entries])
        taken = {typer.reader.tree.clause(item.index) for item in found}
        for token in find_open_verbs(typer.reader, taken):
            features = describe_verb(typer.reader, token.index, is_alone=not taken)
            yield number, token, hear_nothing(features, hear_word(parsed.sentences[number], token.index).nothing)


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

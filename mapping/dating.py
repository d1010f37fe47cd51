"""ParsedDocument, Trigger, Timex -> DateChoice: which date belongs to which event.

A chain of rules, each with a lower score than the one before: a date in the trigger's clause, one in its sentence, the
date carried forward from the sentences before, one that a headline or lead looks ahead to, the day of publication.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mapping.model import DateChoice, DateSpan, Granularity, ParsedDocument, Timex, Trigger
from mapping.syntax import Tree, make_tree

# How much each step of the chain is worth; a choice's score is this times the timex's own.
_STEPS = {
    "date in the clause": 0.95,
    "date in the sentence": 0.85,
    "publication date of a report": 0.75,
    "date carried forward": 0.7,
    "date ahead of the headline or lead": 0.65,
    "publication date": 0.5,
}
_LOOK_AHEAD_SENTENCES = 3
_LEAD_SENTENCES = 3
_COARSE = (Granularity.DECADE, Granularity.CENTURY)


@dataclass(frozen=True, slots=True)
class _Dated:
    """A timex that places an event in time, and the token of its sentence that it hangs on."""

    timex: Timex
    sentence: int
    token: int


def date_events(
    parsed: ParsedDocument, triggers: Sequence[Trigger], timexes: Sequence[Timex]
) -> tuple[DateChoice | None, ...]:
    """Choose for each trigger the days on which its event took place.

    Args:
        parsed: The document; `Document.created` is the day of publication where known.
        triggers: Events of the document, in any order.
        timexes: What `find_timexes` found in the document's text.

    Returns:
        One choice per trigger, in their order; None where the text gives no date and none of publication is known.
    """
    dater = _Dater(parsed, timexes)
    return tuple(dater.choose(trigger) for trigger in triggers)


class _Dater:
    """The dates of one document by sentence, and the parse trees looked at so far."""

    def __init__(self, parsed: ParsedDocument, timexes: Sequence[Timex]) -> None:
        self.parsed = parsed
        self.trees: dict[int, Tree] = {}
        self.anchor = parsed.document.created or next((t.anchor for t in timexes if t.anchor), None)
        self.is_text_anchor = parsed.document.created is None
        self.dated = _place_timexes(parsed, timexes)

    def get_tree(self, sentence: int) -> Tree:
        if sentence not in self.trees:
            self.trees[sentence] = make_tree(self.parsed.sentences[sentence])
        return self.trees[sentence]

    def choose(self, trigger: Trigger) -> DateChoice | None:
        here = self.dated.get(trigger.sentence, [])
        in_clause = self.find_in_clause(trigger, here)
        if in_clause:
            return self.make(in_clause, "date in the clause")
        if trigger.is_reporting:
            return self.publish("publication date of a report")
        if here:
            nearest = min(here, key=lambda dated: self.measure(trigger, dated))
            return self.make(nearest, "date in the sentence")
        if trigger.sentence < _LEAD_SENTENCES:
            ahead = self.look_ahead(trigger.sentence)
            if ahead:
                return self.make(ahead, "date ahead of the headline or lead")
        carried = self.look_back(trigger.sentence)
        if carried:
            return self.make(carried, "date carried forward")
        return self.publish("publication date")

    def find_in_clause(self, trigger: Trigger, here: list[_Dated]) -> _Dated | None:
        if not here:
            return None
        tree = self.get_tree(trigger.sentence)
        clause = tree.clause(trigger.token)
        inside = [d for d in here if tree.clause(d.token) == clause or tree.covers(trigger.token, d.token)]
        return min(inside, key=lambda dated: self.measure(trigger, dated), default=None)

    def measure(self, trigger: Trigger, dated: _Dated) -> tuple[int, int]:
        """How far a date is from a trigger: steps in the tree, then characters."""
        tree = self.get_tree(trigger.sentence)
        up = {index: steps for steps, index in enumerate([trigger.token, *tree.ancestors(trigger.token)])}
        steps = 0
        for steps, index in enumerate([dated.token, *tree.ancestors(dated.token)]):
            if index in up:
                steps += up[index]
                break
        return steps, abs(dated.timex.start - trigger.start)

    def look_back(self, sentence: int) -> _Dated | None:
        for number in range(sentence - 1, -1, -1):
            days = [d for d in self.dated.get(number, []) if d.timex.span and _is_fine(d.timex.span)]
            if days:
                return days[-1]
        return None

    def look_ahead(self, sentence: int) -> _Dated | None:
        for number in range(sentence + 1, sentence + 1 + _LOOK_AHEAD_SENTENCES):
            days = [d for d in self.dated.get(number, []) if d.timex.span and _is_fine(d.timex.span)]
            if days:
                return days[0]
        return None

    def make(self, dated: _Dated, rule: str) -> DateChoice | None:
        timex = dated.timex
        if timex.span is None:
            return None
        return DateChoice(
            span=timex.span,
            edtf=timex.edtf,
            start=timex.start,
            end=timex.end,
            timex=timex.text,
            rule=rule,
            score=_STEPS[rule] * timex.score,
            note=timex.conflict,
        )

    def publish(self, rule: str) -> DateChoice | None:
        if self.anchor is None:
            return None
        span = DateSpan(start=self.anchor, end=self.anchor, granularity=Granularity.DAY)
        note = "anchored on the latest full date in the text" if self.is_text_anchor else ""
        return DateChoice(
            span=span, edtf=self.anchor.isoformat(), start=0, end=0, timex="", rule=rule, score=_STEPS[rule], note=note
        )


def _is_fine(span: DateSpan) -> bool:
    return span.start is not None and span.end is not None and (span.end - span.start).days < 8


def _place_timexes(parsed: ParsedDocument, timexes: Sequence[Timex]) -> dict[int, list[_Dated]]:
    """The timexes that can date an event, by sentence."""
    placed: dict[int, list[_Dated]] = {}
    usable = [t for t in timexes if t.span is not None and t.type != "SET" and t.span.granularity not in _COARSE]
    position = 0
    for number, sentence in enumerate(parsed.sentences):
        while position < len(usable) and usable[position].end <= sentence.start:
            position += 1
        index = position
        while index < len(usable) and usable[index].start < sentence.end:
            timex = usable[index]
            inside = [token.index for token in sentence.tokens if token.start < timex.end and timex.start < token.end]
            if inside and not _is_dateline(sentence.start, sentence.end, timex):
                heads = [i for i in inside if sentence.tokens[i].head not in inside or sentence.tokens[i].head == i]
                placed.setdefault(number, []).append(_Dated(timex, number, (heads or inside)[0]))
            index += 1
    return placed


def _is_dateline(start: int, end: int, timex: Timex) -> bool:
    """Whether a sentence is little more than a date: a line that tells the day of publication."""
    return (end - start) - (timex.end - timex.start) < 12

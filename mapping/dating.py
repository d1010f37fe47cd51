"""ParsedDocument, Trigger, Timex -> DateChoice: which date belongs to which event.

A chain of rules, each with a lower score than the one before. Its steps are those of `_STEPS`.
"""

from collections.abc import Sequence

from mapping.dating_sites import Site, find_sites, find_tense
from mapping.model import DateChoice, DateSpan, Granularity, ParagraphKind, ParsedDocument, Timex, Trigger
from mapping.syntax import Tree, make_tree

# How much each step of the chain is worth; a choice's score is this times the timex's own.
_STEPS = {
    "date of the word": 0.95,
    "date in the clause": 0.9,
    "publication date of a report": 0.8,
    "date in the sentence": 0.75,
    "date ahead of the headline or lead": 0.7,
    "date carried forward": 0.65,
    "publication date of the present tense": 0.6,
    "publication date": 0.5,
}
_LOOK_AHEAD_SENTENCES = 3
_LEAD_SENTENCES = 3
# A date older than this is background: it stays with its own sentence and the next one.
_NEWS_DAYS = 45
_BACKGROUND_SENTENCES = 1


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
        self.sites = find_sites(parsed, timexes, self.anchor, self.get_tree)

    def get_tree(self, sentence: int) -> Tree:
        if sentence not in self.trees:
            self.trees[sentence] = make_tree(self.parsed.sentences[sentence])
        return self.trees[sentence]

    def choose(self, trigger: Trigger) -> DateChoice | None:
        tree = self.get_tree(trigger.sentence)
        tense = find_tense(tree, trigger.token)
        here = [site for site in self.sites.get(trigger.sentence, []) if self.allows(tense, site)]
        of_word = [site for site in here if site.governor == trigger.token]
        if of_word:
            return self.make(self.pick(trigger, of_word), "date of the word")
        in_clause = [site for site in here if not site.is_nominal and self.shares_clause(tree, trigger.token, site)]
        if in_clause and not trigger.is_reporting:
            return self.make(self.pick(trigger, in_clause), "date in the clause")
        if trigger.is_reporting:
            return self.publish("publication date of a report")
        is_headline = self.is_headline(trigger.sentence)
        days = [site for site in here if site.is_day]
        if days and not (tense == "present" and not is_headline):
            return self.make(self.pick(trigger, days), "date in the sentence")
        if tense in ("present", "perfect") and not is_headline:
            return self.publish("publication date of the present tense")
        if trigger.sentence < _LEAD_SENTENCES:
            ahead = self.look_ahead(trigger.sentence)
            if ahead:
                return self.make(ahead, "date ahead of the headline or lead")
        carried = self.look_back(trigger.sentence)
        if carried:
            return self.make(carried, "date carried forward")
        return self.publish("publication date")

    def allows(self, tense: str, site: Site) -> bool:
        """Whether what is told in the past lies before the day of publication, and what is planned after it."""
        span = site.timex.span
        if span is None or self.anchor is None:
            return True
        if tense in ("past", "perfect", "present") and span.start is not None and span.start > self.anchor:
            return False
        return not (tense == "future" and span.end is not None and span.end < self.anchor)

    def shares_clause(self, tree: Tree, token: int, site: Site) -> bool:
        return tree.clause(token) == tree.clause(site.governor)

    def pick(self, trigger: Trigger, sites: list[Site]) -> Site:
        """The best of several dates: one told to the day, then the nearest in the parse."""
        return min(sites, key=lambda site: (not site.is_day, self.measure(trigger, site)))

    def measure(self, trigger: Trigger, site: Site) -> tuple[int, int]:
        """How far a date is from a trigger: steps in the tree, then characters."""
        tree = self.get_tree(trigger.sentence)
        up = {index: steps for steps, index in enumerate([trigger.token, *tree.ancestors(trigger.token)])}
        steps = 0
        for steps, index in enumerate([site.governor, *tree.ancestors(site.governor)]):
            if index in up:
                steps += up[index]
                break
        return steps, abs(site.timex.start - trigger.start)

    def is_headline(self, sentence: int) -> bool:
        paragraph = self.parsed.document.paragraphs[self.parsed.sentences[sentence].paragraph]
        return sentence == 0 or paragraph.kind is ParagraphKind.HEADLINE

    def look_back(self, sentence: int) -> Site | None:
        for number in range(sentence - 1, -1, -1):
            for site in reversed(self.sites.get(number, [])):
                if site.is_day and (self.is_news(site) or sentence - number <= _BACKGROUND_SENTENCES):
                    return site
        return None

    def look_ahead(self, sentence: int) -> Site | None:
        for number in range(sentence + 1, sentence + 1 + _LOOK_AHEAD_SENTENCES):
            for site in self.sites.get(number, []):
                if site.is_day and self.is_news(site):
                    return site
        return None

    def is_news(self, site: Site) -> bool:
        """Whether a date lies in the weeks before the day of publication."""
        span = site.timex.span
        if self.anchor is None or span is None or span.start is None:
            return True
        return 0 <= (self.anchor - span.start).days <= _NEWS_DAYS

    def make(self, site: Site, rule: str) -> DateChoice | None:
        timex = site.timex
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
        note = "" if self.parsed.document.created else "anchored on the latest full date in the text"
        return DateChoice(
            span=span, edtf=self.anchor.isoformat(), start=0, end=0, timex="", rule=rule, score=_STEPS[rule], note=note
        )

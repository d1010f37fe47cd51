"""ParsedDocument, Trigger, Timex -> DateChoice: which date belongs to which event.

A chain of rules, each with a lower score than the one before. Its steps are those of `_STEPS`.
"""

from collections.abc import Sequence

from mapping.dating_sites import Site, find_sites, find_stem, find_tense
from mapping.model import DateChoice, DateSpan, Granularity, ParagraphKind, ParsedDocument, Timex, Trigger
from mapping.syntax import Tree, make_tree
from mapping.timex_links import find_ranges
from mapping.timexes import find_anchor

# How much each step of the chain is worth; a choice's score is this times the timex's own.
_STEPS = {
    "date of the word": 0.95,
    "date in the clause": 0.9,
    "publication date of a report": 0.8,
    "date in the sentence": 0.75,
    "date of the same word elsewhere": 0.72,
    "date ahead of the headline or lead": 0.7,
    "date carried forward": 0.65,
    "publication date of the present tense": 0.6,
    "publication date": 0.5,
}
# Verbs of perception and opinion that the lexicon lists as reporting, but that tell of what happened.
_NOT_SPEECH = frozenset(
    {"feel", "hear", "claim", "show", "hope", "expect", "urge", "reject", "blame", "learn", "know", "remember", "point"}
)
_FINAL_MARKS = (".", "!", "?", '"', "”", "''")
_SPEECH = frozenset({"say", "tell", "announce", "report", "add", "state", "confirm", "testify", "comment"})
_OPEN_SIGNALS = ("since", "until", "till", "by", "before", "after")
_LOOK_AHEAD_SENTENCES = 5
_LEAD_SENTENCES = 3
_TEXT_ANCHOR_NOTE = "anchored on the latest full date in the text"
# A date older than this is background: it stays with its own sentence and the next one.
_NEWS_DAYS = 180
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
        document = parsed.document
        self.anchor = document.created or find_anchor(document.text, document.paragraphs)
        self.sites = find_sites(parsed, timexes, self.anchor, self.get_tree)
        found = find_ranges(parsed.document.text, timexes)
        self.ranges = {start: timex for timex in found for start in (timex.start, _find_second(timex, timexes))}
        self.by_stem: dict[str, list[Site]] = {}
        for number, sites in self.sites.items():
            for site in sites:
                token = self.get_tree(number).tokens[site.governor]
                self.by_stem.setdefault(find_stem(token), []).append(site)

    def get_tree(self, sentence: int) -> Tree:
        if sentence not in self.trees:
            self.trees[sentence] = make_tree(self.parsed.sentences[sentence])
        return self.trees[sentence]

    def choose(self, trigger: Trigger) -> DateChoice | None:
        tree = self.get_tree(trigger.sentence)
        tense = find_tense(tree, trigger.token)
        here = [site for site in self.sites.get(trigger.sentence, []) if self.allows(tense, site)]
        told = [site for site in here if site.signal not in _OPEN_SIGNALS]
        of_word = [site for site in here if trigger.token in (site.governor, site.verb)]
        if of_word:
            return self.make(self.pick(trigger, of_word), "date of the word")
        in_clause = [site for site in here if not site.is_nominal and self.shares_clause(tree, trigger.token, site)]
        if in_clause and not trigger.is_reporting:
            return self.make(self.pick(trigger, in_clause), "date in the clause")
        if trigger.is_reporting and trigger.lemma not in _NOT_SPEECH:
            said = self.find_said(trigger.sentence)
            if said:
                return self.make(said, "date carried forward")
            return self.publish("publication date of a report")
        is_headline = self.is_headline(trigger.sentence)
        days = [site for site in told if site.is_day and self.is_news(site) and not self.dates_report(site)]
        if days and not (tense == "present" and not is_headline):
            return self.make(self.pick(trigger, days), "date in the sentence")
        elsewhere = self.find_elsewhere(trigger, tense)
        if elsewhere:
            return self.make(elsewhere, "date of the same word elsewhere")
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

    def dates_report(self, site: Site) -> bool:
        """Whether a date tells when something was said, not when it happened ("police said Friday")."""
        tokens = self.get_tree(site.sentence).tokens
        return tokens[site.governor].lemma in _SPEECH or tokens[site.verb].lemma in _SPEECH

    def find_said(self, sentence: int) -> Site | None:
        """When the last thing shortly before was said, where the text tells it."""
        for number in range(sentence - 1, max(sentence - 1 - 4, -1), -1):
            for site in reversed(self.sites.get(number, [])):
                if site.is_day and self.dates_report(site):
                    return site
        return None

    def find_elsewhere(self, trigger: Trigger, tense: str) -> Site | None:
        """The date of the nearest sentence that tells of the same thing by the same word and dates it."""
        stem = find_stem(self.get_tree(trigger.sentence).tokens[trigger.token])
        found = [site for site in self.by_stem.get(stem, []) if site.is_day and self.allows(tense, site)]
        return min(found, key=lambda site: abs(site.sentence - trigger.sentence), default=None)

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

    def is_headline(self, number: int) -> bool:
        """Whether a sentence is a headline: told so, or among the first and without a full stop."""
        sentence = self.parsed.sentences[number]
        if self.parsed.document.paragraphs[sentence.paragraph].kind is ParagraphKind.HEADLINE or number == 0:
            return True
        return number < _LEAD_SENTENCES and sentence.tokens[-1].text not in _FINAL_MARKS

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

    def narrow(self, site: Site) -> Site:
        """The first day told soon after that lies within a weekend or week told before."""
        span = site.timex.span
        if span is None or span.start is None or span.end is None or not 0 < (span.end - span.start).days < 8:
            return site
        soon = range(site.sentence, site.sentence + 1 + _LOOK_AHEAD_SENTENCES)
        for other in (other for number in soon for other in self.sites.get(number, [])):
            day = other.timex.span.start if other.timex.span else None
            is_later = other.is_single and other.timex.start > site.timex.start
            if is_later and day is not None and span.start <= day <= span.end:
                return other
        return site

    def make(self, site: Site, rule: str) -> DateChoice | None:
        timex = self.ranges.get(site.timex.start, self.narrow(site).timex)
        span, edtf = _open_span(timex, site.signal)
        return DateChoice(
            span=span,
            edtf=edtf,
            start=timex.start,
            end=timex.end,
            timex=timex.text,
            rule=rule,
            score=_STEPS[rule] * timex.score,
            note=_explain(timex),
        )

    def publish(self, rule: str) -> DateChoice | None:
        if self.anchor is None:
            return None
        span = DateSpan(start=self.anchor, end=self.anchor, granularity=Granularity.DAY)
        note = "" if self.parsed.document.created else _TEXT_ANCHOR_NOTE
        return DateChoice(
            span=span, edtf=self.anchor.isoformat(), start=0, end=0, timex="", rule=rule, score=_STEPS[rule], note=note
        )


def _find_second(found: Timex, timexes: Sequence[Timex]) -> int:
    """Where the second expression of a range starts."""
    return next(timex.start for timex in timexes if timex.end == found.end)


def _open_span(timex: Timex, signal: str) -> tuple[DateSpan, str]:
    """The days of a timex, open to one side after "since" or "until"."""
    span = timex.span
    if span is None:
        raise ValueError(f"{timex.text!r} is not placed in time, so it dates no event")
    if signal == "since" and span.start is not None:
        return DateSpan(start=span.start, end=None, granularity=Granularity.RANGE), f"{span.start}/.."
    if signal in ("until", "till") and span.end is not None:
        return DateSpan(start=None, end=span.end, granularity=Granularity.RANGE), f"../{span.end}"
    return span, timex.edtf


def _explain(timex: Timex) -> str:
    notes = [timex.conflict, _TEXT_ANCHOR_NOTE if timex.anchor_rule not in ("", "given") else ""]
    return "; ".join(note for note in notes if note)

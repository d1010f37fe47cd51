"""ParsedDocument, Trigger, Timex -> DateChoice: which date belongs to which event.

A chain of rules, the surest first; each choice carries the name of its rule and a score that falls with each step.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from mapping.kinds import Modality, ParagraphKind
from mapping.model import DateChoice, ParsedDocument, Timex, Trigger
from mapping.reading.datelines import find_dateline_end
from mapping.telling.date_choices import choose, publish
from mapping.telling.date_links import link_events
from mapping.telling.date_sites import (
    Site,
    find_heads,
    find_sites,
    find_stem,
    find_subject,
    find_tense,
    is_backward,
    is_comparison,
    is_fronted,
    is_pluperfect,
    is_told_beside,
    is_told_of_date,
    list_dated,
    measure_steps,
)
from mapping.telling.items import find_item
from mapping.telling.lexicon import is_statement
from mapping.telling.syntax import Tree, make_tree
from mapping.timex.links import find_ranges
from mapping.timexes import find_anchor, find_day_of_writing, find_days_reported

_SPEECH = frozenset(
    {"say", "tell", "announce", "report", "add", "state", "confirm", "testify", "comment"}
    | {"speak", "warn", "tweet", "write", "describe", "estimate"}
)
# Verbs that the lexicon lists as reporting, but that as often tell of what happened.
_NOT_SPEECH = frozenset(
    {"feel", "hear", "claim", "show", "hope", "expect", "urge", "reject", "blame", "learn", "know", "remember", "point"}
)
# A date behind one of these bounds an event, but is not its own.
_OPEN_SIGNALS = ("since", "until", "till", "by", "before", "after")
_LIGHT_VERBS = frozenset({"be", "do", "have", "take", "make", "give", "get", "go", "come", "put", "set", "hold"})
_FINAL_MARKS = (".", "!", "?", '"', "”", "''")
_HEADLINE_CHARS = 120
_LEAD_SENTENCES = 3
_LOOK_AHEAD_SENTENCES = 5
_SAID_SENTENCES = 4
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


@dataclass(frozen=True, kw_only=True, slots=True)
class _View:
    """One trigger in its sentence, with the dates there that its tense allows.

    `told` are those that are an event's own; `days` those of `told` that tell a day, without those that date what
    somebody said, which are `said`.
    """

    trigger: Trigger
    tree: Tree
    tense: str
    is_headline: bool
    here: list[Site]
    told: list[Site]
    days: list[Site]
    said: list[Site]


class _Dater:
    """The dates of one document by sentence; trees and items of lists are kept once looked at."""

    def __init__(self, parsed: ParsedDocument, timexes: Sequence[Timex]) -> None:
        document = parsed.document
        self.parsed = parsed
        self.trees: dict[int, Tree] = {}
        self.items: dict[int, int | None] = {}
        self.anchor = find_day_of_writing(document) or find_anchor(document.text, document.paragraphs)
        self.reported = find_days_reported(document)
        self.sites = find_sites(parsed, timexes, self.anchor, self.get_tree)
        self.heads = find_heads(parsed, timexes)
        self.ranges: dict[int, Timex] = {}
        for found in find_ranges(document.text, timexes):
            self.ranges.update({t.start: found for t in timexes if t.start == found.start or t.end == found.end})
        self.by_stem: dict[str, list[Site]] = {}
        for site in (site for sites in self.sites.values() for site in sites):
            for token in list_dated(self.get_tree(site.sentence), site.governor):
                self.by_stem.setdefault(find_stem(token), []).append(site)
        for site in list(link_events(parsed, timexes, self.by_stem, self.get_tree, self.find_running)):
            others = self.sites.get(site.sentence, [])
            kept = [one for one in others if (one.timex.start, one.governor) != (site.timex.start, site.governor)]
            self.sites[site.sentence] = sorted([*kept, site], key=lambda one: one.timex.start)

    def get_tree(self, sentence: int) -> Tree:
        if sentence not in self.trees:
            self.trees[sentence] = make_tree(self.parsed.sentences[sentence])
        return self.trees[sentence]

    def choose(self, trigger: Trigger) -> DateChoice | None:
        view = self.look_at(trigger)
        for step in (
            self.of_word, self.in_clause, self.under_head, self.of_report, self.in_sentence, self.of_same_word,
            self.in_background, self.of_present, self.ahead, self.when_said, self.carried,
        ):  # fmt: skip
            choice = step(view)
            if choice is not None:
                return choice
        return self.publish("publication date")

    def look_at(self, trigger: Trigger) -> _View:
        tree = self.get_tree(trigger.sentence)
        tense = find_tense(tree, trigger.token)
        here = [
            site
            for site in self.sites.get(trigger.sentence, [])
            if self.allows("" if is_scheduled(tense, site, trigger) else tense, site) and not is_comparison(tree, site)
        ]
        told = [site for site in here if site.signal not in _OPEN_SIGNALS]
        return _View(
            trigger=trigger,
            tree=tree,
            tense=tense,
            is_headline=self.is_headline(trigger.sentence),
            here=here,
            told=told,
            days=[site for site in told if site.is_day and self.is_news(site) and not self.dates_report(site)],
            said=[site for site in told if site.is_day and self.dates_report(site)],
        )

    def of_word(self, view: _View) -> DateChoice | None:
        token = view.trigger.token
        own = [site for site in view.here if token in (site.governor, site.verb)]
        own += [replace(site, signal="") for site in view.here if is_told_of_date(view.tree, token, site.timex)]
        # "The shooting that took place last Friday" has that day, whatever the sentence goes on to date.
        told = own or [site for site in view.here if find_subject(view.tree, site.governor) == token]
        return self.pick(view, told, "date of the word")

    def in_clause(self, view: _View) -> DateChoice | None:
        if view.trigger.is_reporting:
            return None
        clause = view.tree.clause(view.trigger.token)
        dating = [site for site in view.told if not site.is_nominal]
        inside = [site for site in dating if view.tree.clause(site.governor) == clause]
        fronted = [site for site in dating if is_fronted(view.tree, site, clause)]
        return self.pick(view, inside or fronted, "date in the clause")

    def under_head(self, view: _View) -> DateChoice | None:
        """What an entry of a live page or a chronology tells is of the day at the head, unless it names another."""
        head = self.heads.get(view.trigger.sentence)
        if head is None or view.days or view.tense == "future":
            return None
        return choose(head, "", "date at the head of the section")

    def of_report(self, view: _View) -> DateChoice | None:
        """What somebody says is said on the day of publication, or when the text last told that something was said."""
        is_undated = is_statement(view.trigger.lemma) and not view.days
        if not (view.trigger.is_reporting or is_undated) or view.trigger.lemma in _NOT_SPEECH:
            return None
        first = view.trigger.sentence - 1
        for number in range(first, max(first - _SAID_SENTENCES, -1), -1):
            for site in reversed(self.sites.get(number, [])):
                if site.is_day and self.dates_report(site):
                    return self.make(site, "date carried forward")
        return self.publish("publication date of a report")

    def in_sentence(self, view: _View) -> DateChoice | None:
        if is_told_beside(view.tree, view.trigger.token):
            first, last = view.tree.span(view.tree.clause(view.trigger.token))
            return self.pick(view, [s for s in view.days if first <= s.governor <= last], "date in the sentence")
        is_now = view.tense == "present" and not view.is_headline
        days = [] if is_now else view.days
        # "It announced today that it has repaired the cable": the two are of one day.
        if not days and view.tense in ("present", "perfect"):
            days = view.said
        # "The bombs fell although all sides had been told on Tuesday" leaves the day of the bombs open.
        if view.tense == "past" and not is_pluperfect(view.tree, view.trigger.token):
            days = [site for site in days if not is_pluperfect(view.tree, site.verb)]
        days = [site for site in days if not site.is_aside or self.is_with(view, site)]
        return self.pick(view, days, "date in the sentence")

    def is_with(self, view: _View, site: Site) -> bool:
        """Whether "a day earlier" is told of the trigger's own part of the sentence."""
        clause = view.tree.clause(view.trigger.token)
        return site.governor in view.tree.subtree(clause) and not is_told_beside(view.tree, site.governor)

    def of_same_word(self, view: _View) -> DateChoice | None:
        """The date of the nearest sentence that tells of the same thing by the same word and dates it."""
        token = view.tree.tokens[view.trigger.token]
        stem = find_stem(token)
        if token.lemma in _LIGHT_VERBS:
            return None
        sentence = view.trigger.sentence
        found = [
            site
            for site in self.by_stem.get(stem, [])
            if self.allows(view.tense, site) and (site.is_day or (site.is_month and sentence == site.sentence + 1))
        ]
        nearest = min(found, key=lambda site: (not site.is_day, abs(site.sentence - sentence)), default=None)
        return self.make(nearest, "date of the same word elsewhere") if nearest else None

    def in_background(self, view: _View) -> DateChoice | None:
        """A sentence that tells of an older month or year is background: no day of the news goes into it."""
        if view.tense != "past":
            return None
        older = [
            site
            for site in view.told
            if not (site.is_day or site.is_nominal or self.is_news(site) or is_told_beside(view.tree, site.governor))
        ]
        return self.pick(view, older, "date in the sentence")

    def of_present(self, view: _View) -> DateChoice | None:
        if view.tense not in ("present", "perfect") or view.is_headline:
            return None
        # "A climber has died", the lead says, and the text goes on to say when.
        found = self.ahead(view) if view.tense == "perfect" else None
        return found or self.publish("publication date of the present tense")

    def ahead(self, view: _View) -> DateChoice | None:
        """Headlines, and leads below them or dated by who said them, leave the date to the text."""
        number = view.trigger.sentence
        is_lead = number < _LEAD_SENTENCES and (self.is_headline(0) or bool(view.said))
        if view.said and view.tense == "past" and is_pluperfect(view.tree, view.trigger.token):
            return None
        if not view.is_headline and not is_lead:
            return None
        soon = range(number + 1, number + 1 + _LOOK_AHEAD_SENTENCES)
        sites = (site for later in soon for site in self.sites.get(later, []) if site.is_day and not site.is_aside)
        found = next((site for site in sites if self.is_news(site)), None)
        return self.make(found, "date ahead of the headline or lead") if found else None

    def when_said(self, view: _View) -> DateChoice | None:
        """What somebody said that day had happened is mostly of that day, or of the night before."""
        if view.tense != "past" or view.trigger.is_reporting:
            return None
        said = [site for site in view.said if not is_pluperfect(view.tree, site.verb)]
        return self.pick(view, said, "date in the sentence")

    def carried(self, view: _View) -> DateChoice | None:
        """The last day told before, rather one on which something happened than one on which somebody spoke of it."""
        told = [site for site in self.list_told_before(view.trigger) if site.is_day]
        if not told:
            return None
        near = (site for site in told if told[0].sentence - site.sentence <= 1)
        own = (
            site
            for site in near
            if (view.trigger.is_reporting or not self.dates_report(site))
            and not is_backward(self.get_tree(site.sentence), site)
        )
        return self.make(next(own, told[0]), "date carried forward")

    def find_running(self, sentence: int) -> date | None:
        """The day that the story is at before a sentence, where one of the two before it tells one."""
        for number in range(sentence - 1, max(sentence - 3, -1), -1):
            for site in reversed(self.sites.get(number, [])):
                if site.is_single and not site.is_aside and not self.dates_report(site) and site.timex.span:
                    return site.timex.span.start
        return None

    def list_told_before(self, trigger: Trigger) -> Iterator[Site]:
        """The dates of earlier sentences that the story may still be at, the last one first."""
        sentence = trigger.sentence
        for number in range(sentence - 1, -1, -1):
            if self.is_caption(number) != self.is_caption(sentence) or self.is_other_item(number, sentence):
                continue
            for site in reversed(self.sites.get(number, [])):
                is_near = (
                    self.is_news(site) or sentence - number <= _BACKGROUND_SENTENCES or self.is_beside(number, sentence)
                )
                is_own = not site.is_aside and site.signal not in _OPEN_SIGNALS
                if is_near and is_own and not self.is_ahead(trigger, site):
                    yield site

    def is_beside(self, one: int, other: int) -> bool:
        """Whether two sentences stand in one paragraph."""
        return self.parsed.sentences[one].paragraph == self.parsed.sentences[other].paragraph

    def is_other_item(self, one: int, other: int) -> bool:
        """Whether two sentences stand in items of a list, each of which tells of something else."""
        items = [self.get_item(self.parsed.sentences[number].paragraph) for number in (one, other)]
        return items[0] != items[1] and None not in items

    def get_item(self, paragraph: int) -> int | None:
        if paragraph not in self.items:
            self.items[paragraph] = find_item(self.parsed, paragraph)
        return self.items[paragraph]

    def is_ahead(self, trigger: Trigger, site: Site) -> bool:
        """Whether a date lies after the day of publication, where nothing can have happened yet."""
        start = site.timex.span.start if site.timex.span else None
        has_happened = trigger.modality is Modality.HAPPENED
        return has_happened and self.anchor is not None and start is not None and start > self.anchor

    def is_caption(self, number: int) -> bool:
        """Whether a sentence stands below a picture, and so apart from the story."""
        paragraph = self.parsed.document.paragraphs[self.parsed.sentences[number].paragraph]
        return paragraph.kind is ParagraphKind.CAPTION

    def allows(self, tense: str, site: Site) -> bool:
        """Whether what is told in the past does not lie ahead of publication, and what is planned not behind it."""
        span = site.timex.span
        if span is None or self.anchor is None:
            return True
        if tense in ("past", "perfect", "present") and span.start is not None and span.start > self.anchor:
            return False
        return not (tense == "future" and span.end is not None and span.end < self.anchor)

    def is_headline(self, number: int) -> bool:
        """Whether a sentence is a headline: told so, or short and first, or among the first without a full stop."""
        sentence = self.parsed.sentences[number]
        paragraph = self.parsed.document.paragraphs[sentence.paragraph]
        if sentence.end <= find_dateline_end(self.parsed.document.text, paragraph):
            return False
        is_short = number == 0 and paragraph.end - paragraph.start <= _HEADLINE_CHARS
        if is_short or paragraph.kind is ParagraphKind.HEADLINE:
            return True
        return number < _LEAD_SENTENCES and sentence.tokens[-1].text not in _FINAL_MARKS

    def is_news(self, site: Site) -> bool:
        """Whether a date lies in the months before the day of publication."""
        span = site.timex.span
        if self.anchor is None or span is None or span.start is None:
            return True
        return 0 <= (self.anchor - span.start).days <= _NEWS_DAYS

    def dates_report(self, site: Site) -> bool:
        """Whether a date tells when something was said, not when it happened ("police said Friday")."""
        tokens = self.get_tree(site.sentence).tokens
        return tokens[site.governor].lemma in _SPEECH or tokens[site.verb].lemma in _SPEECH

    def pick(self, view: _View, sites: list[Site], rule: str) -> DateChoice | None:
        """The best of several dates: one told to the day, then the nearest in the parse, then in the text."""
        trigger = view.trigger
        best = min(
            sites,
            key=lambda site: (
                not site.is_day,
                measure_steps(view.tree, trigger.token, site.governor),
                abs(site.timex.start - trigger.start),
            ),
            default=None,
        )
        return self.make(best, rule) if best else None

    def narrow(self, site: Site) -> Site:
        """The first day told soon after that lies within a weekend told before."""
        span = site.timex.span
        if span is None or span.start is None or span.end is None:
            return site
        if (span.end - span.start).days != 1:
            return site
        soon = range(site.sentence, site.sentence + 1 + _LOOK_AHEAD_SENTENCES)
        for other in (other for number in soon for other in self.sites.get(number, [])):
            day = other.timex.span.start if other.timex.span else None
            is_later = other.is_single and other.timex.start > site.timex.start
            if is_later and day is not None and span.start <= day <= span.end:
                return other
        return site

    def make(self, site: Site, rule: str) -> DateChoice:
        return choose(self.ranges.get(site.timex.start) or self.narrow(site).timex, site.signal, rule)

    def publish(self, rule: str) -> DateChoice | None:
        """The day of publication, or what stands for it: the days that the title says the text is of."""
        if self.reported:
            return choose(self.reported, "", rule)
        return publish(self.anchor, rule, is_given=self.parsed.document.created is not None) if self.anchor else None


def is_scheduled(tense: str, site: Site, trigger: Trigger) -> bool:
    """Whether the present tense tells what a date has in store: "the court meets on Jan. 1"."""
    return tense == "present" and trigger.token in (site.governor, site.verb)

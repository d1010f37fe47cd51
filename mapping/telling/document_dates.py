"""The dates of one document as a whole: where the story is in time, and what each date can be of."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from mapping.kinds import Modality, ParagraphKind
from mapping.model import DateChoice, ParsedDocument, Timex, Trigger
from mapping.reading.datelines import find_dateline_end
from mapping.telling.date_choices import choose, publish
from mapping.telling.date_heads import find_heads, move_timex
from mapping.telling.date_links import link_events, link_since_then
from mapping.telling.date_sites import (
    HOURS_ALONE,
    Site,
    find_sites,
    find_stem,
    find_tense,
    list_dated,
)
from mapping.telling.items import find_item
from mapping.telling.running_dates import Part, RunningDates
from mapping.telling.syntax import Tree, make_tree
from mapping.timex.links import find_ranges
from mapping.timexes import find_anchor, find_day_of_writing, find_days_reported

_SPEECH = frozenset(
    {"say", "tell", "announce", "report", "add", "state", "confirm", "testify", "comment"}
    | {"speak", "warn", "tweet", "write", "describe", "estimate"}
)
_FINAL_MARKS = (".", "!", "?", '"', "”", "''")
_HEADLINE_CHARS = 120
# A date older than this is background.
_NEWS_DAYS = 180
LEAD_SENTENCES = 3
LOOK_AHEAD_SENTENCES = 5
# So many sentences in the present tense to one in the past make a digest, not a story with a look ahead.
_DIGEST_SHARE = 3
# A date behind one of these bounds an event, but is not its own.
OPEN_SIGNALS = ("since", "until", "till", "by", "before", "after")


class DocumentDates:
    """The dates of one document by sentence, and the parse trees looked at so far."""

    def __init__(self, parsed: ParsedDocument, timexes: Sequence[Timex]) -> None:
        document = parsed.document
        self.parsed = parsed
        self.trees: dict[int, Tree] = {}
        self.items: dict[int, int | None] = {}
        self.anchor = find_day_of_writing(document) or find_anchor(document.text, document.paragraphs)
        self.reported = find_days_reported(document)
        sites = find_sites(parsed, timexes, self.anchor, self.get_tree)
        self.sites = {number: self._place_hours(own) for number, own in sites.items()}
        self.heads = find_heads(parsed, timexes, self.anchor)
        self.ranges: dict[int, Timex] = {}
        for found in find_ranges(document.text, timexes):
            self.ranges.update({t.start: found for t in timexes if t.start == found.start or t.end == found.end})
        self.by_stem: dict[str, list[Site]] = {}
        for site in (site for sites in self.sites.values() for site in sites):
            for token in list_dated(self.get_tree(site.sentence), site.governor):
                self.by_stem.setdefault(find_stem(token), []).append(site)
        for site in list(link_events(parsed, timexes, self.by_stem, self.get_tree, self.find_running, self._find_own)):
            others = self.sites.get(site.sentence, [])
            kept = [one for one in others if (one.timex.start, one.governor) != (site.timex.start, site.governor)]
            self.sites[site.sentence] = sorted([*kept, site], key=lambda one: one.timex.start)
        for site in list(link_since_then(parsed, self.sites, self.get_tree)):
            own = [*self.sites.get(site.sentence, []), site]
            self.sites[site.sentence] = sorted(own, key=lambda one: one.timex.start)

    def _place_hours(self, sites: list[Site]) -> list[Site]:
        """The dates of a sentence, with hours that stand before their day on it, or on no later one than told of.

        "During the 8 a.m. Mass on Sunday" tells the hour of a Sunday, and "at 10, she said on Tuesday" of no Wednesday;
        read by themselves, hours are of the day told last, or of publication.
        """
        sites = [self._find_hours_day(site, sites) for site in sites]
        said = [site for site in sites if site.is_single and site.timex.type == "DATE" and self.dates_report(site)]
        if len(said) != 1 or said[0].timex.span is None or said[0].timex.span.start is None:
            return sites
        return [_move_back(site, said[0].timex.span.start) for site in sites]

    def _find_hours_day(self, site: Site, sites: Sequence[Site]) -> Site:
        """An hour with the day told behind it in its clause."""
        tree, span = self.get_tree(site.sentence), site.timex.span
        if site.timex.rule not in HOURS_ALONE or span is None or span.start is None:
            return site
        for other in sites:
            day = other.timex.span.start if other.is_single and other.timex.span else None
            is_behind = (
                other.timex.start > site.timex.end and other.timex.type == "DATE" and other.signal not in OPEN_SIGNALS
            )
            if day and is_behind and tree.clause(other.governor) == tree.clause(site.governor):
                return replace(site, timex=move_timex(site.timex, day - span.start))
        return site

    @cached_property
    def is_told_in_present(self) -> bool:
        """Whether the text tells what happened in the present tense, as digests do."""
        tenses = []
        for number, sentence in enumerate(self.parsed.sentences):
            tree = self.get_tree(number)
            tenses += [find_tense(tree, token.index) for token in sentence.tokens if token.dep == "ROOT"]
        return tenses.count("present") > _DIGEST_SHARE * tenses.count("past")

    def get_tree(self, sentence: int) -> Tree:
        """The parse of a sentence, by its number."""
        if sentence not in self.trees:
            self.trees[sentence] = make_tree(self.parsed.sentences[sentence])
        return self.trees[sentence]

    def find_running(self, sentence: int) -> date | None:
        """The day that the story is at before a sentence, where one of the two before it tells one."""
        for number in range(sentence - 1, max(sentence - 3, -1), -1):
            for site in reversed(self.sites.get(number, [])):
                if site.is_single and not site.is_aside and not self.dates_report(site) and site.timex.span:
                    return site.timex.span.start
        return None

    def _find_own(self, sentence: int) -> date | None:
        """The only day that a sentence tells, None where it tells none or several."""
        days = {site.timex.span.start for site in self.sites.get(sentence, []) if site.is_single and site.timex.span}
        return days.pop() if len(days) == 1 else None

    @cached_property
    def _running(self) -> RunningDates:
        """The days that later sentences may take."""
        days = {
            number: [site for site in sites if site.is_day and not site.is_aside and site.signal not in OPEN_SIGNALS]
            for number, sites in self.sites.items()
        }
        return RunningDates(self.parsed, days, self.is_news, self._find_part)

    def list_told_before(self, trigger: Trigger, tense: str) -> Iterator[Site]:
        """The days of earlier sentences that the story may still be at, the last one first."""
        told = self._running.list_before(trigger.sentence)
        return (site for site in told if not self.is_ahead(trigger, tense, site))

    def _find_part(self, number: int) -> Part:
        """Whether a sentence stands below a picture, and in which item of a list."""
        return self.is_caption(number), self.get_item(self.parsed.sentences[number].paragraph)

    def is_beside(self, one: int, other: int) -> bool:
        """Whether two sentences stand in one paragraph."""
        return self.parsed.sentences[one].paragraph == self.parsed.sentences[other].paragraph

    def is_other_item(self, one: int, other: int) -> bool:
        """Whether two sentences stand in items of a list, each of which tells of something else."""
        items = [self.get_item(self.parsed.sentences[number].paragraph) for number in (one, other)]
        return items[0] != items[1] and None not in items

    def get_item(self, paragraph: int) -> int | None:
        """The item of a list that a paragraph is, by its number; None where it is none."""
        if paragraph not in self.items:
            self.items[paragraph] = find_item(self.parsed, paragraph)
        return self.items[paragraph]

    def is_ahead(self, trigger: Trigger, tense: str, site: Site) -> bool:
        """Whether a date lies after the day of publication, where nothing can have happened yet."""
        start = site.timex.span.start if site.timex.span else None
        has_happened = trigger.modality is Modality.HAPPENED or tense == "past"
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
        return number < LEAD_SENTENCES and sentence.tokens[-1].text not in _FINAL_MARKS

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

    def narrow(self, site: Site) -> Site:
        """The first day told soon after that lies within a weekend told before."""
        span = site.timex.span
        if span is None or span.start is None or span.end is None:
            return site
        if (span.end - span.start).days != 1:
            return site
        soon = range(site.sentence, site.sentence + 1 + LOOK_AHEAD_SENTENCES)
        for other in (other for number in soon for other in self.sites.get(number, [])):
            day = other.timex.span.start if other.timex.span else None
            is_later = other.is_single and other.timex.start > site.timex.start
            if is_later and day is not None and span.start <= day <= span.end:
                return other
        return site

    def make(self, site: Site, rule: str) -> DateChoice:
        """The choice of a date at its site, with the days of the range or weekend that it belongs to."""
        return choose(self.ranges.get(site.timex.start) or self.narrow(site).timex, site.signal, rule)

    def publish(self, rule: str) -> DateChoice | None:
        """The day of publication, or what stands for it: the days that the title says the text is of."""
        if self.reported:
            return choose(self.reported, "", rule)
        return publish(self.anchor, rule, is_given=self.parsed.document.created is not None) if self.anchor else None


def _move_back(site: Site, last: date) -> Site:
    """An hour told without its day, which is not after the last day that it may have been."""
    timex = site.timex
    if timex.rule not in HOURS_ALONE or timex.span is None or timex.span.start is None or timex.span.start <= last:
        return site
    return replace(site, timex=move_timex(timex, last - timex.span.start))

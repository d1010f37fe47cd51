"""ParsedDocument, Trigger, Timex -> DateChoice: which date belongs to which event.

A chain of rules, the surest first, says where an event's own sentence dates it. What it makes of the others is a draft:
of these, fitted weights choose among all the days told around (`mapping/telling/date_judgement.py`), where it is known
when the text was published.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, takewhile

from mapping.model import DateChoice, ParsedDocument, Timex, Trigger
from mapping.telling.date_choices import choose
from mapping.telling.date_heads import WEEK, move_timex
from mapping.telling.date_judgement import judge_days
from mapping.telling.date_options import DateOptions
from mapping.telling.date_sites import (
    Site,
    find_stem,
    find_subject,
    find_tense,
    is_backward,
    is_below,
    is_comparison,
    is_fronted,
    is_pluperfect,
    is_told_beside,
    is_told_of_date,
    is_with,
    measure_steps,
)
from mapping.telling.date_views import Draft, View
from mapping.telling.document_dates import LEAD_SENTENCES, LOOK_AHEAD_SENTENCES, OPEN_SIGNALS, DocumentDates
from mapping.telling.lexicon import is_statement
from mapping.telling.syntax import PASSIVE_SUBJECTS, SUBJECTS, Tree

# Verbs that the lexicon lists as reporting, but that as often tell of what happened.
_NOT_SPEECH = frozenset(
    {"feel", "hear", "claim", "show", "hope", "expect", "urge", "reject", "blame", "learn", "know", "remember", "point"}
)
_LIGHT_VERBS = frozenset({"be", "do", "have", "take", "make", "give", "get", "go", "come", "put", "set", "hold"})
# What is to come does these in the present tense: "polls open on Sunday", but not "it follows a raid on Sunday".
_OPENING_VERBS = frozenset({"begin", "start", "open", "reopen", "resume", "end", "close", "continue", "convene"})
_PHASES = frozenset(
    {"begin", "start", "stop", "cease", "finish", "continue", "help", "try", "fail", "manage", "refuse"}
)
_SAID_SENTENCES = 4
_BARE_WORDS = frozenset({"it", "this", "that", "be", "on", "in", "the", "all", "day", "date", "year"})
_NOT_AHEAD = ("since", "after")
_MARKS = frozenset({"mark"})
_TAKING_PART = SUBJECTS | PASSIVE_SUBJECTS | frozenset({"dobj", "oprd", "acomp", "attr", "ccomp", "xcomp"})


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
    dates, drafts = draft_dates(parsed, triggers, timexes)
    if parsed.document.created is None:
        return tuple(draft.choice for draft in drafts)
    options = DateOptions(dates, drafts)
    return tuple(draft.choice if draft.is_sure else judge_days(options.make(draft)) for draft in drafts)


def draft_dates(
    parsed: ParsedDocument, triggers: Sequence[Trigger], timexes: Sequence[Timex]
) -> tuple[DocumentDates, list[Draft]]:
    """The dates of a document, and what rules alone give each of its events; arguments are those of `date_events`."""
    dater = _Dater(parsed, timexes)
    return dater, [dater.draft(trigger) for trigger in triggers]


class _Dater(DocumentDates):
    """The chain of rules over the dates of one document."""

    def draft(self, trigger: Trigger) -> Draft:
        """What the first rule that fits makes of an event."""
        view = self.look_at(trigger)
        sure = (self.of_word, self.in_clause, self.of_participle, self.under_head)
        told = (self.in_sentence, self.of_next)
        lent = (
            self.of_same_word, self.in_background, self.of_present, self.ahead, self.when_said, self.carried,
            self.beside,
        )  # fmt: skip
        for steps, is_sure in ((sure, True), ((self.of_report,), False), (told, True), (lent, False)):
            choice = next(filter(None, (step(view) for step in steps)), None)
            if choice is not None:
                return Draft(view, choice, is_sure)
        return Draft(view, self.publish("publication date"), is_sure=False)

    def look_at(self, trigger: Trigger) -> View:
        tree = self.get_tree(trigger.sentence)
        tense = find_tense(tree, trigger.token)
        is_headline = self.is_headline(trigger.sentence)
        here = [
            site if is_headline else self.look_ahead(tense, site, trigger)
            for site in self.sites.get(trigger.sentence, [])
            if self.allows("" if is_scheduled(tree, tense, site, trigger) else tense, site)
            and not is_comparison(tree, site)
        ]
        told = [site for site in here if site.signal not in OPEN_SIGNALS]
        return View(
            trigger=trigger,
            tree=tree,
            tense=tense,
            is_headline=is_headline,
            here=here,
            told=told,
            days=[site for site in told if site.is_day and self.is_news(site) and not self.dates_report(site)],
            said=[site for site in told if site.is_day and self.dates_report(site)],
        )

    def look_ahead(self, tense: str, site: Site, trigger: Trigger) -> Site:
        """What the present tense has in store is on the next such weekday: "leaders meet on Friday", "talks resume".

        Of what is going on it tells another day: "police are investigating Sunday's death".
        """
        span = site.timex.span
        tree = self.get_tree(trigger.sentence)
        is_going = tree.tokens[trigger.token].tag == "VBG"
        is_plan = is_scheduled(tree, tense, site, trigger) and not (is_going or trigger.is_reporting)
        is_plan = is_plan and site.signal not in _NOT_AHEAD
        if not is_plan or site.timex.rule != "weekday" or self.is_told_in_present:
            return site
        if span is None or span.start is None or self.anchor is None or span.start >= self.anchor:
            return site
        return replace(site, timex=move_timex(site.timex, WEEK))

    def of_word(self, view: View) -> DateChoice | None:
        token = view.trigger.token
        own = [site for site in view.here if token in (site.governor, site.verb)]
        own += [replace(site, signal="") for site in view.here if is_told_of_date(view.tree, token, site.timex)]
        # "The shooting that took place last Friday" has that day, whatever the sentence goes on to date.
        told = own or [
            site
            for site in view.here
            if token in (find_subject(view.tree, site.governor), find_subject(view.tree, site.verb))
            and not is_participle(view.tree, site)
        ]
        told = told or [site for site in view.here if is_going_on(view.tree, site, token)]
        return self.pick(view, told, "date of the word")

    def in_clause(self, view: View) -> DateChoice | None:
        if view.trigger.is_reporting:
            return None
        clause = view.tree.clause(view.trigger.token)
        dating = [site for site in view.told if not site.is_nominal]
        inside = [
            site for site in dating if clause in (view.tree.clause(site.governor), find_phase(view.tree, site.governor))
        ]
        fronted = [site for site in dating if is_fronted(view.tree, site, clause)]
        return self.pick(view, inside or fronted, "date in the clause")

    def of_participle(self, view: View) -> DateChoice | None:
        """What was done to it: "the curfew imposed on Sunday is still in force", where nothing else dates that."""
        token = view.trigger.token
        told = [site for site in view.here if token == find_subject(view.tree, site.governor)]
        return self.pick(view, told, "date of the word")

    def under_head(self, view: View) -> DateChoice | None:
        """What an entry of a live page or a chronology tells is of the day at the head, unless it names another."""
        head = self.heads.get(view.trigger.sentence)
        if head is None or view.days or view.tense == "future":
            return None
        return choose(head, "", "date at the head of the section")

    def of_report(self, view: View) -> DateChoice | None:
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

    def in_sentence(self, view: View) -> DateChoice | None:
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
        days = [site for site in days if not site.is_aside or is_with(view.tree, view.trigger.token, site)]
        days = [site for site in days if not is_of_cause(view.tree, view.trigger.token, site)]
        return self.pick(view, days, "date in the sentence")

    def of_next(self, view: View) -> DateChoice | None:
        """The date that is all that the next sentence tells: "The bridge fell. It was March 5, 2007."."""
        number = view.trigger.sentence + 1
        sites = [site for site in self.sites.get(number, []) if site.is_single]
        if len(sites) != 1 or not self.is_beside(number - 1, number) or view.days or view.tense == "future":
            return None
        told = self.get_tree(number).subtree(sites[0].governor)
        words = [self.get_tree(number).tokens[index] for index in told]
        others = [word for word in words if not sites[0].timex.start <= word.start < sites[0].timex.end]
        is_bare = all(word.lemma.lower() in _BARE_WORDS or word.pos == "PUNCT" for word in others)
        is_told = is_bare and any(word.pos == "PRON" for word in others)
        return self.make(sites[0], "date ahead of the headline or lead") if is_told else None

    def of_same_word(self, view: View) -> DateChoice | None:
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

    def in_background(self, view: View) -> DateChoice | None:
        """A sentence that tells of an older month or year is background: no day of the news goes into it."""
        if view.tense != "past":
            return None
        older = [
            site
            for site in view.told
            if not (self.is_news(site) or is_told_beside(view.tree, site.governor))
            and not (site.is_nominal and not is_subject(view.tree, site.governor, view.trigger.token))
            and not is_below(view.tree, view.trigger.token, view.trigger.start, site)
        ]
        return self.pick(view, older, "date in the sentence")

    def of_present(self, view: View) -> DateChoice | None:
        if view.tense not in ("present", "perfect") or view.is_headline:
            return None
        # "A climber has died", the lead says, and the text goes on to say when.
        found = self.ahead(view) if view.tense == "perfect" else None
        return found or self.publish("publication date of the present tense")

    def ahead(self, view: View) -> DateChoice | None:
        """Headlines, and leads below them or dated by who said them, leave the date to the text."""
        number = view.trigger.sentence
        is_lead = number < LEAD_SENTENCES and (self.is_headline(0) or bool(view.said))
        if view.said and view.tense == "past" and is_pluperfect(view.tree, view.trigger.token):
            return None
        if not view.is_headline and not is_lead:
            return None
        soon = range(number + 1, number + 1 + LOOK_AHEAD_SENTENCES)
        sites = (site for later in soon for site in self.sites.get(later, []) if site.is_day and not site.is_aside)
        found = next((site for site in sites if self.is_news(site)), None)
        return self.make(found, "date ahead of the headline or lead") if found else None

    def when_said(self, view: View) -> DateChoice | None:
        """What somebody said that day had happened is mostly of that day, or of the night before."""
        if view.tense != "past" or view.trigger.is_reporting:
            return None
        said = [site for site in view.said if not is_pluperfect(view.tree, site.verb)]
        return self.pick(view, said, "date in the sentence")

    def carried(self, view: View) -> DateChoice | None:
        """The last day told before, rather one on which something happened than one on which somebody spoke of it."""
        told = self.list_told_before(view.trigger, view.tense)
        last = next(told, None)
        if last is None:
            return None
        near = takewhile(lambda site: last.sentence - site.sentence <= 1, chain([last], told))
        own = (
            site
            for site in near
            if (view.trigger.is_reporting or not self.dates_report(site))
            and not is_backward(self.get_tree(site.sentence), site)
        )
        return self.make(next(own, last), "date carried forward")

    def beside(self, view: View) -> DateChoice | None:
        """What is told before or after another event was mostly on its day: "it failed on Monday after it flooded"."""
        is_told = is_told_beside(view.tree, view.trigger.token)
        return self.pick(view, view.days, "date in the sentence") if is_told else None

    def pick(self, view: View, sites: list[Site], rule: str) -> DateChoice | None:
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


def is_subject(tree: Tree, noun: int, verb: int) -> bool:
    """Whether a noun is what does the verb: "a breach in 1992 drowned a thousand"."""
    return noun in tree.with_dep(verb, SUBJECTS)


def is_going_on(tree: Tree, site: Site, token: int) -> bool:
    """Whether what a word tells has gone on since a day: "fights have killed ten since May", "it is under siege"."""
    verb = site.governor
    joined = tree.conjuncts(tree.first_conjunct(verb))
    if site.signal != "since" or not any(
        find_tense(tree, one) == "perfect" or is_pluperfect(tree, one) for one in joined
    ):
        return False
    states = [noun for _, noun in tree.prepositions(verb)] if tree.tokens[verb].lemma == "be" else []
    return token in joined or token in states or any(token in tree.with_dep(one, _TAKING_PART) for one in joined)


def is_participle(tree: Tree, site: Site) -> bool:
    """Whether a date stands in a clause that has no tense: "the curfew imposed on Sunday"."""
    return tree.tokens[tree.clause(site.governor)].dep == "acl"


def find_phase(tree: Tree, verb: int) -> int | None:
    """The verb that tells how far another one is, whose day is its own: "began to move in March"."""
    head = tree.head(verb)
    is_phase = head is not None and tree.tokens[verb].dep == "xcomp" and tree.tokens[head].lemma in _PHASES
    return head if is_phase else None


def is_of_cause(tree: Tree, token: int, site: Site) -> bool:
    """Whether a date is that of what came before a word's own event: "the road has reopened after cars crashed Friday".

    It may have been on that day too, or on any later one.
    """
    above = {token, *tree.ancestors(token)}
    way = takewhile(lambda step: step not in above, [site.governor, *tree.ancestors(site.governor)])
    return any(tree.tokens[link].text.lower() == "after" for step in way for link in _list_links(tree, step))


def _list_links(tree: Tree, index: int) -> list[int]:
    """What joins a word to what it hangs on: itself where it is a preposition, else its conjunction."""
    return [index] if tree.tokens[index].dep == "prep" else tree.with_dep(index, _MARKS)


def is_scheduled(tree: Tree, tense: str, site: Site, trigger: Trigger) -> bool:
    """Whether the present tense tells what a date has in store: "the court meets on Jan. 1", "talks open on Jan. 1"."""
    if trigger.token in tree.with_dep(site.governor, SUBJECTS):
        verb = tree.tokens[site.governor]
        return verb.tag in ("VBP", "VBZ") and verb.lemma in _OPENING_VERBS
    return tense == "present" and trigger.token in (site.governor, site.verb)

"""The days that an event may have had where its own sentence does not date it, each with what speaks for it.

Each date told near the event is an option, and so are the day of publication, the day before it and what the rules
chose. `geodata/date_weights.csv` says what each feature means; `date_judgement.py` weighs them.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from mapping.model import DateChoice, Trigger
from mapping.telling.date_choices import move
from mapping.telling.date_others import DaysBetween, OtherEvents
from mapping.telling.date_sites import (
    Site,
    find_stem,
    is_backward,
    is_below,
    is_comparison,
    is_pluperfect,
    is_told_beside,
    is_with,
    measure_steps,
)
from mapping.telling.date_views import Draft, View
from mapping.telling.document_dates import LEAD_SENTENCES, OPEN_SIGNALS, DocumentDates
from mapping.telling.happenings import find_kinds
from mapping.telling.lexicon import is_statement

_IN_SENTENCE, _TOLD_BEFORE, _TOLD_ON = "date in the sentence", "date carried forward", "date told further on"
_PUBLISHED, _EVE = "publication date", "day before publication"
# So many dates are looked at: the last ones told before the sentence, the first of the text, the next behind it.
_LAST, _FIRST, _NEXT = 8, 2, 4
# A month or a year is lent no further than so many sentences.
_COARSE_REACH = 2
_STILL_AHEAD = ("before", "until", "till")
_CONTENT = frozenset({"NOUN", "VERB", "ADJ"})
_STILL = frozenset({"now", "today", "still", "currently", "so", "yet"})
# The ages of a day at publication, in days, up to which each name holds.
_AGES = (
    (-1, "ahead"),
    (0, "of today"),
    (1, "of yesterday"),
    (7, "of the week"),
    (31, "of the month"),
    (180, "of news"),
)


@dataclass(frozen=True, slots=True)
class Option:
    """A day that an event may have had, and how it would be shown; `features` are what speaks for it, by name."""

    choice: DateChoice
    features: dict[str, float]


class DateOptions:
    """Makes the options of one document's events; what concerns the whole document is worked out once."""

    def __init__(self, dates: DocumentDates, drafts: Sequence[Draft]) -> None:
        """Take in a document.

        Args:
            dates: Of the document, whose day of publication is known.
            drafts: What rules alone give each of its events, in text order.
        """
        self._dates = dates
        self._sites = [site for number in sorted(dates.sites) for site in dates.sites[number]]
        self._numbers = [site.sentence for site in self._sites]
        self._others = OtherEvents(drafts)
        self._between = DaysBetween([site for site in self._sites if site.is_day])
        self._by_token = {
            (draft.view.trigger.sentence, draft.view.trigger.token): draft.view.trigger for draft in drafts
        }
        singles = (site.timex.span.start for site in self._sites if site.is_single and site.timex.span)
        self._first_day: date | None = next(singles, None)
        self._words: dict[int, tuple[frozenset[str], frozenset[str]]] = {}

    def make(self, draft: Draft) -> list[Option]:
        """The options of one event, in text order, those of publication and of the rules last."""
        view = draft.view
        told = [
            (self._show(site, view), self._describe_site(site, view))
            for site in self._list_sites(view.trigger)
            if self._is_possible(site, view)
        ]
        options = [*told, *self._list_published()]
        if draft.choice is not None and all(choice.edtf != draft.choice.edtf for choice, _ in options):
            options.append((draft.choice, {"by rules only": 1.0}))
        shares = self._others.share(draft, {choice.edtf for choice, _ in options})
        marks = list(self._list_marks(view))
        made = []
        for choice, own in options:
            is_drafted = draft.choice is not None and draft.choice.edtf == choice.edtf
            features = dict(own)
            if is_drafted and draft.choice is not None:
                features[f"rule: {draft.choice.rule}"] = 1.0
            features |= self._describe_day(choice, draft)
            features |= shares[choice.edtf]
            sides = [side for side in _SIDES if side in features]
            features |= {f"{mark}; {side}": 1.0 for mark in marks for side in sides}
            shown = draft.choice if is_drafted and draft.choice is not None else choice
            made.append(Option(shown, {name: value for name, value in features.items() if value}))
        return made

    def _show(self, site: Site, view: View) -> DateChoice:
        if site.sentence == view.trigger.sentence:
            return self._dates.make(site, _IN_SENTENCE)
        rule = _TOLD_ON if site.sentence > view.trigger.sentence else _TOLD_BEFORE
        # "Since Monday, when police came" is told of Monday, as far as other sentences are concerned.
        return self._dates.make(replace(site, signal=""), rule)

    def _list_published(self) -> Iterator[tuple[DateChoice, dict[str, float]]]:
        published = self._dates.publish(_PUBLISHED)
        if published is None:
            return
        yield published, {"published": 1.0}
        if not self._dates.reported:
            yield move(published, -1, _EVE), {"eve": 1.0}

    def _list_sites(self, trigger: Trigger) -> Iterator[Site]:
        """The dates that an event may take: those around it, the first of the text, those of the same word."""
        number = trigger.sentence
        start, end = bisect_left(self._numbers, number), bisect_right(self._numbers, number)
        last, first = self._sites[max(0, start - _LAST) : start], self._sites[: min(_FIRST, start)]
        here, ahead = self._sites[start:end], self._sites[end : end + _NEXT]
        alike = self._dates.by_stem.get(find_stem(self._dates.get_tree(number).tokens[trigger.token]), [])
        seen = set()
        for site in [*last, *ahead, *first, *here, *alike]:
            key = (site.timex.start, site.governor, site.timex.edtf)
            if key not in seen and (site.is_day or abs(site.sentence - number) <= _COARSE_REACH):
                seen.add(key)
                yield site

    def _is_possible(self, site: Site, view: View) -> bool:
        if not self._dates.allows(view.tense, site):
            return False
        if site.sentence == view.trigger.sentence:
            return self._is_possible_here(site, view)
        return not self._dates.is_ahead(view.trigger, view.tense, site)

    @staticmethod
    def _is_possible_here(site: Site, view: View) -> bool:
        """Whether a date of the sentence can be of an event at all: "ahead of Sunday's vote" tells of no day."""
        tree, token = view.tree, view.trigger.token
        is_bound = site.signal in OPEN_SIGNALS and (not site.is_nominal or site.signal in _STILL_AHEAD)
        # "The bombs fell although all sides had been told on Tuesday" leaves the day of the bombs open.
        is_earlier = view.tense == "past" and is_pluperfect(tree, site.verb) and not is_pluperfect(tree, token)
        is_background = not site.is_day and is_below(tree, token, view.trigger.start, site)
        is_other = site.is_aside and not is_with(tree, token, site)
        return not (is_bound or is_earlier or is_background or is_other or is_comparison(tree, site))

    def _list_marks(self, view: View) -> Iterator[str]:
        """What is said of the event itself, which weighs differently for each side of it and each age of a day."""
        token = view.tree.tokens[view.trigger.token]
        is_noun = token.pos in ("NOUN", "PROPN")
        tense = "pluperfect" if view.tense == "past" and is_pluperfect(view.tree, token.index) else view.tense
        yield f"told in the {tense}" if tense else "told by a noun" if is_noun else f"told by a form {token.tag}"
        if view.trigger.is_reporting or is_statement(view.trigger.lemma):
            yield "says"
        if any(other.text.lower() in _STILL for other in view.tree.tokens):
            yield "still"

    def _describe_site(self, site: Site, view: View) -> dict[str, float]:
        side = _find_side(site, view)
        tree = self._dates.get_tree(site.sentence)
        features = {
            "is said": self._dates.dates_report(site),
            "by a noun": site.is_nominal,
            "open": site.signal in OPEN_SIGNALS,
            "aside": site.is_aside,
            "backward": is_backward(tree, site),
            "coarse": not site.is_day,
            "a month": not site.is_day and site.is_month,
            "weekday": site.timex.rule == "weekday",
            "hour": site.timex.type == "TIME",
            "in the lead": site.sentence < LEAD_SENTENCES,
            **self._describe_dated(site, view.trigger),
            **(self._describe_here(site, view) if side == "here" else self._describe_gap(site, view)),
        }
        return {side: 1.0} | {f"{side}: {name}": float(value) for name, value in features.items()}

    def _describe_dated(self, site: Site, trigger: Trigger) -> dict[str, float]:
        """What the date dates there: another telling of such a thing, a statement, nothing that is an event."""
        other = self._by_token.get((site.sentence, site.governor))
        if other is None:
            return {"dates no event": 1.0}
        if other is trigger:
            return {}
        kind = "other type"
        if other.type == trigger.type:
            kind = "same type"
        elif find_kinds(other.type) & find_kinds(trigger.type):
            kind = "same kind"
        return {f"dates {kind}": 1.0, "dates a statement": float(other.is_reporting or is_statement(other.lemma))}

    def _describe_here(self, site: Site, view: View) -> dict[str, float]:
        tree, token = view.tree, view.trigger.token
        return {
            "steps": math.log1p(measure_steps(tree, token, site.governor)),
            "same clause": tree.clause(token) == tree.clause(site.governor),
            "below": token in tree.ancestors(site.governor),
            "above": site.governor in tree.ancestors(token),
            "first": site.timex.start < view.trigger.start,
            "in a clause below": is_below(tree, token, view.trigger.start, site),
            "one beside": is_told_beside(tree, token) != is_told_beside(tree, site.governor),
            "other perfect": is_pluperfect(tree, token) != is_pluperfect(tree, site.verb),
        }

    def _describe_gap(self, site: Site, view: View) -> dict[str, float]:
        number, dates = view.trigger.sentence, self._dates
        between = self._between.count(number, site.sentence, without=site.timex.edtf)
        own = [other for other in dates.sites.get(site.sentence, []) if other.is_day]
        words, names = self._find_words(number)
        other_words, other_names = self._find_words(site.sentence)
        return {
            "distance": math.log(abs(site.sentence - number)),
            "same paragraph": dates.is_beside(site.sentence, number),
            "between": math.log1p(between),
            "last there": bool(own) and own[-1] is site,
            "caption": dates.is_caption(number) != dates.is_caption(site.sentence),
            "other item": dates.is_other_item(site.sentence, number),
            "shared words": math.log1p(len(words & other_words)),
            "shared names": math.log1p(len(names & other_names)),
            "none here": not any(other.is_day for other in dates.sites.get(number, [])),
        }

    def _describe_day(self, choice: DateChoice, draft: Draft) -> dict[str, float]:
        """What the day itself is: its age at publication, its order after others that the text tells."""
        start, end, anchor = choice.span.start, choice.span.end, self._dates.anchor
        if start is None or anchor is None:
            return {}
        age = (anchor - (end or start)).days
        features = {next((name for most, name in _AGES if age <= most), "old"): 1.0, "age": math.log(max(age, 1))}
        if self._first_day is not None:
            features[f"{_order(start, self._first_day)} the first told"] = 1.0
        last = self._others.find_last(draft.view.trigger.start)
        if last is not None and last.span.start is not None:
            gap = (start - last.span.start).days
            features[f"{'on' if not gap else 'after' if gap > 0 else 'before'} the day of the last event"] = 1.0
        return features

    def _find_words(self, number: int) -> tuple[frozenset[str], frozenset[str]]:
        """The words of a sentence, and the names."""
        if number not in self._words:
            tokens = self._dates.parsed.sentences[number].tokens
            self._words[number] = (
                frozenset(token.lemma.lower() for token in tokens if token.pos in _CONTENT),
                frozenset(token.text for token in tokens if token.pos == "PROPN"),
            )
        return self._words[number]


_SIDES = ("here", "before", "ahead", "published", "eve", *(name for _, name in _AGES), "old")


def _find_side(site: Site, view: View) -> str:
    """Where a date stands, seen from an event."""
    gap = site.sentence - view.trigger.sentence
    return "here" if gap == 0 else "ahead" if gap > 0 else "before"


def _order(day: date, first: date) -> str:
    gap = (day - first).days
    if abs(gap) <= 1:
        return ("the day before", "on", "the day after")[gap + 1]
    return "after" if gap > 0 else "before"

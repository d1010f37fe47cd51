"""What the rest of a document says of a day: its other events, the last one before, how many days are told between."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

import numpy as np

from mapping.model import DateChoice
from mapping.telling.date_sites import Site, find_stem
from mapping.telling.date_views import Draft
from mapping.telling.happenings import find_kinds

_SENTENCES = ((-1, "of the sentence before"), (0, "of the sentence"), (1, "of the sentence behind"))
_BY = ((True, "told there"), (False, "by rules"))
Days = Counter[str]
"""How many events have each day, which is written in EDTF."""


class OtherEvents:
    """The days that rules give the events of one document, counted by what these have in common."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        """Take in what rules make of all events; those without a day are not counted."""
        self._by_type: defaultdict[Hashable, Days] = defaultdict(Counter)
        self._by_stem: defaultdict[Hashable, Days] = defaultdict(Counter)
        self._by_sentence: defaultdict[Hashable, Days] = defaultdict(Counter)
        self._of_kind: dict[tuple[str, bool], Days] = {}
        self._types = sorted({draft.view.trigger.type for draft in drafts})
        dated = [(draft, draft.choice) for draft in drafts if draft.choice is not None]
        for draft, choice in dated:
            trigger = draft.view.trigger
            self._by_type[trigger.type, draft.is_sure][choice.edtf] += 1
            self._by_stem[_find_stem(draft), draft.is_sure][choice.edtf] += 1
            self._by_sentence[trigger.sentence, draft.is_sure][choice.edtf] += 1
        in_order = sorted(dated, key=lambda pair: pair[0].view.trigger.start)
        self._starts = [draft.view.trigger.start for draft, _ in in_order]
        self._choices = [choice for _, choice in in_order]

    def find_last(self, start: int) -> DateChoice | None:
        """The day of the last event that is told before a character; None where none is."""
        before = bisect_left(self._starts, start)
        return self._choices[before - 1] if before else None

    def share(self, draft: Draft, edtf: Iterable[str]) -> dict[str, dict[str, float]]:
        """For each of some days the share of the other events that have it, by what these have in common with one.

        Args:
            draft: The one.
            edtf: The days.

        Returns:
            By day, then by feature; what no other event has in common with the one is left out.
        """
        shares: dict[str, dict[str, float]] = {day: {} for day in edtf}
        for name, days, is_own in self._list_groups(draft):
            own = draft.choice.edtf if is_own and draft.choice is not None else None
            total = days.total() - (own is not None)
            for day, found in shares.items():
                if total:
                    found[name] = (days[day] - (day == own)) / total
        return shares

    def _list_groups(self, draft: Draft) -> Iterator[tuple[str, Days, bool]]:
        """What others have in common with an event, their days, and whether its own is counted among these."""
        trigger, stem = draft.view.trigger, _find_stem(draft)
        for is_sure, by in _BY:
            is_own = is_sure == draft.is_sure
            yield f"events of the type, {by}", _get(self._by_type, trigger.type, is_sure), is_own
            yield f"events of the kind, {by}", self._find_kin(trigger.type, is_sure), False
            for step, name in _SENTENCES:
                days = _get(self._by_sentence, trigger.sentence + step, is_sure)
                yield f"events {name}, {by}", days, is_own and not step
            yield f"events of the same word, {by}", _get(self._by_stem, stem, is_sure), is_own

    def _find_kin(self, code: str, is_sure: bool) -> Days:
        """The days of the events of other types of a kind with one."""
        if (code, is_sure) not in self._of_kind:
            kinds = find_kinds(code)
            kin = (other for other in self._types if other != code and find_kinds(other) & kinds)
            self._of_kind[code, is_sure] = sum((_get(self._by_type, other, is_sure) for other in kin), Counter())
        return self._of_kind[code, is_sure]


def _get(counted: Mapping[Hashable, Days], key: Hashable, is_sure: bool) -> Days:
    return counted.get((key, is_sure)) or Counter()


def _find_stem(draft: Draft) -> str:
    return find_stem(draft.view.tree.tokens[draft.view.trigger.token])


class DaysBetween:
    """How many days are told between two sentences."""

    def __init__(self, sites: Sequence[Site]) -> None:
        """Take in the dates of one document that tell a day, in text order."""
        self._sentences = [site.sentence for site in sites]
        self._where: defaultdict[str, list[int]] = defaultdict(list)
        # Of a day that is told again in a range, only the first time counts: that with no other before it in there.
        self._previous = np.full(len(sites), -1)
        for number, site in enumerate(sites):
            told = self._where[site.timex.edtf]
            if told:
                self._previous[number] = told[-1]
            told.append(number)

    def count(self, one: int, other: int, *, without: str) -> int:
        """The days told in the sentences between two, each once, but for one day in EDTF that is not counted."""
        low, high = sorted((one, other))
        first, end = bisect_right(self._sentences, low), bisect_left(self._sentences, high)
        if first >= end:
            return 0
        told = self._where.get(without, [])
        is_among = bisect_left(told, first) < bisect_left(told, end)
        return int(np.count_nonzero(self._previous[first:end] < first)) - is_among

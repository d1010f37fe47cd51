"""The days that a story may still be at: those told before a sentence, found without a look at each one between."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from heapq import merge

from mapping.model import ParsedDocument
from mapping.telling.date_sites import Site

Part = tuple[bool, int | None]
"""Where a sentence stands: whether below a picture, and in which item of a list, None where in none."""

# A date of no news stays with its own paragraph, and with the sentence that follows it.
_BACKGROUND_SENTENCES = 1


class RunningDates:
    """The days that one document tells, by the part of the text that they are told in."""

    def __init__(
        self,
        parsed: ParsedDocument,
        days: Mapping[int, Sequence[Site]],
        is_news: Callable[[Site], bool],
        find_part: Callable[[int], Part],
    ) -> None:
        """Take in a document.

        Args:
            parsed: Its sentences.
            days: The dates that may be carried on, by sentence, in text order.
            is_news: Whether a date is of the news, and so carried on however far.
            find_part: The part that a sentence stands in, by its number.
        """
        self._find_part = find_part
        news = {number: [site for site in sites if is_news(site)] for number, sites in days.items()}
        self._days, self._news = _Sites(days, find_part), _Sites(news, find_part)
        self._paragraphs = [sentence.paragraph for sentence in parsed.sentences]
        self._first: dict[int, int] = {}
        for number, paragraph in enumerate(self._paragraphs):
            self._first.setdefault(paragraph, number)

    def list_before(self, sentence: int) -> Iterator[Site]:
        """The days of the sentences before one that it may take, the last one first."""
        near = max(0, min(sentence - _BACKGROUND_SENTENCES, self._first[self._paragraphs[sentence]]))
        part = self._find_part(sentence)
        yield from self._days.walk_back(part, near, sentence)
        yield from self._news.walk_back(part, 0, near)


class _Sites:
    """Dates by sentence, and the sentences that have some by their part of the text."""

    def __init__(self, sites: Mapping[int, Sequence[Site]], find_part: Callable[[int], Part]) -> None:
        self._sites = sites
        self._whole: defaultdict[bool, list[int]] = defaultdict(list)
        self._items: defaultdict[Part, list[int]] = defaultdict(list)
        for number in sorted(number for number, own in sites.items() if own):
            part = find_part(number)
            self._whole[part[0]].append(number)
            self._items[part].append(number)

    def walk_back(self, part: Part, first: int, end: int) -> Iterator[Site]:
        """The dates of sentences `[first, end)` that a part goes on with: an item with none of another item."""
        is_caption, item = part
        if item is None:
            numbers = _count_down(self._whole[is_caption], first, end)
        else:
            own, outside = self._items[part], self._items[is_caption, None]
            numbers = merge(_count_down(own, first, end), _count_down(outside, first, end), reverse=True)
        for number in numbers:
            yield from reversed(self._sites[number])


def _count_down(numbers: Sequence[int], first: int, end: int) -> Iterator[int]:
    """Those of sorted numbers that lie in `[first, end)`, the last one first."""
    for index in range(bisect_left(numbers, end) - 1, -1, -1):
        if numbers[index] < first:
            return
        yield numbers[index]

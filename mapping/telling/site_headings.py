"""Which place heads a part of a text: the dateline of a report, or that of an item in a list of items by place.

"KIRKAN: Two shops burned." and "Velim. A bridge was closed." put what follows them there, up to the next such heading.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from mapping.kinds import ParagraphKind
from mapping.model import ParsedDocument, Place
from mapping.telling.sites import Site


class Headings:
    """The places that head parts of one document."""

    def __init__(self, parsed: ParsedDocument, sites: Sequence[Site]) -> None:
        self._parsed = parsed
        self._heads: dict[int, set[str]] = defaultdict(set)
        for site in sites:
            if site.is_dateline and site.place and site.paragraph_kind is ParagraphKind.BODY:
                self._heads[parsed.sentences[site.sentence].paragraph].add(site.place.place_id)
        self._headed = sorted(self._heads)
        self._all = set().union(*self._heads.values())

    def heads_own(self, sentence: int, place: Place) -> bool:
        """Whether a place heads the item that a sentence is in; a text with one heading has no items."""
        return len(self._heads) > 1 and place.place_id in self._find(sentence)

    def heads_other(self, sentence: int, place: Place) -> bool:
        """Whether a place heads another part of the text than that which a sentence is in."""
        own = self._find(sentence)
        return bool(own) and place.place_id in self._all and place.place_id not in own

    def _find(self, sentence: int) -> set[str]:
        """The places of the last heading before a sentence, by id; none where nothing is headed yet."""
        before = bisect_right(self._headed, self._parsed.sentences[sentence].paragraph)
        return self._heads[self._headed[before - 1]] if before else set()

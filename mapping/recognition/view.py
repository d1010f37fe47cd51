"""One sentence as the rules for toponyms see it, and the spans that they propose."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from mapping.kinds import MentionKind
from mapping.model import Sentence

LIST_SIGNS = frozenset({",", "and", "&"})
"""What joins the names of a list."""

_POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """One span that may be a toponym.

    `name` is what to look it up by; `rule` names what proposed it; `first` and `last` are the indices of its tokens
    in its sentence, `last` excluded. A span may be shorter than its tokens ("U.S." in "U.S.-led").
    """

    start: int
    end: int
    name: str
    kind: MentionKind
    rule: str
    sentence: int
    first: int
    last: int


class SentenceView:
    """One sentence with what several rules ask of it; `capitals` are the indices of tokens that begin like names."""

    def __init__(self, index: int, sentence: Sentence, text: str) -> None:
        self.index = index
        self.sentence = sentence
        self.text = text
        self.tokens = sentence.tokens
        self._starts = [token.start for token in sentence.tokens]
        self.lower = [token.text.lower() for token in sentence.tokens]
        self._is_capital = [is_name_like(token.text) for token in sentence.tokens]
        self.capitals = [index for index, is_capital in enumerate(self._is_capital) if is_capital]
        words = [token.text for token in sentence.tokens if token.text[0].isalpha() and len(token.text) > 1]
        capitals = sum([word[0].isupper() for word in words])
        self.is_shouting = len(words) > 1 and sum([word.isupper() for word in words]) > 0.7 * len(words)
        self.is_title_case = len(words) > 4 and capitals > 0.6 * len(words)
        self.is_lower_case = len(words) > 3 and not any(token.text[0].isupper() for token in sentence.tokens)

    def find_tokens(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that a span touches: first, and last excluded."""
        return max(0, bisect_right(self._starts, start) - 1), bisect_left(self._starts, end)

    def is_hyphened(self, index: int) -> bool:
        """Whether hyphens join a token to both of its neighbours: "au" in "Port-au-Prince"."""
        ends = [token.start for token in self.tokens[index + 1 : index + 2]]
        return (
            0 < index < len(self.tokens) - 1
            and self.lower[index - 1] == self.lower[index + 1] == "-"
            and ends == [self.tokens[index].end]
            and self.tokens[index - 1].end == self.tokens[index].start
        )

    def make(
        self, start: int, end: int, rule: str, *, name: str = "", kind: MentionKind = MentionKind.PLACE
    ) -> Proposal:
        """A proposal for a span of this sentence."""
        first, last = self.find_tokens(start, end)
        return Proposal(
            start=start,
            end=end,
            name=name or self.text[start:end],
            kind=kind,
            rule=rule,
            sentence=self.index,
            first=first,
            last=last,
        )

    def ends_person(self, end: int) -> bool:
        """Whether the full name of a person ends at this character."""
        return any(
            entity.label == "PERSON" and entity.end == end and " " in entity.text for entity in self.sentence.entities
        )

    def is_capitalised(self, index: int) -> bool:
        """Whether the token begins like a name."""
        return 0 <= index < len(self._is_capital) and self._is_capital[index]


def is_name_like(word: str) -> bool:
    """Whether a word begins with a capital, the Arabic article aside ("al-Qaim")."""
    if word[:1].isupper():
        return True
    bare = word.removeprefix("al-").removeprefix("el-").lstrip("‘’'\"“")
    return bool(bare) and bare[0].isupper()


def strip_possessive(name: str) -> str:
    """A name without the apostrophe, or apostrophe and s, at its end."""
    return _POSSESSIVE.sub("", name)

"""Where the dates of a document stand in its parse, and in which tense its events are told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from mapping.model import Granularity, ParsedDocument, Sentence, Timex
from mapping.syntax import Tree

# Too wide to date an event of the news.
_TOO_COARSE = (Granularity.DECADE, Granularity.CENTURY)
# A span up to this many days is as good as a day: "the weekend", "last week".
_DAY_LIKE_DAYS = 1
# Between a date and the word that it dates stand only prepositions and the date's own words.
_PASSED_POS = ("ADP", "SCONJ", "PART", "DET", "NUM", "PUNCT", "ADV", "X")
_STAMP_WORDS = frozenset({"published", "updated", "posted", "modified", "created"})
_STAMP_CHARS = 40
_STAMP_DAYS = 2


@dataclass(frozen=True, slots=True)
class Site:
    """A timex that can date an event.

    `governor` is the token of its sentence that it dates: a verb ("left on Monday") or a noun ("Monday's attack").
    """

    timex: Timex
    governor: int
    is_nominal: bool
    is_day: bool


def find_sites(
    parsed: ParsedDocument, timexes: Sequence[Timex], created: date | None, get_tree: Callable[[int], Tree]
) -> dict[int, list[Site]]:
    """The timexes that can date an event, by sentence, in text order.

    A line that tells when the text was published or changed dates no event.
    """
    sites: dict[int, list[Site]] = {}
    usable = [t for t in timexes if t.span is not None and t.type != "SET" and t.span.granularity not in _TOO_COARSE]
    position = 0
    for number, sentence in enumerate(parsed.sentences):
        while position < len(usable) and usable[position].end <= sentence.start:
            position += 1
        index = position
        while index < len(usable) and usable[index].start < sentence.end:
            timex = usable[index]
            index += 1
            words = [token.index for token in sentence.tokens if token.start < timex.end and timex.start < token.end]
            if words and not _is_stamp(sentence, timex, created):
                sites.setdefault(number, []).append(_make_site(timex, words, get_tree(number)))
    return sites


def _make_site(timex: Timex, words: list[int], tree: Tree) -> Site:
    inside = set(words)
    top = next((index for index in words if tree.head(index) not in inside), words[0])
    governor, head = top, tree.head(top)
    while head is not None:
        governor = head
        if tree.tokens[head].pos not in _PASSED_POS and head not in inside:
            break
        head = tree.head(head)
    span = timex.span
    is_day = span is not None and span.start is not None and span.end is not None and (span.end - span.start).days < 2
    is_nominal = tree.tokens[governor].pos in ("NOUN", "PROPN", "PRON", "ADJ")
    return Site(timex, governor, is_nominal, is_day)


def _is_stamp(sentence: Sentence, timex: Timex, created: date | None) -> bool:
    """Whether a date stands in a line of publication: one that is little more than a date, or says "updated"."""
    span = timex.span
    if span is None or span.start != span.end:
        return False
    is_near = created is None or (span.start is not None and abs((span.start - created).days) <= _STAMP_DAYS)
    rest = (sentence.end - sentence.start) - (timex.end - timex.start)
    if is_near and any(token.lemma in _STAMP_WORDS or token.text.lower() in _STAMP_WORDS for token in sentence.tokens):
        return not any(token.pos == "VERB" and token.text.lower() not in _STAMP_WORDS for token in sentence.tokens)
    return rest < 12 or (
        is_near and rest < _STAMP_CHARS and not any(token.pos in ("VERB", "AUX") for token in sentence.tokens)
    )


def find_tense(tree: Tree, index: int) -> str:
    """How an event is told: past, present, perfect, future, or "" for nouns and forms without tense."""
    token = tree.tokens[index]
    if token.pos not in ("VERB", "AUX"):
        return ""
    helpers = [tree.tokens[child] for child in tree.children[index] if tree.tokens[child].dep in ("aux", "auxpass")]
    if any(helper.lemma in ("will", "shall", "'ll") for helper in helpers):
        return "future"
    if any(helper.tag in ("MD", "TO") for helper in helpers):
        return ""
    if token.tag == "VBD" or any(helper.tag == "VBD" for helper in helpers):
        return "past"
    if any(helper.lemma == "have" for helper in helpers):
        return "perfect"
    is_present = token.tag in ("VBZ", "VBP") or any(helper.tag in ("VBZ", "VBP") for helper in helpers)
    return "present" if is_present else ""

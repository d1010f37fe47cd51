"""Words that a page says about itself, not about the world: cookie notices, share buttons, adverts, lists of videos."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise

from mapping.settings import find_folder
from mapping.tables import read_table

# A notice is short; a news paragraph that happens to hold such words is not taken for one.
_MAX_WORDS = 30
# A video's length and title, as a player lists what comes next: "1:09 Mayor opens bridge". Posts of a live page start
# with times of day, which rise or fall.
_VIDEO = re.compile(r"(\d):([0-5]\d)\s+\S.*[^.\s]$", re.DOTALL)
_LEAST_VIDEOS = 3


@dataclass(frozen=True, slots=True)
class _Phrases:
    """The phrases of geodata/page_notices.csv in lower case, by where in a paragraph they stand.

    `inside` are pairs of a phrase's first words and its pattern, in which a star stands for up to three words.
    """

    start: tuple[str, ...]
    whole: frozenset[str]
    any: tuple[str, ...]
    inside: tuple[tuple[str, re.Pattern[str]], ...]


def is_notice(stretch: str) -> bool:
    """Whether a paragraph is a notice of the page, by the phrases of geodata/page_notices.csv."""
    words = stretch.casefold().split()
    if not words or len(words) > _MAX_WORDS:
        return False
    phrases, line = _read_phrases(), " ".join(words)
    if line.rstrip(".!:") in phrases.whole:
        return True
    starts = line.startswith(phrases.start) and any(_has_phrase(line[: len(p) + 1], p) for p in phrases.start)
    return starts or any(phrase in line and _has_phrase(line, phrase) for phrase in phrases.any)


def find_notices(stretch: str) -> Iterator[re.Match[str]]:
    """The notices inside a paragraph, as where a page was copied as one line; no news has these phrases."""
    line = stretch.casefold()
    for opening, pattern in _read_phrases().inside:
        # Looking for a fixed text is far quicker than for a pattern, and nearly no paragraph has one.
        if opening in line:
            yield from pattern.finditer(stretch)


def find_playlists(stretches: Sequence[str]) -> frozenset[int]:
    """Which of the paragraphs of a text are titles in lists of videos, three of them or more in a row."""
    lengths = [_read_length(stretch) for stretch in stretches]
    found: set[int] = set()
    for is_video, run in groupby(range(len(lengths)), key=lambda number: lengths[number] is not None):
        numbers = list(run)
        seconds = [lengths[number] or 0 for number in numbers]
        steps = [one < other for one, other in pairwise(seconds)]
        if is_video and len(numbers) >= _LEAST_VIDEOS and any(steps) and not all(steps):
            found |= set(numbers)
    return frozenset(found)


def _read_length(stretch: str) -> int | None:
    """The seconds in front of a video's title; None for any other text."""
    told = _VIDEO.match(stretch) if len(stretch.split()) <= _MAX_WORDS else None
    return 60 * int(told[1]) + int(told[2]) if told else None


def _has_phrase(line: str, phrase: str) -> bool:
    """Whether a phrase stands in a line as whole words."""
    return bool(re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", line))


@cache
def _read_phrases() -> _Phrases:
    rows = list(read_table(find_folder("geodata") / "page_notices.csv"))
    by_place = {
        place: [row["phrase"] for row in rows if row["where"] == place] for place in ("start", "whole", "any", "inside")
    }
    return _Phrases(
        start=tuple(by_place["start"]),
        whole=frozenset(phrase.rstrip(".!:") for phrase in by_place["whole"]),
        any=tuple(by_place["any"]),
        inside=tuple((phrase.partition("*")[0].strip(), _make_pattern(phrase)) for phrase in by_place["inside"]),
    )


def _make_pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(re.escape(phrase).replace(r"\*", r"\S+(?: \S+){0,2}"), re.IGNORECASE)

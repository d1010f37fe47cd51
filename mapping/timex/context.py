"""What a rule may look at besides its own words: the anchor, what was read before, and the tense around it."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from mapping.kinds import Granularity
from mapping.timex.shapes import Kinds
from mapping.timex.values import Reading
from mapping.timex.vocabulary import load_vocabulary
from mapping.timex.words import NO_WORDS, Words

# "A year ago" beside one of these is no quarter.
_YEARLY_PERIODS = ("P9M", "P1Y", "P6M")
_WINDOW_WORDS = 20
# A year so far back is told with the first date of a sentence, and meant by those that follow.
_OLDER_YEARS = 2
_PLACED_IN_YEAR = (Granularity.DAY, Granularity.TIME, Granularity.MONTH)
# A quarter that the text spoke of stays what "a year ago" means for about this many words.
QUARTER_REACH_WORDS: Final = 400
_STAMP_BEFORE = re.compile(
    r"\b(?:P(?:osted|OSTED|ublished|UBLISHED)|U(?:pdated|PDATED)|Modified|Created):?\s*(?:on |at )?$"
)
_STAMP_CHARS = 24
_INNER = ("OF", "IN", "AFTER", "FROM", "DURING")
_SPEECH = frozenset({"said", "says", "spoke", "announced", "confirmed", "told"})
_AHEAD_BY_PREPOSITION = ("BY", "THROUGH")
# "Postponed to March", "brought forward to Friday".
_MOVED = frozenset({"postponed", "delayed", "deferred", "rescheduled", "adjourned", "moved", "pushed", "forward"})
_MOVED_WORDS = 3
# "Could" tells of what may still come ("could be charged on Tuesday"), but not before one of these: "could see smoke".
_COULD_THEN = frozenset(
    {"not", "n't", "never", "only", "barely", "have", "see", "seen", "hear", "heard", "feel", "felt", "smell"}
    | {"reached", "located", "found"}
)


@dataclass(slots=True)
class Context:
    """The state of one pass over one text.

    `anchor` is the document creation time, or what stands for it, or None. `last_day` is the day that the text last
    spoke of, `last_year`, `last_quarter` (year, quarter) likewise, `year_word` and `quarter_word` where they stood.
    `stops` are the words of the block that end a sentence, `cues` those that can tell a tense.
    """

    anchor: date | None
    day_first: bool
    words: Words = NO_WORDS
    last_day: date | None = None
    last_reading: Reading | None = None
    last_year: int | None = None
    last_quarter: tuple[int, int] | None = None
    quarter_word: int = 0
    year_word: int = 0
    stops: Sequence[int] = ()
    cues: Sequence[int] = ()

    def enter(self, words: Words) -> None:
        """Go on to the next block of the text."""
        self.quarter_word -= len(self.words.codes)
        self.year_word -= len(self.words.codes)
        self.words = words
        stop, cue = _load_cues()
        self.stops = [match.start() for match in stop.finditer(words.codes)]
        self.cues = [match.start() for match in cue.finditer(words.codes)]

    def get_kinds(self, index: int) -> Kinds:
        """The kinds of a word, none beyond the text."""
        return self.words.kinds[index] if 0 <= index < len(self.words.kinds) else {}

    def is_kind(self, index: int, *kinds: str) -> bool:
        """Whether a word is of one of these kinds."""
        words = self.words.kinds
        return 0 <= index < len(words) and not words[index].keys().isdisjoint(kinds)

    def note(self, reading: Reading, word: int) -> None:
        """Remember what later expressions may refer to."""
        if reading.type == "DURATION" and reading.value in _YEARLY_PERIODS:
            self.last_quarter = None
        if reading.first is None or is_stamped(self.words.text, self.words.starts[word]):
            return
        if reading.granularity is Granularity.QUARTER:
            if reading.last is not None and not reading.is_comparison and self.anchor and reading.last <= self.anchor:
                self.last_quarter = (reading.first.year, (reading.first.month + 2) // 3)
                self.quarter_word = word
        elif reading.first == reading.last and reading.type in ("DATE", "TIME") and not self._is_of_speech(word):
            self.last_day = reading.first
        if reading.type == "DATE" or reading.granularity is Granularity.TIME:
            self.last_year = reading.first.year
            self.year_word = word if reading.granularity in _PLACED_IN_YEAR else -1
            self.last_reading = reading

    def _is_of_speech(self, word: int) -> bool:
        """Whether a day is that of a statement, which the story does not go on from: "... police said on Friday"."""
        said = word - 1 - self.is_kind(word - 1, "ON")
        return self.last_day is not None and said >= 0 and self.words.forms[said] in _SPEECH

    def get_state(self, word: int) -> tuple[object, ...]:
        """All that a reading at a word can depend on besides the words themselves."""
        told = self.last_reading.first if self.last_reading else None
        is_near = word - self.quarter_word < QUARTER_REACH_WORDS
        return self.last_day, told, self.last_year, self.last_quarter, is_near, self.find_older_year(word)

    def find_older_year(self, word: int) -> int | None:
        """The year of a date before a word in its sentence, where it lies well back: "in May 1976 ..., on 16 June"."""
        if self.anchor is None or self.last_year is None or self.last_year > self.anchor.year - _OLDER_YEARS:
            return None
        stops = (
            stop for stop in reversed(self.stops[: bisect_left(self.stops, word)]) if self.words.forms[stop] != ";"
        )
        return self.last_year if next(stops, -1) < self.year_word else None

    def find_tense(self, first: int, last: int) -> int:
        """The tense of the verb that most likely governs an expression: 1 ahead, -1 past, 0 not to be seen.

        The nearest verb before it in its sentence decides; only where there is none, the first one after it.
        """
        if self.is_kind(first - 1, "ENDED") and self.words.forms[first - 1] != "end":
            return -1 if self.words.forms[first - 1] == "ended" else 1
        if self.is_kind(first - 1, "UNTIL"):
            # At the head of a sentence it looks back ("Until Thursday, they had not called").
            return -1 if self.is_kind(first - 2, "STOP", "BREAK") else 1
        if self.is_kind(first - 1, "TO") and not _MOVED.isdisjoint(
            self.words.forms[max(0, first - _MOVED_WORDS) : first]
        ):
            return 1
        before = self._find_verb(reversed(self._find_cues(max(0, first - _WINDOW_WORDS), first, ahead=False)), "ASKED")
        if self.is_kind(first - 1, *_AHEAD_BY_PREPOSITION):
            return 1 if before >= 0 else -1
        if before or self._is_in_phrase(first):
            return before
        return self._find_verb(self._find_cues(last, last + _WINDOW_WORDS, ahead=True))

    def _is_in_phrase(self, first: int) -> bool:
        """Whether what is dated hangs on another noun: "the victims of a Friday night crash are expected to live"."""
        return self.is_kind(first - 1, "A") and self.is_kind(first - 2, *_INNER) and not self._begins(first - 2)

    def _begins(self, index: int) -> bool:
        return index <= 0 or self.is_kind(index - 1, "STOP", "BREAK")

    def _find_cues(self, start: int, end: int, *, ahead: bool) -> Sequence[int]:
        """The words from `start` to `end` that can tell a tense, as far as the sentence reaches."""
        stops, cues = self.stops, self.cues
        if ahead:
            stop = bisect_left(stops, start)
            end = min(end, stops[stop]) if stop < len(stops) else end
        else:
            stop = bisect_left(stops, end)
            start = max(start, stops[stop - 1] + 1) if stop else start
        return cues[bisect_left(cues, start) : bisect_left(cues, end)]

    def _find_verb(self, cues: Iterable[int], *ahead: str) -> int:
        """What the first of some words that tells a tense tells; words of the kinds `ahead` look ahead."""
        planned = 0
        for index in cues:
            kinds = self.get_kinds(index)
            if "WILL" in kinds or "WOULD" in kinds or self._is_open(index):
                return 1
            if "COULD" in kinds:
                return -1
            if "MODAL" in kinds or self.is_kind(index - 1, "THE", "A", "ITS", "POSSESSIVE"):
                continue  # "the planned vote" is no verb
            is_ended = self.words.forms[index] == "ended" and not self.is_kind(index - 1, "UNIT", "UNITS", "PERIOD")
            if "ENDED" in kinds and not is_ended:  # "the end of May", "the quarter ended May 31"
                continue
            if "DUE" in kinds and self.is_kind(index - 1, "TO"):  # "to expire" follows what governs it
                planned = 1
            elif not kinds.keys().isdisjoint(("DUE", *ahead)):
                return -1 if self.is_kind(index - 1, "HAD_BEEN") else 1
            else:
                return 1 if self._is_infinitive(index) else -1
        return planned

    def _is_open(self, index: int) -> bool:
        """Whether a word says that something can, could, may or must still happen: "may rule", not "may have ruled"."""
        if not self.is_kind(index, "MODAL", "COULD") or self.is_kind(index + 1, "STOP", "BREAK"):
            return False
        if self.is_kind(index, "COULD"):
            return _COULD_THEN.isdisjoint(self.words.forms[index + 1 : index + 3])
        # May Pen is a town, and May a month.
        is_name = self.words.text[self.words.starts[index]].isupper()
        return not is_name and "have" not in self.words.forms[index + 1 : index + 2]

    def tells_plan(self, first: int) -> bool:
        """Whether an infinitive stands between an expression and the verb before it: "decided to admit them in May"."""
        cues = self._find_cues(max(0, first - _WINDOW_WORDS), first, ahead=False)
        after = range(cues[-1] + 1 if cues else first, first)
        return any(self.is_kind(index, "TO") and self.is_kind(index + 1, "OTHER") for index in after)

    def tells_cause(self, first: int) -> bool:
        """Whether "after" stands before what is dated: "will appear in court after a stabbing on Sunday"."""
        stops = self.stops[: bisect_left(self.stops, first)]
        start = max(first - _WINDOW_WORDS, stops[-1] + 1 if stops else 0)
        behind = [index for index in range(start, first - 1) if self.words.forms[index] == "after"]
        return bool(behind) and not self._find_cues(behind[-1], first, ahead=False)

    def _is_infinitive(self, index: int) -> bool:
        """Whether a form that looks past is not: "to be published", "will be read", "to set"."""
        if self.is_kind(index - 1, "TO", "TO_BE", "WILL", "WOULD"):
            return True
        is_passive = self.is_kind(index - 1, "BE") or self.is_kind(index - 2, "BE", "TO_BE")
        if self.is_kind(index - 2, "COULD"):
            return is_passive and self._is_open(index - 2)
        return is_passive and self.is_kind(index - 2, "TO_BE", "WILL", "MODAL", "DUE")


def is_stamped(text: str, start: int) -> bool:
    """Whether what begins here tells when the text came out: "Posted: Monday, 2:27 PM", also behind a headline.

    Within a sentence, "posted on Monday" tells what somebody did.
    """
    return _STAMP_BEFORE.search(text, max(0, start - _STAMP_CHARS), start) is not None


@lru_cache(maxsize=1)
def _load_cues() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What ends a sentence, and what tells a tense, as patterns over `Words.codes`."""
    find_codes = load_vocabulary().find_codes
    stop, cue = (
        find_codes("STOP", "BREAK"),
        find_codes("WILL", "WOULD", "DUE", "ASKED", "WAS", "ED", "ENDED", "MODAL", "COULD"),
    )
    return re.compile(f"[{stop}]"), re.compile(f"[{cue}]")

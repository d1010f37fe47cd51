"""Days told by an event that another sentence dates: "the day before his death", "two days after the mayor fell"."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from mapping.model import ParsedDocument, Timex
from mapping.telling.date_governors import NOMINAL_POS
from mapping.telling.date_sites import Site, find_event, find_mark, find_stem, group_by_sentence
from mapping.telling.syntax import SUBJECTS, Tree
from mapping.timex.links import read_distance
from mapping.timex.values import read_day, read_unit, shift

_UNITS = ("day", "week")
_SINCE_THEN = ("since", "then")
# "Then" is told in the same sentence, or so many sentences before.
_REACH = 2
_LIGHT_VERBS = frozenset({"be", "come", "happen", "occur", "take", "have", "follow"})


def link_events(
    parsed: ParsedDocument,
    timexes: Sequence[Timex],
    by_stem: Mapping[str, Sequence[Site]],
    get_tree: Callable[[int], Tree],
    find_running: Callable[[int], date | None],
    find_own: Callable[[int], date | None],
) -> Iterator[Site]:
    """Place what is told by its distance from an event, by the day that the text gives that event elsewhere.

    Where the event itself has no day elsewhere but what it is told beside has, the event is placed instead.

    Args:
        parsed: The document.
        timexes: All of it, in text order.
        by_stem: The dates of the document by the stem of the word that each dates.
        get_tree: The parse of a sentence.
        find_running: The day that the story is at before a sentence: "the attack came two days after the vote".
        find_own: The only day that a sentence tells: "it stood by her on Sunday, lifting a cloud two days before the
            vote".
    """
    counted = [timex for timex in timexes if (read_distance(timex) or (0, ""))[1] in _UNITS]
    for number, inside in group_by_sentence(parsed, counted):
        tree = get_tree(number)
        for timex in inside:
            words = [token.index for token in tree.tokens if token.start < timex.end and timex.start < token.end]
            mark = find_mark(tree, words)
            event = find_event(tree, mark) if mark is not None else None
            if mark is None or event is None or event in words:
                continue
            told = _find_told(tree, mark, event, words)
            is_after = tree.tokens[mark].text.lower() == "after"
            day = _find_day(tree, event, timex, number, by_stem)
            if told is None:
                continue
            if day is not None:
                linked = _place(timex, number, told, tree, day, is_later=is_after)
            else:
                running = _find_running(tree, told, find_running(number))
                day = _find_told_day(tree, told, timex, number, by_stem) or running or find_own(number)
                linked = _place(timex, number, event, tree, day, is_later=not is_after) if day else None
                # What is told before or after a vote has another day than the vote.
                if linked is not None and linked.is_nominal:
                    linked = replace(linked, signal=tree.tokens[mark].text.lower())
            if linked is not None:
                yield linked


def link_since_then(
    parsed: ParsedDocument, sites: Mapping[int, Sequence[Site]], get_tree: Callable[[int], Tree]
) -> Iterator[Site]:
    """What has gone on "since then": since the last date that was told, here or in the two sentences before.

    Args:
        parsed: The document.
        sites: Its dates, by sentence.
        get_tree: The parse of a sentence.
    """
    for number, sentence in enumerate(parsed.sentences):
        for since, then in pairwise(sentence.tokens):
            if (since.text.lower(), then.text.lower()) != _SINCE_THEN:
                continue
            before = [site for near in range(max(0, number - _REACH), number + 1) for site in sites.get(near, ())]
            told = [site for site in before if site.timex.end <= since.start and not site.is_aside]
            verb = get_tree(number).head(since.index)
            if told and verb is not None:
                timex = replace(told[-1].timex, text=then.text, start=then.start, end=then.end)
                yield Site(
                    timex=timex, sentence=number, governor=verb, verb=verb, signal=_SINCE_THEN[0], is_nominal=False
                )


def _find_told(tree: Tree, mark: int, event: int, words: Sequence[int]) -> int | None:
    """What is told to be so far from an event: the verb that the words of distance hang on."""
    heads = tree.ancestors(mark if tree.tokens[mark].dep != "mark" else event)
    return next((head for head in heads if head not in words and head != event), None)


def _find_told_day(
    tree: Tree, told: int, timex: Timex, sentence: int, by_stem: Mapping[str, Sequence[Site]]
) -> date | None:
    named = [told] if tree.tokens[told].lemma not in _LIGHT_VERBS else tree.with_dep(told, SUBJECTS)
    days = (_find_day(tree, token, timex, sentence, by_stem) for token in named)
    return next((day for day in days if day is not None), None)


def _find_running(tree: Tree, told: int, running: date | None) -> date | None:
    """The story's day, where what "came" or "happened" then is told as known: "the attack", "it"."""
    if tree.tokens[told].lemma not in _LIGHT_VERBS:
        return None
    for subject in tree.with_dep(told, SUBJECTS):
        words = [tree.tokens[child].text.lower() for child in tree.children[subject]]
        if tree.tokens[subject].pos == "PRON" or "the" in words or "this" in words:
            return running
    return None


def _find_day(
    tree: Tree, token: int, timex: Timex, sentence: int, by_stem: Mapping[str, Sequence[Site]]
) -> date | None:
    """The day that the nearest sentence gives the thing that a word tells of."""
    if tree.tokens[token].lemma in _LIGHT_VERBS:
        return None
    sites = [
        site
        for site in by_stem.get(find_stem(tree.tokens[token]), ())
        if site.is_single and site.timex.start != timex.start and read_distance(site.timex) is None
    ]
    nearest = min(sites, key=lambda site: abs(site.sentence - sentence), default=None)
    return nearest.timex.span.start if nearest is not None and nearest.timex.span is not None else None


def _place(timex: Timex, sentence: int, governor: int, tree: Tree, day: date, *, is_later: bool) -> Site | None:
    distance = read_distance(timex)
    if distance is None:
        return None
    count, unit = distance
    moved = shift(day, count if is_later else -count, unit)
    reading = (read_day(moved) if unit == "day" else read_unit(moved, unit)) if moved else None
    if reading is None:
        return None
    placed = replace(timex, value=reading.value, span=reading.span, edtf=reading.edtf, anchor=day)
    is_nominal = tree.tokens[governor].pos in NOMINAL_POS
    return Site(timex=placed, sentence=sentence, governor=governor, verb=governor, signal="", is_nominal=is_nominal)

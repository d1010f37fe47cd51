"""Where the dates of a document stand in its parse, and in which tense its events are told."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from mapping.kinds import Granularity
from mapping.model import ParsedDocument, Sentence, Timex, Token
from mapping.reading.datelines import find_dateline_end
from mapping.reading.stamps import find_stamp
from mapping.telling.date_governors import BEFORE, NOMINAL_POS, find_governor, find_placed_verb, is_ahead_of
from mapping.telling.lexicon import load_lexicon
from mapping.telling.syntax import SUBJECTS, Tree
from mapping.timex.context import is_stamped
from mapping.timex.links import reckon_event

# Too wide to date an event of the news.
_TOO_COARSE = (Granularity.DECADE, Granularity.CENTURY)
_STAMP_WORDS = frozenset({"published", "updated", "posted", "modified", "created"})
# "Before noon on Saturday" is on Saturday: of an hour, these bound the hour and not the day.
_HOUR_SIGNALS = ("before", "after", "by")
# "Shut until noon" is of that day, "shut until noon on Friday" is not.
_LONG_SIGNALS = ("since", "until", "till")
HOURS_ALONE = ("clock_time", "part_of_day", "part_of_this_day")
"""The rules of expressions that tell an hour and leave its day to the text."""
_EVENT_DEPS = frozenset({"pobj", "pcomp"})
_DEGREES = ("JJS", "RBS")
_COUNTED = frozenset(
    {"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "only", "latest"}
)
# Of what is done to an event later, or before it, the day is another.
_NOT_THEN = frozenset(
    {"say", "claim", "report", "announce", "condemn", "describe", "call", "schedule", "plan", "expect", "blame", "mark"}
    | {"know", "see", "publish", "release", "post", "mention", "accuse", "wanted", "want", "follow", "cause", "prompt"}
    | {"trigger", "spark", "provoke", "investigate", "face", "involve", "include"}
)
_TIME_NOUNS = frozenset({"time", "day", "night", "morning", "week", "month", "year"})
_BESIDE_DEPS = frozenset({"ccomp", "parataxis"})
# What stands before its own clause tells of the same time as what follows: "when police came in 2014, they found it".
_SAME_TIME = ("when", "as", "while")
_MONTH = "month"
_STEM_CHARS = 5
_STEMS = {"death": "die", "dead": "die", "quake": "earth", "aftershock": "aftershock"}
# Characters beside the dates: with fewer, a line is a stamp; with fewer than the second, if it has no verb.
_STAMP_CHARS = (12, 40)
_STAMP_DAYS = 2


@dataclass(frozen=True, slots=True)
class Site:
    """A timex that can date an event.

    `governor` is the token of its sentence that it dates: a verb ("left on Monday") or a noun ("Monday's attack").
    `verb` is the verb that such a noun places in time as well ("in a July 16 speech, he said"), else the governor.
    `signal` is the preposition before it, lower case, or "".
    """

    timex: Timex
    sentence: int
    governor: int
    verb: int
    signal: str
    is_nominal: bool

    @property
    def is_day(self) -> bool:
        """Whether it tells a day, or the two of a weekend."""
        span = self.timex.span
        if span is None or span.start is None or span.end is None:
            return False
        return span.start == span.end or (self.timex.type == "DATE" and (span.end - span.start).days < 2)

    @property
    def is_aside(self) -> bool:
        """Whether it is told by its distance from another ("four days earlier"), which the story goes on with."""
        return self.timex.type == "DURATION"

    @property
    def is_month(self) -> bool:
        """Whether it tells a month or less."""
        span = self.timex.span
        return (
            span is not None and span.start is not None and span.end is not None and (span.end - span.start).days < 31
        )

    @property
    def is_single(self) -> bool:
        """Whether it tells one day."""
        span = self.timex.span
        return span is not None and span.start is not None and span.start == span.end


def find_sites(
    parsed: ParsedDocument, timexes: Sequence[Timex], created: date | None, get_tree: Callable[[int], Tree]
) -> dict[int, list[Site]]:
    """The timexes that can date an event, by sentence, in text order.

    A line that tells when the text was published or changed dates no event.
    """
    sites: dict[int, list[Site]] = {}
    stamp = find_stamp(parsed.document.text, parsed.document.given_start)
    usable = [timex for timex in timexes if _can_date(timex) and not (stamp and stamp.start <= timex.start < stamp.end)]
    for number, inside in group_by_sentence(parsed, usable):
        sentence = parsed.sentences[number]
        filed = find_dateline_end(parsed.document.text, parsed.document.paragraphs[sentence.paragraph])
        stamped = _is_stamp(sentence, inside, created)
        for timex in (timex for timex in inside if not stamped and timex.start >= filed):
            if is_stamped(parsed.document.text, timex.start):
                continue
            words = [token.index for token in sentence.tokens if token.start < timex.end and timex.start < token.end]
            if words and not (timex.rule == _MONTH and _is_surname(get_tree(number), words)):
                sites.setdefault(number, []).extend(_make_sites(timex, number, words, get_tree(number)))
    return sites


def _is_surname(tree: Tree, words: Sequence[int]) -> bool:
    """Whether what reads as a month is somebody's name: "Theresa May said", "Mrs May resigned", "May told them"."""
    if len(words) > 1:
        return False
    token, before = tree.tokens[words[0]], tree.tokens[max(0, words[0] - 1)]
    is_called = before.dep == "compound" and before.head == token.index and before.pos == "PROPN"
    is_speaker = token.dep in SUBJECTS and tree.tokens[token.head].lemma in load_lexicon().classes["reporting"]
    return is_called or is_speaker


def _can_date(timex: Timex) -> bool:
    span = timex.span
    return span is not None and span.start is not None and span.granularity not in _TOO_COARSE


def group_by_sentence(parsed: ParsedDocument, timexes: Sequence[Timex]) -> Iterator[tuple[int, list[Timex]]]:
    """The numbers of the sentences that hold timexes, each with its own; both in text order."""
    position = 0
    for number, sentence in enumerate(parsed.sentences):
        while position < len(timexes) and timexes[position].end <= sentence.start:
            position += 1
        last = position
        while last < len(timexes) and timexes[last].start < sentence.end:
            last += 1
        if last > position:
            yield number, list(timexes[position:last])


def _make_sites(timex: Timex, sentence: int, words: list[int], tree: Tree) -> list[Site]:
    """A timex's own site, and before it that of the event that "the day after the quake" tells the day by."""
    site = _make_site(timex, sentence, words, tree)
    mark = find_mark(tree, words)
    event = find_event(tree, mark) if mark is not None else None
    if mark is None or event is None or event in words:
        return [site]
    reckoned = reckon_event(timex, tree.tokens[mark].text.lower() == "after")
    if reckoned is None:
        return [site]
    is_nominal = tree.tokens[event].pos in NOMINAL_POS
    told = Site(timex=reckoned, sentence=sentence, governor=event, verb=event, signal="", is_nominal=is_nominal)
    if site.governor != event:
        return [told, site]
    head = tree.head(event)
    return [told] if head is None else [told, replace(site, governor=head, verb=head)]


def find_mark(tree: Tree, words: Sequence[int]) -> int | None:
    """The "after" or "before" at the end of the words of an expression, or right behind them."""
    near = [index for index in (words[-1], words[-1] + 1) if index < len(tree.tokens)]
    return next((index for index in near if tree.tokens[index].text.lower() in ("after", "before")), None)


def find_event(tree: Tree, mark: int) -> int | None:
    """What "after" and "before" stand before: a noun, or the verb of a clause."""
    if tree.tokens[mark].dep == "mark":
        return tree.head(mark)
    return next(iter(tree.with_dep(mark, _EVENT_DEPS)), None)


def _make_site(timex: Timex, sentence: int, words: list[int], tree: Tree) -> Site:
    before = tree.tokens[words[0] - 1] if words[0] else None
    signal = before.text.lower() if before and before.pos in ("ADP", "SCONJ") else ""
    span = timex.span
    is_single = span is not None and span.start is not None and span.start == span.end
    governor = find_governor(tree, words, is_single=is_single, has_signal=bool(signal))
    is_nominal = tree.tokens[governor].pos in NOMINAL_POS
    if is_nominal and is_ahead_of(tree, governor):
        signal = BEFORE
    return Site(
        timex=timex,
        sentence=sentence,
        governor=governor,
        verb=find_placed_verb(tree, governor) if is_nominal else governor,
        signal="" if _is_within_day(timex, signal) else signal,
        is_nominal=is_nominal,
    )


def _is_within_day(timex: Timex, signal: str) -> bool:
    """Whether a preposition bounds an hour of the day told, which it leaves as it is: "until noon", "since today"."""
    if signal == "since" and timex.span is not None and timex.span.start == timex.anchor:
        return timex.anchor is not None and timex.rule == "deictic_day"
    if timex.type != "TIME":
        return False
    return signal in _HOUR_SIGNALS or (signal in _LONG_SIGNALS and timex.rule in HOURS_ALONE)


def _is_stamp(sentence: Sentence, timexes: Sequence[Timex], created: date | None) -> bool:
    """Whether a sentence is a line of publication: little more than a date, or one that says "updated"."""
    days = [timex.span.start for timex in timexes if timex.span is not None and timex.span.start is not None]
    if created is not None and any(abs((day - created).days) > _STAMP_DAYS for day in days):
        return False
    rest = (sentence.end - sentence.start) - sum(timex.end - timex.start for timex in timexes)
    if rest < _STAMP_CHARS[0]:
        return True
    words = [token for token in sentence.tokens if not any(t.start <= token.start < t.end for t in timexes)]
    says_stamp = any(token.text.lower() in _STAMP_WORDS for token in words)
    verbs = [token for token in words if token.pos in ("VERB", "AUX") and token.text.lower() not in _STAMP_WORDS]
    return not verbs and (says_stamp or rest < _STAMP_CHARS[1])


def find_tense(tree: Tree, index: int) -> str:
    """How an event is told: past, present, perfect, future, or "" for nouns and forms without tense."""
    token = tree.tokens[index]
    if token.pos not in ("VERB", "AUX"):
        return ""
    helpers = _find_helpers(tree, index)
    if any(helper.lemma in ("will", "shall", "'ll") for helper in helpers):
        return "future"
    # "Were reported to have been seized", "may have killed": done by then.
    if any(helper.tag == "VB" and helper.lemma == "have" for helper in helpers):
        return "past"
    if any(helper.tag in ("MD", "TO") for helper in helpers):
        return ""
    if token.tag == "VBD" or any(helper.tag == "VBD" for helper in helpers):
        return "past"
    if any(helper.lemma == "have" for helper in helpers):
        return "perfect"
    is_present = token.tag in ("VBZ", "VBP") or any(helper.tag in ("VBZ", "VBP") for helper in helpers)
    return "present" if is_present else ""


def is_pluperfect(tree: Tree, index: int) -> bool:
    """Whether something is told as done before something past: "said that they had removed him"."""
    return any(helper.lemma == "have" and helper.tag == "VBD" for helper in _find_helpers(tree, index))


def _find_helpers(tree: Tree, index: int) -> list[Token]:
    """The auxiliaries of a verb; in "was held and taken" the second verb has those of the first."""
    helpers = [tree.tokens[child] for child in tree.children[index] if tree.tokens[child].dep in ("aux", "auxpass")]
    token, head = tree.tokens[index], tree.head(index)
    if helpers or head is None or token.dep != "conj" or token.tag not in ("VBN", "VB"):
        return helpers
    return _find_helpers(tree, head)


def find_stem(token: Token) -> str:
    """What a verb and the noun made from it share, near enough: "shoot" and "shooting", "attack" and "attacker"."""
    return _STEMS.get(token.lemma, token.lemma[:_STEM_CHARS])


def measure_steps(tree: Tree, one: int, other: int) -> int:
    """Steps in the parse from one token to another, by their nearest common head."""
    up = {index: steps for steps, index in enumerate([one, *tree.ancestors(one)])}
    path = [other, *tree.ancestors(other)]
    return next((steps + up[index] for steps, index in enumerate(path) if index in up), len(up) + len(path))


def is_told_beside(tree: Tree, index: int) -> bool:
    """Whether a token stands in a clause that tells of another time: "people cheered after the town was taken"."""
    clause = tree.clause(index)
    marks = (tree.tokens[child] for child in tree.children[clause] if tree.tokens[child].dep == "mark")
    return any(mark.text.lower() in ("after", "before", "since") for mark in marks)


def is_with(tree: Tree, token: int, site: Site) -> bool:
    """Whether "a day earlier" is told of a token's own part of the sentence."""
    return site.governor in tree.subtree(tree.clause(token)) and not is_told_beside(tree, site.governor)


def is_backward(tree: Tree, site: Site) -> bool:
    """Whether a date tells of what came before the story's own time: "although they had been warned on Tuesday"."""
    return is_pluperfect(tree, site.verb) or is_told_beside(tree, site.governor)


def is_below(tree: Tree, word: int, start: int, site: Site) -> bool:
    """Whether a date stands in a clause below a word: "jailed for shelling a town in 2022" was not in 2022.

    "It has been hit before: in 1997 gunmen came", "the last time they met, in 2016, a barn burned": what leads up to
    the word has its day.

    Args:
        tree: Of the sentence of both.
        word: The token.
        start: Where the word begins in the text.
        site: The date.
    """
    clause = tree.clause(site.governor)
    if clause == tree.clause(word) or word not in tree.ancestors(clause):
        return False
    head, dep = tree.head(clause), tree.tokens[clause].dep
    is_time = dep == "relcl" and head is not None and tree.tokens[head].lemma in _TIME_NOUNS
    is_same = dep == "advcl" and any(tree.tokens[child].text.lower() in _SAME_TIME for child in tree.children[clause])
    return site.timex.start > start or not (is_time or is_same or dep in _BESIDE_DEPS)


def is_comparison(tree: Tree, site: Site) -> bool:
    """Whether a date only tells what an event is counted or compared against: "the fifth attack since September".

    "The worst storm to hit the coast since 2013" is of today as well.
    """
    noun = site.governor if site.is_nominal else find_subject(tree, site.governor)
    if site.signal != "since" or noun is None:
        return False
    beside = [tree.tokens[word] for word in tree.subtree(noun) if word < noun]
    return any(token.tag in _DEGREES or token.lemma.lower() in _COUNTED for token in beside)


def find_subject(tree: Tree, governor: int) -> int | None:
    """The noun that a clause is about, where a date tells the time of its verb: "the shooting that took place Friday".

    "The talks held on Friday" were then; "the attack claimed on Friday" was not.
    """
    token = tree.tokens[governor]
    is_about = token.dep == "relcl" or (token.dep == "acl" and token.lemma not in _NOT_THEN)
    return tree.head(governor) if is_about else None


def is_told_of_date(tree: Tree, index: int, timex: Timex) -> bool:
    """Whether a relative clause tells what happened at a date: "since Monday, when troops overran the town"."""
    head = tree.head(index)
    if head is None or tree.tokens[index].dep != "relcl" or not timex.start <= tree.tokens[head].start < timex.end:
        return False
    return any(tree.tokens[child].text.lower() == "when" for child in tree.children[index])


def is_fronted(tree: Tree, site: Site, verb: int) -> bool:
    """Whether a date at the head of a sentence is also that of a later verb: "on Monday men broke in and beat him"."""
    if tree.tokens[verb].dep != "conj" or site.timex.start > tree.tokens[site.governor].start:
        return False
    return verb in tree.conjuncts(site.governor)


def list_dated(tree: Tree, governor: int) -> list[Token]:
    """The words that a date tells the time of: its governor, and the noun that a relative clause is about.

    "The shooting that took place last Friday" dates the shooting.
    """
    head = find_subject(tree, governor)
    return [tree.tokens[governor]] if head is None else [tree.tokens[governor], tree.tokens[head]]

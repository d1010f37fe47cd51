"""The frozen values that pass between the stages; no logic but checks and what a value says of itself.

Spans are half-open character offsets `[start, end)` into `Document.text`. Coordinates are degrees on WGS 84 in
fields named `lon` and `lat`. Scores are 0..1. Days are ISO calendar days in UTC, both ends of a `DateSpan` included.
"""

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from mapping.extents import BBox as BBox
from mapping.extents import DateSpan as DateSpan
from mapping.extents import Offset as Offset
from mapping.extents import OtherDay as OtherDay
from mapping.extents import Span as Span
from mapping.extents import check_position, check_score, check_span
from mapping.kinds import GIVEN, Bound, Level, MentionKind, Modality, ParagraphKind, Review
from mapping.reports import Disagreement, ReportRef


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """A stretch of the text that no sentence crosses."""

    start: int
    end: int
    kind: ParagraphKind = ParagraphKind.BODY

    def __post_init__(self) -> None:
        check_span(self.start, self.end)


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """One news text.

    `created` is the document creation time to the day; None where neither the file nor the caller gives one.
    `created_rule` says where it came from: given, meta, url, page, text, or none. `paragraphs` are in order and do
    not overlap; together they hold every character that is read. `repeats` are those left out because another one
    says the same. `title` need not occur in `text`; behind a headline that stood beside the text and was put before it
    the text itself begins at `given_start`. `source` is the outlet ("bbc.co.uk", "Reuters"); `path` is where the text
    was read from, for people. `raw` is the row of a table that the document was made of, as a JSON object, or "".
    """

    doc_id: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    title: str = ""
    created: date | None = None
    created_rule: str = "none"
    source: str = ""
    url: str = ""
    path: str = ""
    repeats: tuple[Paragraph, ...] = ()
    raw: str = ""
    given_start: int = 0

    def __post_init__(self) -> None:
        if any(a.end > b.start for a, b in pairwise(self.paragraphs)):
            raise ValueError(f"paragraphs of {self.doc_id!r} must be in order and must not overlap")


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """One token of spaCy's parse. `head` and `index` count within the sentence; the root is its own head."""

    index: int
    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Entity:
    """A name that the language model found; `label` is OntoNotes' (GPE, LOC, FAC, ORG, PERSON, NORP, DATE ...)."""

    start: int
    end: int
    text: str
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """One sentence: its place in the text, its paragraph (an index), its tokens and names in text order."""

    start: int
    end: int
    paragraph: int
    # Not in the hash: much is remembered by sentence, and looked up far more often than the words have to be compared.
    tokens: tuple[Token, ...] = field(hash=False)
    entities: tuple[Entity, ...] = field(hash=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class ParsedDocument:
    """A document and its sentences, in text order."""

    document: Document
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """One record of the gazetteer.

    `place_id` is stable: "gn:94787" for GeoNames, "dl:persian-gulf" for Dateline's own. `population` is 0 where
    unknown. `radius_km` is that of the circle that holds most of the place. `admin1` and `admin2` are names of the
    divisions, codes GeoNames', `country_code` ISO 3166-1 alpha-2 or "". `qualifier`: of which Baga ("Nigeria"), or "".
    """

    place_id: str
    name: str
    ascii_name: str
    lon: float
    lat: float
    feature_class: str
    feature_code: str
    level: Level
    country_code: str = ""
    country: str = ""
    admin1_code: str = ""
    admin1: str = ""
    admin2_code: str = ""
    admin2: str = ""
    population: int = 0
    radius_km: float = 0.0
    geoname_id: int | None = None
    qualifier: str = ""

    def __post_init__(self) -> None:
        check_position(self.lon, self.lat)


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """One occurrence of a toponym.

    `name` is what to look up, which may differ from `text` ("Iraqi" stands for "Iraq"); `container` is the span and
    name of a place that the text itself puts it in ("Mosul, Iraq"), None where it does not. `part` is a direction
    ("northern"), or ""; `offset` a distance from it at which the text puts something, or None. `rule` names what found
    it.
    """

    start: int
    end: int
    text: str
    kind: MentionKind
    name: str
    score: float
    rule: str
    container: str = ""
    part: str = ""
    offset: Offset | None = None

    def __post_init__(self) -> None:
        check_span(self.start, self.end)
        check_score(self.score)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """One thing that spoke for or against a choice; `weight` is what it added to the score before calibration."""

    name: str
    weight: float
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A place that a mention could mean, with what speaks for and against it."""

    place: Place
    score: float
    reasons: tuple[Reason, ...] = ()

    def __post_init__(self) -> None:
        check_score(self.score)


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolution:
    """The choice for one mention: a place, or None with the reason in words. `candidates` come best first."""

    mention: Mention
    place: Place | None
    score: float
    reason: str
    candidates: tuple[Candidate, ...] = ()

    def __post_init__(self) -> None:
        check_score(self.score)


@dataclass(frozen=True, kw_only=True, slots=True)
class Timex:
    """A time expression, as in TimeML TIMEX3.

    `type` is DATE, TIME, DURATION or SET; `value` is the TIMEX3 value, None where there is none. `span` holds the
    days that it covers, None for what the text does not place in time: most durations, sets, vague references.
    `edtf` is the EDTF level 1 string, "" where there is no span. `anchor` is the day that it was reckoned from, None
    for absolute dates; `anchor_rule` tells where that day came from: "given", "latest full date in the text", or ""
    without an anchor. `modifier` is TIMEX3's (START, MID, END, APPROX, BEFORE, AFTER ...) or "". `conflict` tells in
    words where the text disagrees with itself. Value and span keep the day and hour as told; `utc_day` is the day in
    universal time where the zone told puts it on another one, else None.
    """

    start: int
    end: int
    text: str
    type: str
    value: str | None
    span: DateSpan | None
    edtf: str
    rule: str
    score: float
    modifier: str = ""
    anchor: date | None = None
    anchor_rule: str = ""
    conflict: str = ""
    utc_day: date | None = None

    def __post_init__(self) -> None:
        check_span(self.start, self.end)
        check_score(self.score)


@dataclass(frozen=True, kw_only=True, slots=True)
class Trigger:
    """The word that most clearly expresses an event.

    `type` is a code of geodata/event_types.csv ("battle.clash"); `sentence` and `token` are indices into
    `ParsedDocument.sentences` and `Sentence.tokens`. `is_reporting` marks verbs of speech ("said").
    """

    start: int
    end: int
    text: str
    lemma: str
    type: str
    modality: Modality
    sentence: int
    token: int
    rule: str
    score: float
    is_reporting: bool = False

    def __post_init__(self) -> None:
        check_span(self.start, self.end)
        check_score(self.score)

    @property
    def is_given(self) -> bool:
        """Whether the caller named the word as an event's, so that nothing leaves it out or joins it to another."""
        return self.rule.startswith(GIVEN)

    @property
    def typed_by(self) -> str:
        """What decided its type, whoever named the word: "lexicon", "lexicon and model", "model"."""
        return self.rule.removeprefix(GIVEN)


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """Who did it, or to whom. `role` is "actor" or "recipient"; `kind` and `country_code` are "" where unknown.

    `pronoun` is the word that the event's sentence has for it ("they") where the span names it further up, else "".
    """

    start: int
    end: int
    text: str
    head: str
    role: str
    kind: str = ""
    country_code: str = ""
    pronoun: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Toll:
    """A number of people told in the text. `kind` is one of `TOLL_KINDS`.

    `text` are the words, those that bound the number included ("at least 12", "dozens"); `bound` says what they mean.
    """

    start: int
    end: int
    text: str
    kind: str
    number: int
    bound: Bound = Bound.EXACT


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceChoice:
    """Where an event was. `mention` is the span's own text ("" with start == end where a rule had no span)."""

    place: Place
    start: int
    end: int
    mention: str
    rule: str
    score: float
    alternatives: tuple[Candidate, ...] = ()

    def __post_init__(self) -> None:
        check_span(self.start, self.end)
        check_score(self.score)


@dataclass(frozen=True, kw_only=True, slots=True)
class DateChoice:
    """When an event was. `timex` is the expression's own text ("" with start == end where there is none).

    `rule` names the step of the chain that chose; `note` says what a reader should know ("anchored on the latest
    full date in the text", "reckoned date and printed date disagree"). `alternatives` are the next likeliest days where
    several were weighed, best first.
    """

    span: DateSpan
    edtf: str
    start: int
    end: int
    timex: str
    rule: str
    score: float
    note: str = ""
    alternatives: tuple[OtherDay, ...] = ()

    def __post_init__(self) -> None:
        check_span(self.start, self.end)
        check_score(self.score)


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """Something that a sentence says happened.

    `place` and `date` are None where the text gives none; `unplaced` and `undated` then say why, and `unlisted` is the
    name of the place where the text tells one that the gazetteer lacks, with nothing around it. `sentence` is the
    sentence's text, at `sentence_start` in the document; all spans are offsets into the document's text. `retold` holds
    the triggers of other sentences of the document that tell the same happening again.

    The store merges what several documents tell of one happening: then `event_id` is the happening's, the other values
    are those of its best report with the best place and date among all, and `reports`, `disagreements`, `story_id`,
    `story` (its name) and `review` are filled in.
    """

    event_id: str
    doc_id: str
    trigger: Trigger
    place: PlaceChoice | None
    date: DateChoice | None
    actors: tuple[Actor, ...]
    tolls: tuple[Toll, ...]
    sentence: str
    sentence_start: int
    score: float
    unplaced: str = ""
    undated: str = ""
    unlisted: str = ""
    retold: tuple[Span, ...] = ()
    reports: tuple[ReportRef, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    story_id: str = ""
    story: str = ""
    review: Review = Review.NONE

    def __post_init__(self) -> None:
        check_score(self.score)


@dataclass(frozen=True, kw_only=True, slots=True)
class PassedOver:
    """A word that looked like an event's and tells of no happening: `chance` that it does, what speaks against it."""

    trigger: Trigger
    chance: float
    doubts: tuple[str, ...]

    def __post_init__(self) -> None:
        check_score(self.chance)


@dataclass(frozen=True, kw_only=True, slots=True)
class Extraction:
    """All that was found in one document, in text order; `passed_over` are words that are no events."""

    document: Document
    resolutions: tuple[Resolution, ...]
    timexes: tuple[Timex, ...]
    events: tuple[Event, ...]
    passed_over: tuple[PassedOver, ...] = ()

"""The closed lists that the values of `model.py` draw on."""

from enum import StrEnum


class ParagraphKind(StrEnum):
    """What a paragraph is for; only `BODY` and `HEADLINE` tell the story in sentences of their own."""

    HEADLINE = "headline"
    BODY = "body"
    CAPTION = "caption"
    CREDIT = "credit"
    NOTICE = "notice"


READ_KINDS = frozenset({ParagraphKind.HEADLINE, ParagraphKind.BODY, ParagraphKind.CAPTION})
"""The paragraphs that are read for events; credits and notices are not."""

STORY_KINDS = READ_KINDS - {ParagraphKind.CAPTION}
"""Of these, those that tell the story in sentences of their own."""


class MentionKind(StrEnum):
    """In what sense a text names a place."""

    PLACE = "place"
    DEMONYM = "demonym"
    ORGANISATION = "organisation"
    FACILITY = "facility"


LAND_LABELS = frozenset({"GPE", "LOC"})
"""OntoNotes' labels of the names of towns, lands and waters."""

PLACE_LABELS = LAND_LABELS | {"FAC"}
"""Those of all places, buildings and roads among them."""

TIME_LABELS = frozenset({"DATE", "TIME"})
"""Its labels of words that say when."""


class Level(StrEnum):
    """How large the place is that a point stands for, from finest to coarsest."""

    POI = "poi"
    CITY = "city"
    ADM2 = "adm2"
    ADM1 = "adm1"
    REGION = "region"
    COUNTRY = "country"


FINE_LEVELS = frozenset({Level.POI, Level.CITY, Level.ADM2})
"""The levels of which a point says where something was."""

WIDE_LEVELS = frozenset({Level.ADM1, Level.REGION, Level.COUNTRY})
"""The others: a point only stands for the land around it."""

LAND_LEVELS = frozenset({Level.REGION, Level.COUNTRY})
"""Of these, what is no division of a country."""

DIVISION_LEVELS = frozenset({Level.ADM1, Level.ADM2})
"""The divisions of a country."""

CONTAINER_LEVELS = DIVISION_LEVELS | LAND_LEVELS
"""What a text puts a town in: "Mosul, Iraq"."""


class Modality(StrEnum):
    """Whether the text says that the event took place."""

    HAPPENED = "happened"
    PLANNED = "planned"
    DENIED = "denied"
    CLAIMED = "claimed"


class Bound(StrEnum):
    """How a number that a text tells stands to the true one.

    `VAGUE` is a word that names no number ("dozens"): the number is then the least that the word can mean.
    """

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    VAGUE = "vague"


TOLL_KINDS = ("killed", "wounded", "missing", "arrested", "displaced")
"""What a text counts people as."""


class Granularity(StrEnum):
    """How finely a text tells a date."""

    TIME = "time"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    RANGE = "range"


ONE_DAY = frozenset({Granularity.TIME, Granularity.DAY})
"""How finely a text tells what it tells of one day."""


class Review(StrEnum):
    """What a person has said about an event; `NONE` while nobody has."""

    NONE = "none"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    REJECTED = "rejected"


class Change(StrEnum):
    """What a person's decision changes."""

    PLACE = "place"
    DATE = "date"
    TYPE = "type"
    REVIEW = "review"


GIVEN = "given, "
"""How the rule of a trigger begins that the caller named."""

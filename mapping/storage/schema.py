"""The tables of a store, the same in SQLite and in PostgreSQL.

What is beside these tables is each database's own: the text index (`events_text`) of both, and PostgreSQL's points.

An event is what the reports of one happening add up to. Its payload holds it whole but for places, which many events
and candidates share and which stand in it as a number; the columns beside it repeat what filters ask for. Days are
counted from 1970-01-01. Where the text leaves one end of an interval open, both days are the end that it tells, and
`open_side` says which is open. Texts are never NULL: "" stands for none.
"""

from sqlalchemy import BigInteger, Column, Float, Index, Integer, MetaData, SmallInteger, Table, Text, text

OPEN_NONE, OPEN_END, OPEN_START = 0, 1, 2

# In PostgreSQL texts sort by their code points as they do in SQLite, whatever the database's language is.
_Text = Text().with_variant(Text(collation="C"), "postgresql")
_Number = BigInteger().with_variant(Integer(), "sqlite")
_Score = Float(53)

metadata = MetaData()


def _text(name: str, *, key: bool = False, unique: bool = False, nullable: bool = False) -> Column[str]:
    return Column(name, _Text, primary_key=key, nullable=nullable, unique=unique)


def _number(name: str, *, key: bool = False) -> Column[int]:
    return Column(name, _Number, primary_key=key, autoincrement=False, nullable=False)


# Counters, so that no number is given twice even where the rows are gone.
meta = Table("meta", metadata, _text("key", key=True), _text("value"))

# One row a writing transaction. `state` is a hash over all that was done so far: two stores of other contents never
# share one, so a copy that was put back does not pass for the same store a little later.
revisions = Table("revisions", metadata, _number("revision", key=True), _text("state"))

# Events that a transaction changed in place or deleted; new ones are found by their numbers.
event_changes = Table("event_changes", metadata, _number("revision", key=True), _number("number", key=True))

documents = Table(
    "documents",
    metadata,
    _text("doc_id"),
    Column("created", _Text),  # ISO day
    _text("title"),
    _text("source"),
    _text("url"),
    _text("text_hash"),
    _text("payload"),
)
# Ids are hashes. Their indexes have names, so that a large load can make them at its end: kept in order while rows come
# in, each would be written all over again and again.
DOCUMENT_IDS = Index("documents_by_id", documents.c.doc_id, unique=True)

places = Table(
    "places",
    metadata,
    _number("number", key=True),
    _text("digest", unique=True),  # of the payload, which may be longer than an index takes
    _text("place_id"),
    _text("name"),
    Column("radius_km", _Score, nullable=False),
    _text("payload"),
)

# What one document tells; `number` grows in the order in which reports joined their event. The id is NULL where that of
# the event may stand for it: where the report founded it. So is the payload where that of the event is the same: where
# it is the only report, and nobody corrected the event.
reports = Table(
    "reports",
    metadata,
    _number("number", key=True),
    _text("report_id", nullable=True),
    _number("event_number"),
    _text("doc_id"),
    Column("position", Integer, nullable=False),  # in the document, from 0
    Column("payload", _Text),
)
_HAS_ID = reports.c.report_id.is_not(None)
_REPORT_IDS = Index("reports_by_id", reports.c.report_id, unique=True, sqlite_where=_HAS_ID, postgresql_where=_HAS_ID)
_REPORTS_BY_EVENT = Index("reports_by_event", reports.c.event_number)
_REPORTS_BY_DOCUMENT = Index("reports_by_document", reports.c.doc_id, reports.c.position)

# Two reports of one happening share at least one key, two near copies at least one band (mapping/merge.py).
report_keys = Table("report_keys", metadata, _text("key", key=True), _number("report_number", key=True))
Index("report_keys_by_report", report_keys.c.report_number)
document_bands = Table("document_bands", metadata, _text("band", key=True), _text("doc_id", key=True))
Index("document_bands_by_document", document_bands.c.doc_id)

events = Table(
    "events",
    metadata,
    _number("number", key=True),
    _text("event_id"),
    _text("doc_id"),
    Column("first_day", Integer),
    Column("last_day", Integer),
    Column("open_side", SmallInteger, nullable=False),
    _text("family"),
    _text("type"),
    _text("modality"),
    Column("score", _Score, nullable=False),
    _text("review"),
    Column("lon", _Score),
    Column("lat", _Score),
    Column("place_number", _Number),
    _text("place_id"),
    _text("place"),
    _text("country_code"),
    _text("country"),
    _text("admin1_code"),
    _text("admin1"),
    _text("level"),
    _text("granularity"),
    _text("story_id"),
    Column("report_count", Integer, nullable=False),
    _text("source"),  # of the lead report
    _text("unplaced"),
    _text("undated"),
    _text("payload"),
)
_EVENT_IDS = Index("events_by_id", events.c.event_id, unique=True)
# Both orders start with what narrows most and carry what filters ask for, so that only events that fit are read.
_FILTERED = (
    *("last_day", "family", "type", "modality", "score", "review", "country_code", "admin1_code"),
    *("level", "granularity", "source", "story_id"),
)
LONG_DAYS = 31
_IS_LONG = text(f"last_day - first_day > {LONG_DAYS}")
# The few that last longer than a month: a search among some days then need not look at all days before.
LONG_EVENTS = Index(
    "events_by_end",
    *(events.c[name] for name in ("last_day", "first_day")),
    sqlite_where=_IS_LONG,
    postgresql_where=_IS_LONG,
)
IS_PLACED = events.c.lon.is_not(None)
PLACES = Index(
    "events_by_place",
    *(events.c[name] for name in ("place_id", "first_day", "last_day", "review")),
    sqlite_where=IS_PLACED,
    postgresql_where=IS_PLACED,
    postgresql_include=["number"],  # which SQLite has in every index
)
EVENT_ORDERS = (
    Index("events_by_day", *(events.c[name] for name in ("first_day", "event_id", *_FILTERED, "lon", "lat"))),
    Index("events_by_point", *(events.c[name] for name in ("lat", "lon", "first_day", "event_id", *_FILTERED))),
    Index(
        "events_by_story",
        *(events.c[name] for name in ("story_id", "first_day", "last_day", "review")),
        sqlite_where=events.c.story_id != "",
        postgresql_where=events.c.story_id != "",
    ),
    LONG_EVENTS,
    PLACES,
)
"""The indexes by which readers find events; a large load makes them at its end."""

# The sources of an event's other reports, where they differ from that of the lead.
event_sources = Table("event_sources", metadata, _text("source", key=True), _number("event_number", key=True))
_SOURCES_BY_EVENT = Index("event_sources_by_event", event_sources.c.event_number)

REPORT_ORDERS = (_EVENT_IDS, _REPORT_IDS, _REPORTS_BY_EVENT, _REPORTS_BY_DOCUMENT, _SOURCES_BY_EVENT)
"""The indexes by which writers find what events and documents tell; a large load of new rows does not need them."""

# The payload is a story's profile, by which events join it (mapping/stories.py); "" where an import brought the story.
# One with a single member waits for others: readers see it, in `events.story_id`, from the second one on.
stories = Table("stories", metadata, _text("story_id", key=True), _text("name"), _text("payload"))
Index("stories_by_name", stories.c.name)
story_members = Table("story_members", metadata, _number("event_number", key=True), _text("story_id"))
Index("story_members_by_story", story_members.c.story_id, story_members.c.event_number)
story_keys = Table("story_keys", metadata, _text("key", key=True), _text("story_id", key=True))
Index("story_keys_by_story", story_keys.c.story_id)

# What was learned of each outlet's articles (mapping/resolution/memory.py); no part of what readers see.
outlet_articles = Table(
    "outlet_articles", metadata, _text("outlet", key=True), _text("doc_id", key=True), _text("payload")
)

# Never changed and never deleted: what is taken back is another row. Events may come and go; the decisions stay.
corrections = Table(
    "corrections",
    metadata,
    _number("number", key=True),
    _text("event_id"),
    _text("change"),
    _text("before"),
    _text("after"),
    _text("author"),
    _text("made_at"),
    _text("note"),
    Column("undoes", _Number),
)
Index("corrections_by_event", corrections.c.event_id, corrections.c.number)

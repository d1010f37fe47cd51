"""The collections that the API offers, and what their items are made of."""

from collections.abc import Mapping
from dataclasses import dataclass

from mapping.errors import NotFoundError
from mapping.querying.properties import DOCUMENT_PROPERTIES, EVENT_PROPERTIES, PLACE_PROPERTIES, Kind, Property


@dataclass(frozen=True, kw_only=True, slots=True)
class Collection:
    """A collection. `columns` are the properties that its page shows as a table, `example` is a filter of it."""

    collection_id: str
    title: str
    description: str
    properties: Mapping[str, Property]
    columns: tuple[str, ...]
    example: str
    has_text: bool = False

    @property
    def has_geometry(self) -> bool:
        """Whether its items have a point."""
        return any(prop.kind is Kind.POINT for prop in self.properties.values())


EVENTS = Collection(
    collection_id="events",
    title="Events",
    description="What the documents tell of, merged by happening; without those that a person has rejected.",
    properties=EVENT_PROPERTIES,
    example="country_code = 'IQ' AND score > 0.5",
    columns=("date_start", "place", "country", "type", "sentence", "source", "score"),
    has_text=True,
)
DOCUMENTS = Collection(
    collection_id="documents",
    title="Documents",
    description="The texts that were read and the rows that were imported, without their wording.",
    properties=DOCUMENT_PROPERTIES,
    example="source LIKE '%Times%' AND event_count > 1",
    columns=("published", "title", "source", "event_count"),
)
PLACES = Collection(
    collection_id="places",
    title="Places",
    description="The places of the events, with how many there were and between which days.",
    properties=PLACE_PROPERTIES,
    example="event_count > 10 AND level = 'city'",
    columns=("name", "admin1", "country", "level", "event_count", "date_start", "date_end"),
)
COLLECTIONS: Mapping[str, Collection] = {found.collection_id: found for found in (EVENTS, DOCUMENTS, PLACES)}


def get_collection(collection_id: str) -> Collection:
    """A collection by its id.

    Raises:
        NotFoundError: There is none.
    """
    if collection_id not in COLLECTIONS:
        raise NotFoundError(f"there is no collection {collection_id!r}: there are {', '.join(COLLECTIONS)}")
    return COLLECTIONS[collection_id]

"""The events of a document from parts that a test has made itself."""

from collections.abc import Sequence

from mapping.events import find_tellings, finish_events
from mapping.model import Event, ParsedDocument, Resolution, Timex, Trigger


def build_events(
    parsed: ParsedDocument, triggers: Sequence[Trigger], resolutions: Sequence[Resolution], timexes: Sequence[Timex]
) -> tuple[Event, ...]:
    """What the pipeline makes of triggers, places and dates, each happening once."""
    return finish_events(parsed, find_tellings(parsed, triggers, resolutions, timexes), resolutions)[0]

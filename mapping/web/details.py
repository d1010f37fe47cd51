"""Everything that the page shows of one event, put together from the store."""

from typing import Any

from mapping.model import Event
from mapping.page.accounts import make_history, make_reports
from mapping.page.details import make_detail
from mapping.web.state import get_store


def describe_event(event: Event) -> dict[str, Any]:
    """An event of the store with its paragraph, its reports, its reasons, and what persons decided."""
    store = get_store()
    return (
        make_detail(event, store.get_document(event.doc_id))
        | make_reports(event, store.find_reports(event.event_id))
        | {"history": make_history(list(store.find_corrections(event.event_id)))}
    )

"""What was learned of each outlet's articles, kept from run to run (see mapping/resolution/memory.py)."""

from sqlalchemy import Connection, delete, select

from mapping.storage.database import Database
from mapping.storage.schema import outlet_articles


def read_outlet(connection: Connection, outlet: str) -> dict[str, str]:
    """What is kept of an outlet, by document; empty where nothing is."""
    c = outlet_articles.c
    found = connection.execute(select(c.doc_id, c.payload).where(c.outlet == outlet).order_by(c.doc_id))
    return {row.doc_id: row.payload for row in found}


def keep_outlet_article(database: Database, connection: Connection, outlet: str, doc_id: str, payload: str) -> None:
    """Keep what was learned of one article in place of what was; "" forgets it."""
    c = outlet_articles.c
    connection.execute(delete(outlet_articles).where(c.outlet == outlet, c.doc_id == doc_id))
    if payload:
        database.insert(connection, outlet_articles, [(outlet, doc_id, payload)])

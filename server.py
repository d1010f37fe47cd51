"""The web server: `create_app` puts the routes of `mapping/web` together.

A route parses, calls one function, renders. Nothing on a page comes from outside this server, and a strict content
security policy holds every page to that (`mapping/web/answers.py`).
"""

from flask import Flask

from mapping.page.words import load_words
from mapping.settings import Settings, find_folder, read_settings
from mapping.store import EventStore, open_store
from mapping.web.answers import register_answers
from mapping.web.counts import counts
from mapping.web.data import data
from mapping.web.decisions import decisions
from mapping.web.desk import Outside, keep_desk
from mapping.web.divisions import divisions
from mapping.web.exports import exports
from mapping.web.head import head
from mapping.web.ogc import ogc
from mapping.web.pages import pages
from mapping.web.saved import saved
from mapping.web.state import keep_state
from mapping.web.submissions import submissions


def create_app(
    settings: Settings | None = None, store: EventStore | None = None, outside: Outside | None = None
) -> Flask:
    """Build the application.

    Args:
        settings: None reads them from the environment.
        store: An open store; None opens the one that the settings name, for writing unless they say read-only.
        outside: Clock, fetching and pipeline; None means the machine's and Dateline's own.

    Raises:
        SettingsError: A setting has no usable value, or a data folder is missing.
        StoreError: The events file cannot be opened.
    """
    settings = settings or read_settings()
    app = Flask(__name__, template_folder=str(find_folder("templates")), static_folder=None)
    app.jinja_env.globals["words"] = load_words()
    app.json.sort_keys = False  # type: ignore[attr-defined]
    store = store or open_store(
        settings.store, read_only=settings.read_only, time_limit_s=settings.search_seconds or None
    )
    keep_state(app, settings, store)
    keep_desk(app, settings, store, outside or Outside())
    register_answers(app)
    app.register_blueprint(pages)
    app.register_blueprint(data)
    app.register_blueprint(counts)
    app.register_blueprint(submissions)
    app.register_blueprint(decisions)
    app.register_blueprint(exports)
    app.register_blueprint(divisions)
    app.register_blueprint(ogc)
    app.register_blueprint(saved)
    app.register_blueprint(head)
    return app

"""The web server: `create_app` puts the routes of `mapping/web` together.

A route parses, calls one function, renders. Nothing on a page comes from outside this server, and a strict content
security policy holds every page to that (`mapping/web/answers.py`).
"""

from flask import Flask

from mapping.settings import Settings, find_folder, read_settings
from mapping.store import EventStore, open_store
from mapping.web.answers import register_answers
from mapping.web.data import data
from mapping.web.pages import pages
from mapping.web.state import keep_state


def create_app(settings: Settings | None = None, store: EventStore | None = None) -> Flask:
    """Build the application.

    Args:
        settings: None reads them from the environment.
        store: An open store; None opens the one that the settings name, for reading.

    Raises:
        SettingsError: A setting has no usable value, or a data folder is missing.
        StoreError: The events file cannot be opened.
    """
    settings = settings or read_settings()
    app = Flask(__name__, template_folder=str(find_folder("templates")), static_folder=None)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    keep_state(app, settings, store or open_store(settings.store, read_only=True))
    register_answers(app)
    app.register_blueprint(pages)
    app.register_blueprint(data)
    return app

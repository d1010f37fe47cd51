"""`dateline serve`: the map and its data over HTTP."""

import importlib
import socket
from dataclasses import replace
from pathlib import Path

import click
from waitress import create_server

from mapping.commands.options import gazetteer_option, say, store_option
from mapping.errors import SettingsError
from mapping.settings import Settings, read_settings
from mapping.store import EventStore, open_store

_THREADS = 8


@click.command(
    short_help="Serve the map of an events file.",
    epilog="""\b
Example:
  dateline serve --store kirkuk.db --port 8080""",
)
@store_option
@click.option("--host", default=None, help="The address to serve on.  [default: MAPPING_HOST, else 127.0.0.1]")
@click.option(
    "--port", default=None, type=click.IntRange(0, 65535), help="The port.  [default: MAPPING_PORT, else 8000]"
)
@click.option("--read-only", is_flag=True, help="Refuse every request that would change the events file.")
@gazetteer_option
def serve(store: Path | str, host: str | None, port: int | None, read_only: bool, gazetteer: Path | None) -> None:
    """Serve the map of an events file until Ctrl+C is pressed."""
    settings = read_settings()
    settings = replace(
        settings,
        store=store,
        host=host or settings.host,
        port=settings.port if port is None else port,
        read_only=read_only or settings.read_only,
        gazetteer=gazetteer,
    )
    with open_store(store, read_only=True) as opened:
        serve_store(opened, settings)


def check_address(settings: Settings) -> None:
    """Find out before any long work whether the address can be served on.

    Raises:
        SettingsError: It cannot, most often because another program has it.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((settings.host, settings.port))
    except OSError as error:
        raise _make_address_error(settings, error) from error


def _make_address_error(settings: Settings, error: OSError) -> SettingsError:
    where = f"{settings.host} port {settings.port}"
    return SettingsError(f"cannot serve on {where} ({error.strerror or error}): give another with --host or --port")


def serve_store(store: EventStore, settings: Settings) -> None:
    """Serve an open store.

    Args:
        store: Stays open; the caller closes it.
        settings: `host` and `port` say where; port 0 takes any that is free.

    Raises:
        SettingsError: The address cannot be used, most often because another program has it.
    """
    check_address(settings)
    # The server brings Flask and Folium, half a second that no other subcommand should pay.
    app = importlib.import_module("server").create_app(settings, store)
    try:
        server = create_server(app, host=settings.host, port=settings.port, threads=_THREADS)
    except OSError as error:  # another program took the port a moment ago
        raise _make_address_error(settings, error) from error
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    say(f"Dateline serves on http://{host}:{server.effective_port} - press Ctrl+C to stop.")
    try:
        server.run()
    finally:
        server.close()

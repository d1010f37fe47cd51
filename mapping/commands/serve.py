"""`dateline serve`: the map and its data over HTTP."""

import importlib
import socket
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path

import click
from waitress import create_server

from mapping.commands.options import gazetteer_option, say, store_option
from mapping.errors import SettingsError
from mapping.settings import Settings, read_settings
from mapping.store import EventStore, open_store

_THREADS = 8
# The routes have limits of their own; what is beyond them all need not even be kept.
_MAX_BODY_BYTES = 10_000_000
_TOLD_EVENTS = 200_000


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
    """Serve the map of an events file until Ctrl+C is pressed.

    Persons who reach the page can add news and put events right, unless it is served read-only.
    """
    settings = read_settings()
    settings = replace(
        settings,
        store=store,
        host=host or settings.host,
        port=settings.port if port is None else port,
        read_only=read_only or settings.read_only,
        gazetteer=gazetteer,
    )
    # A name that was mistyped must not become a new file: where there is none, reading says what to do.
    is_missing = isinstance(store, Path) and not store.exists()
    read_only = settings.read_only or is_missing
    with open_store(store, read_only=read_only, time_limit_s=settings.search_seconds or None) as opened:
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


def is_own_machine(host: str) -> bool:
    """Whether only programs of this very machine can reach what listens there."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _make_address_error(settings: Settings, error: OSError) -> SettingsError:
    where = f"{settings.host} port {settings.port}"
    return SettingsError(f"cannot serve on {where} ({error.strerror or error}): give another with --host or --port")


def _tell_events(number: int) -> None:
    """Small stores are ready before anybody wonders."""
    if number % _TOLD_EVENTS == 0:
        say(f"Laying out the events for the map, which is done once: {number:,} so far")


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
    app.extensions["dateline"].columns.prepare(_tell_events)
    try:
        server = create_server(
            app,
            host=settings.host,
            port=settings.port,
            threads=_THREADS,
            max_request_body_size=_MAX_BODY_BYTES,
        )
    except OSError as error:  # another program took the port a moment ago
        raise _make_address_error(settings, error) from error
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    say(f"Dateline serves on http://{host}:{server.effective_port} - press Ctrl+C to stop.")
    if not (settings.read_only or store.read_only or is_own_machine(settings.host)):
        say("Everybody who reaches this address can add news and change events; --read-only refuses that.")
    try:
        server.run()
    finally:
        server.close()

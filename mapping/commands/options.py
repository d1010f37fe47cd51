"""What the subcommands share: options that mean the same everywhere, and how words reach the terminal."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from mapping.errors import DocumentError, MappingError
from mapping.query import EventQuery, parse_query
from mapping.reading.raw import parse_published
from mapping.settings import read_settings
from mapping.storage.address import read_address

_Command = TypeVar("_Command", bound=Callable[..., Any])
_LISTS = ("family", "type", "country", "admin1", "source", "story", "modality", "level", "granularity", "review")


def read_day(text: str) -> date:
    """The type of options that take a day, such as 2017-10-18; click reports a value that is none."""
    try:
        return parse_published(text)
    except DocumentError as error:
        raise click.BadParameter(str(error)) from error


class StoreAddress(click.ParamType[Path | str]):
    """A path, or the address of a PostgreSQL database."""

    name = "store"

    def convert(self, value: Path | str, param: click.Parameter | None, ctx: click.Context | None) -> Path | str:
        """A folder is refused; whether a file is an events file turns out when it is opened."""
        where = read_address(value) if isinstance(value, str) else value
        if isinstance(where, Path) and where.is_dir():
            self.fail(f"{str(where)!r} is a folder: name a file in it", param, ctx)
        return where


def store_option(command: _Command) -> _Command:
    """`--store`: an events file or a PostgreSQL database; the environment's MAPPING_STORE, else dateline.db."""
    return click.option(
        "--store",
        type=StoreAddress(),
        default=lambda: read_settings().store,
        show_default="MAPPING_STORE, else dateline.db",
        help="The events file, or postgresql://USER@HOST/NAME.",
    )(command)


def gazetteer_option(command: _Command) -> _Command:
    """`--gazetteer`: the folder of the list of places; the environment's MAPPING_GAZETTEER, else the bundled one."""
    return click.option(
        "--gazetteer",
        type=click.Path(file_okay=False, exists=True, path_type=Path),
        default=lambda: read_settings().gazetteer,
        show_default="MAPPING_GAZETTEER, else the bundled one",
        help="A folder that `dateline gazetteer build` made.",
    )(command)


def filter_options(command: _Command) -> _Command:
    """The options of an event filter; `read_filter` makes the query of them."""
    options = (
        click.option("--bbox", metavar="W,S,E,N", default="", help="Only inside this box, in degrees."),
        click.option("--datetime", metavar="INTERVAL", default="", help="A day, month or year, or START/END."),
        click.option("--family", multiple=True, help="Only this family of events; may be given again."),
        click.option("--type", multiple=True, help="Only this type, as in battle.clash; may be given again."),
        click.option("--country", multiple=True, help="Only this country, as in IQ; may be given again."),
        click.option(
            "--admin1", multiple=True, help="Only this first-order division, as in IQ.13; may be given again."
        ),
        click.option("--source", multiple=True, help="Only from this outlet; may be given again."),
        click.option("--story", multiple=True, help="Only the story of this id; may be given again."),
        click.option("--modality", multiple=True, help="happened, planned, denied or claimed; may be given again."),
        click.option("--level", multiple=True, help="Only placed as finely as this, as in city; may be given again."),
        click.option(
            "--granularity", multiple=True, help="Only dated as finely as this, as in day; may be given again."
        ),
        click.option(
            "--review", multiple=True, help="none, confirmed, corrected, rejected, or any; may be given again."
        ),
        click.option(
            "--text", "q", default="", help="Only where these words are told; quotes keep a phrase, - excludes."
        ),
        click.option("--filter", metavar="CQL2", default="", help="Only where this expression is true."),
        click.option("--min-score", default="", metavar="0..1", help="Only with at least this score."),
        click.option("--limit", default="", metavar="NUMBER", help="At most so many events."),
        click.option("--unplaced", is_flag=True, help="Also events without a place."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def read_filter(options: dict[str, Any]) -> EventQuery:
    """The query of `filter_options`; what the options' names take is removed from `options`.

    Raises:
        QueryError: A value cannot be understood.
    """
    args = {name: options.pop(name) for name in ("bbox", "datetime", *_LISTS, "q", "filter", "min_score", "limit")}
    args["placed"] = "any" if options.pop("unplaced") else "yes"
    return parse_query(args, max_limit=None)


def write_pieces(path: Path | None, pieces: Iterable[str]) -> None:
    """Write a file whole or not at all: a run that is broken off leaves what was there before.

    Args:
        path: The file; None, or one that is no plain file (a pipe, /dev/stdout), is written as the pieces come.
        pieces: The text in order.

    Raises:
        MappingError: The folder is missing or cannot be written.
    """
    if path is None:
        for piece in pieces:
            click.echo(piece, nl=False)
        return
    is_plain = path.is_file() or not path.exists()
    partial = path.with_name(f"{path.name}.part") if is_plain else path
    try:
        with partial.open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
        if is_plain:
            partial.replace(path)
    except OSError as error:
        raise MappingError(f"cannot write {str(path)!r}: {error.strerror or error}") from error
    finally:
        if is_plain:
            partial.unlink(missing_ok=True)


def say(text: str) -> None:
    """Tell the person something, on standard error; standard output is for data."""
    click.echo(clean(text), err=True)


def clean(text: str) -> str:
    """A text without control characters, which a hostile file name or document could send to the terminal."""
    return "".join(char if char.isprintable() or char == "\n" else "\ufffd" for char in text)

"""`dateline backup` and `dateline restore`: a store into one file, and out of it again."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from mapping.backup import read_backup, write_backup
from mapping.commands.options import say, store_option
from mapping.plain import count
from mapping.storage.address import show_address
from mapping.store import open_store


@click.command(
    short_help="Write a whole store to one file.",
    epilog="""\b
Examples:
  dateline backup kirkuk-2024-05-01.jsonl.gz --store kirkuk.db
  dateline backup copy.db --store postgresql://ann@db.example/news""",
)
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@store_option
def backup(out: Path, store: Path | str) -> None:
    """Write documents, events, decisions and stories to a file that `dateline restore` reads into any store.

    A name that ends in .db gives an events file, any other JSON lines packed with gzip. Others may go on writing.
    """
    with open_store(store, read_only=True) as opened, _show_progress("Writing") as advance:
        number = write_backup(opened, out, on_progress=advance)
    say(f"Wrote {count(number, 'document')} to {out}.")


@click.command(
    short_help="Fill a new store from a backup.",
    epilog="""\b
Examples:
  dateline restore kirkuk-2024-05-01.jsonl.gz --store kirkuk.db
  dateline restore kirkuk.db --store postgresql://ann@db.example/news""",
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@store_option
def restore(file: Path, store: Path | str) -> None:
    """Read what `dateline backup` wrote, or any events file, into a store that has no documents yet.

    Events keep their ids, their reports and what was decided about them. If anything fails, nothing is stored.
    """
    with open_store(store) as opened, _show_progress("Restoring") as advance:
        number = read_backup(file, opened, on_progress=advance)
    say(f"Restored {count(number, 'document')} into {show_address(store)}.")


@contextmanager
def _show_progress(label: str) -> Iterator[Callable[[int, int], None]]:
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def advance(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield advance

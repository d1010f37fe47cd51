"""Every table of quality and speed: `python -m bench`, or some of them: `python -m bench dates places`."""

import sys
from importlib import import_module
from itertools import takewhile
from pathlib import Path

from bench.corpora import SHARED

_NOT_TABLES = {"__init__", "__main__", "corpora", "labels", "map_peers", "peers", "synthetic"}


def main() -> None:
    """Print the tables named on the command line, else all; options go to the table before them."""
    tables = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in _NOT_TABLES)
    names = list(takewhile(lambda argument: not argument.startswith("-"), sys.argv[1:]))
    options = sys.argv[1 + len(names) :]
    wanted = names or tables
    unknown = sorted(set(wanted) - set(tables))
    if unknown:
        sys.exit(f"no table {', '.join(unknown)}: there are {', '.join(tables)}")
    if options and len(wanted) > 1:
        sys.exit(f"options {' '.join(options)} belong to one table: name it alone")
    if not SHARED.is_dir():
        print(f"No gold corpora at {SHARED}: tables that need them say so and are left out.\n")
    for table in wanted:
        print(f"# {table}\n", flush=True)
        import_module(f"bench.{table}").main(*([options] if options else []))
        print()


if __name__ == "__main__":
    main()

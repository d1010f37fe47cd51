"""Every table of quality and speed: `python -m bench`, or some of them: `python -m bench dates places`."""

import sys
from importlib import import_module
from itertools import takewhile
from pathlib import Path

from bench.corpora import SHARED


def list_tables() -> list[str]:
    """The names of the modules beside this one that print a table."""
    modules = Path(__file__).parent.glob("[a-z]*.py")
    return sorted(path.stem for path in modules if "\ndef main(" in path.read_text(encoding="utf-8"))


def main() -> None:
    """Print the tables named on the command line, else all; options go to the table before them."""
    tables = list_tables()
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

"""Every table of quality and speed: `python -m bench`, or some of them: `python -m bench dates places`."""

import sys
from importlib import import_module
from pathlib import Path

from bench.corpora import SHARED

_NOT_TABLES = {"__init__", "__main__", "corpora", "labels"}


def main() -> None:
    """Print the tables named on the command line, else all."""
    tables = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in _NOT_TABLES)
    wanted = sys.argv[1:] or tables
    unknown = sorted(set(wanted) - set(tables))
    if unknown:
        sys.exit(f"no table {', '.join(unknown)}: there are {', '.join(tables)}")
    if not SHARED.is_dir():
        print(f"No gold corpora at {SHARED}: tables that need them say so and are left out.\n")
    for table in wanted:
        print(f"# {table}\n", flush=True)
        import_module(f"bench.{table}").main()
        print()


if __name__ == "__main__":
    main()

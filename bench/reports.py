"""Reports of our own words that weights are fitted to: `scripts/data/reports`, with all that they tell.

`bench/dispatches.py` judges what comes of them, as of the dispatches. What is read here is read for learning, so no
figure on it says how well unseen news is read.
"""

from pathlib import Path
from zlib import crc32

from bench.dispatches import Told, read_dispatches, read_labels
from mapping.model import Document

DATA = Path(__file__).parents[1] / "scripts" / "data"
_KEPT_OUT = 5


def read_reports() -> dict[str, Document]:
    """The reports by name, which starts with the day of publication."""
    return read_dispatches(DATA / "reports")


def read_reported() -> tuple[Told, ...]:
    """All that the reports tell, from each table `reports_*.csv`; a report of nothing has no row."""
    return tuple(told for path in sorted(DATA.glob("reports_*.csv")) for told in read_labels(path))


def is_kept_out(name: str) -> bool:
    """Whether the encoder learns nothing from the report of this name, so that it is unseen to it; true of one in five.

    It goes by the name alone: reports that are added change nothing for the others.
    """
    return crc32(name.encode()) % _KEPT_OUT == 0

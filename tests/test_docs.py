"""The documentation names everything that exists: commands, options, routes, settings, parameters, fields, rules."""

import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from fnmatch import fnmatch

import click
import pytest

import mapping
from mapping.__main__ import dateline
from mapping.documents import make_document
from mapping.exports import COLUMNS, FORMATS
from mapping.geojson import make_properties
from mapping.imports.columns import load_field_names
from mapping.kinds import Granularity, Level, Modality
from mapping.model import Event, Trigger
from mapping.query import EventQuery, parse_query
from mapping.settings import Settings
from mapping.store import open_store
from mapping.tables import read_table
from mapping.timexes import find_timexes
from mapping.web.answers import STATUS
from server import create_app
from tests.rule_names import ROOT, find_rule_names, read_timex_rules

DATA = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
HOW = (ROOT / "docs" / "how-it-works.md").read_text(encoding="utf-8")
WIDTH = 120
# Each list of rules in docs/data.md, by the start of its heading, with the modules that its rules come from.
RULE_SECTIONS = {
    "The day of publication": ("documents", "reading/pages", "reading/raw", "records", "imports/*"),
    "Names of places": ("toponyms", "recognition/*", "telling/references", "telling/unlisted"),
    "Where an event was": ("placing", "resolution/*", "telling/site*"),
    "When an event was": ("dating", "telling/date*", "telling/document_dates"),
    "What a time expression means": ("timex*",),
    "What an event's word means": ("triggers", "telling/folding", "telling/retelling", "telling/type_choice"),
    "What was imported": ("imports/*",),
    "What a person decided": ("corrections",),
}


def read_section(text: str, heading: str) -> str:
    """What stands below a heading that starts like this, up to the next heading."""
    found = re.search(rf"^#+ {re.escape(heading)}.*?\n(.*?)(?=^#|\Z)", text, re.M | re.S)
    assert found, f"no section {heading!r}"
    return found[1]


def read_first_cells(section: str) -> list[str]:
    """What stands in backticks in the first column of a section's tables."""
    cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| ")]
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


def read_rows(section: str) -> list[list[str]]:
    """The cells of the rows of a section's table that begin with a code."""
    return [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| `")]


def walk_commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """Each command that does something, with the words that call it."""
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from walk_commands(inner, f"{path} {name}")
    else:
        yield path, command


COMMANDS = dict(walk_commands(dateline, "dateline"))


@pytest.mark.parametrize("path", COMMANDS)
def test_command_and_its_options_are_documented(path: str) -> None:
    """Each command has a row, and each of its long options stands in the table of options."""
    section = read_section(REFERENCE, "Commands\n")
    assert re.search(rf"^\| `{path}[ `]", section, re.M), path
    rows = [line.split(" | ") for line in section.splitlines() if line.startswith("| `--")]
    word = path.removeprefix("dateline ")
    for parameter in COMMANDS[path].params:
        for option in (name for name in (*parameter.opts, *parameter.secondary_opts) if name.startswith("--")):
            assert any(f"`{option}`" in row[0] and word in row[1].split(", ") for row in rows), f"{option} of {path}"


def test_documented_commands_and_options_exist() -> None:
    """The tables name no command and no option that is gone."""
    parameters = [parameter for command in COMMANDS.values() for parameter in command.params]
    known = {name for parameter in parameters for name in (*parameter.opts, *parameter.secondary_opts)}
    for name in read_first_cells(read_section(REFERENCE, "Commands\n")):
        if name.startswith("--"):
            assert name in known | {"--version"}, name
        else:
            assert any(name.startswith(path) for path in COMMANDS), name


def test_settings_are_documented() -> None:
    """Each field of Settings has a row with its variable, and its default stands there."""
    section = read_section(REFERENCE, "Settings\n")
    names = [f"MAPPING_{field.name.upper()}" for field in fields(Settings)]
    assert read_first_cells(section) == names
    defaults = Settings()
    for field in fields(Settings):
        value = getattr(defaults, field.name)
        shown = str(int(value)) if isinstance(value, bool) else str(value)
        cell = "-" if value is None else f"`{shown}`"
        assert f"`MAPPING_{field.name.upper()}` | {cell} |" in section


def test_routes_are_documented(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The table of addresses holds the server's routes, all of them and no other, and every status of an error."""
    with open_store(tmp_path_factory.mktemp("docs") / "events.db") as store:
        rules = {rule.rule for rule in create_app(Settings(), store).url_map.iter_rules()}
    section = read_section(REFERENCE, "Addresses of the server")
    assert set(read_first_cells(section)) == rules
    for _, status in STATUS:
        assert str(status) in section


def test_filter_parameters_are_documented() -> None:
    """Each parameter in the table is understood, and each part of a query has its parameter."""
    names = read_first_cells(read_section(REFERENCE, "Filter\n"))
    samples = {"bbox": "1,2,3,4", "datetime": "2017", "family": "battle", "type": "battle.clash", "country": "IQ"}
    samples |= {"filter": "score > 0.5", "filter-lang": "cql2-text"}
    samples |= {"admin1": "IQ.13", "level": "city", "granularity": "day", "review": "confirmed"}
    samples |= {"modality": "happened", "min_score": "0.5", "placed": "any", "dated": "yes", "limit": "5"}
    asked = parse_query({name: samples.get(name, "word") for name in names})
    untouched = [
        field.name for field in fields(EventQuery) if getattr(asked, field.name) == getattr(EventQuery(), field.name)
    ]
    assert untouched == []


def test_address_of_the_page_is_documented() -> None:
    """Each parameter that the page reads from its address has a row, and no other."""
    script = (ROOT / "static" / "js" / "state.js").read_text(encoding="utf-8")
    facets = re.search(r"FACETS = \[(.*?)\]", script, re.S)
    assert facets
    read = set(re.findall(r'params\.get\("(\w+)"\)', script)) | set(re.findall(r'"(\w+)"', facets[1]))
    assert set(read_first_cells(read_section(REFERENCE, "The page"))) == read


def test_public_names_are_documented() -> None:
    """The section on Python names the public door, all of it and nothing else."""
    section = read_section(REFERENCE, "From Python")
    names = set(re.findall(r"`(\w+)`", section)) - {"parse"}
    assert names == set(mapping.__all__)


def test_import_fields_are_documented() -> None:
    """The page on imports names each field of geodata/import_columns.csv that a column can be."""
    section = read_section((ROOT / "docs" / "imports.md").read_text(encoding="utf-8"), "Any table")
    assert set(load_field_names()) <= set(re.findall(r"`(\w+)`", section))


def test_export_fields_are_documented() -> None:
    """The table of fields holds those of GeoJSON and CSV, all of them and no other."""
    trigger = Trigger(
        start=0, end=5, text="clash", lemma="clash", type="battle.clash", modality=Modality.HAPPENED,
        sentence=0, token=0, rule="lexicon", score=1.0,
    )  # fmt: skip
    event = Event(
        event_id="e", doc_id="d", trigger=trigger, place=None, date=None, actors=(), tolls=(),
        sentence="clash", sentence_start=0, score=1.0,
    )  # fmt: skip
    names = read_first_cells(read_section(DATA, "Fields"))
    assert set(names) == set(make_properties(event, make_document("clash"))) | set(COLUMNS)
    assert len(names) == len(set(names))


def test_export_formats_are_documented() -> None:
    """The table of formats holds them all with their endings, in the same order."""
    section = read_section((ROOT / "docs" / "exports.md").read_text(encoding="utf-8"), "Formats\n")
    names = [name for form in FORMATS for name in (form.name, f".{form.ending}")]
    rows = [line.split("|")[1:3] for line in section.splitlines() if line.startswith("| `") and "--" not in line]
    assert [cell.strip("` ") for row in rows for cell in row] == names


@pytest.mark.parametrize("kind", [*Level, *Granularity], ids=str)
def test_levels_and_precisions_are_documented(kind: str) -> None:
    """Each value that a level or a precision can have is named."""
    assert re.search(rf"\b{kind}\b", read_section(DATA, "Fields"))


def test_modalities_are_documented() -> None:
    """Each modality is explained, and none that is gone."""
    assert read_first_cells(read_section(DATA, "An event")) == [modality.value for modality in Modality]


def test_families_and_types_are_documented() -> None:
    """Both tables say what those of geodata do, in the same order."""
    families = read_table(ROOT / "geodata" / "event_families.csv")
    types = read_table(ROOT / "geodata" / "event_types.csv")
    assert read_rows(read_section(DATA, "Families")) == [
        [f"`{row['family']}`", row["label"], row["group"], row["acled_event_type"] or "-"] for row in families
    ]
    assert read_rows(read_section(DATA, "Types")) == [
        [f"`{row['code']}`", row["label"], row["definition"]] for row in types
    ]


def list_headings(module: str) -> list[str]:
    """The sections that a module's rules may stand in."""
    return [
        heading for heading, patterns in RULE_SECTIONS.items() if any(fnmatch(module, pattern) for pattern in patterns)
    ]


@pytest.mark.parametrize("module", find_rule_names())
def test_rules_of_the_code_are_documented(module: str) -> None:
    """Each rule that a module names stands in a section of docs/data.md."""
    sections = [read_section(DATA, heading) for heading in list_headings(module)]
    told = [name for section in sections for name in re.findall(r"`([^`]+)`", section)]
    assert [name for name in find_rule_names()[module] if not any(_matches(name, row) for row in told)] == []


@pytest.mark.parametrize("heading", RULE_SECTIONS)
def test_documented_rules_exist(heading: str) -> None:
    """Each row of a section names a rule of the code or of the table of time expressions."""
    named = {name for module, names in find_rule_names().items() if heading in list_headings(module) for name in names}
    if heading == "What a time expression means":
        named |= read_timex_rules()
    rows = read_first_cells(read_section(DATA, heading))
    assert rows
    assert [row for row in rows if not any(_matches(name, row) for name in named)] == []


def _matches(name: str, row: str) -> bool:
    """Whether a row is a rule's; "…" in it stands for what the code puts there."""
    return name == row.replace("…", "").strip(" ,") if "…" in row else name == row


def test_timex_rules_are_documented() -> None:
    """Each rule of geodata/timex_rules.csv has a row."""
    assert read_timex_rules() <= set(read_first_cells(read_section(DATA, "What a time expression means")))


def read_timex_examples() -> list[tuple[str, str]]:
    """Rule and example of each row that tells of one expression alone."""
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \|$", read_section(DATA, "What a time expression means"), re.M)
    return [(rule, example) for rule, example in rows if rule in read_timex_rules()]


@pytest.mark.parametrize(("rule", "example"), read_timex_examples(), ids=lambda value: value)
def test_timex_examples_are_right(rule: str, example: str) -> None:
    """Each example is read by the rule that it stands for; what stands in brackets only explains."""
    shown = example.partition(" (")[0]
    found = find_timexes(f"It was the third quarter of 2016. It began {shown} and more.", anchor=date(2017, 10, 18))
    assert rule in [timex.rule for timex in found]


def test_every_module_of_the_pipeline_is_explained() -> None:
    """The stages that the pipeline calls, and what comes before and after, have their place in the explanation."""
    stages = re.findall(r"from mapping\.(\w+) import", (ROOT / "mapping" / "pipeline.py").read_text(encoding="utf-8"))
    for stage in {*stages, "documents", "placing", "dating", "store", "geojson"} - {"model", "gazetteer"}:
        assert f"`{stage}.py`" in HOW, stage


PAGES = ("api.md", "how-it-works.md", "data.md", "reference.md", "imports.md", "exports.md", "python.md", "samples.md")


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    """Links between the pages, and to headings on them, lead to what is there."""
    path = ROOT / "docs" / page
    for target in re.findall(r"\]\(([^)#:]*(?:#[\w-]+)?)\)", path.read_text(encoding="utf-8")):
        name, _, anchor = target.partition("#")
        linked = path.parent / name if name else path
        assert linked.exists(), target
        headings = re.findall(r"^#+ (.*)$", linked.read_text(encoding="utf-8"), re.M)
        assert not anchor or anchor in [re.sub(r"[^\w -]", "", head).lower().replace(" ", "-") for head in headings]


def test_geodata_tables_named_in_the_pages_exist() -> None:
    """A table that the pages speak of is in geodata."""
    for name in set(re.findall(r"`geodata/([\w./]+)`", HOW + DATA)):
        assert (ROOT / "geodata" / name).exists(), name


@pytest.mark.parametrize("name", ("*.md", "docs/*.md", "docs/model-cards/*.md", "geodata/*.md", "scripts/data/*.md"))
def test_prose_is_wrapped(name: str) -> None:
    """Lines are as wide as those of the code, but for rows of tables and the words for a picture."""
    told = {path: path.read_text(encoding="utf-8").splitlines() for path in ROOT.glob(name)}
    assert told
    wide = {
        f"{path.relative_to(ROOT)}:{number}"
        for path, lines in told.items()
        for number, line in enumerate(lines, 1)
        if len(line) > WIDTH and not line.startswith(("|", "!["))
    }
    assert wide == set()

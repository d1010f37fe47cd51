"""Tests of the command line: data on standard output, words on standard error, status 0, 1 or 2."""

import json
import os
import pty
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from mapping.__main__ import dateline
from mapping.commands.options import clean, write_pieces
from mapping.commands.serve import is_own_machine
from mapping.errors import MappingError
from mapping.store import open_store
from tests.values import EVENT, EXTRACTION

ROOT = Path(__file__).parents[1]
STORY = (
    "Bomb hits market in Baghdad\n\n"
    "BAGHDAD - A car bomb killed 11 people at a market in Baghdad on Monday, the interior ministry said.\n\n"
    "On 3 May, thousands marched through Erbil to protest against unpaid wages."
)


def run(*args: object, stdin: str | bytes | None = None) -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(dateline, [str(arg) for arg in args], input=stdin)


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """A store made of a folder with a good text, a good table with a bad row, and a picture; and what was said."""
    folder = tmp_path_factory.mktemp("main")
    news = folder / "news"
    news.mkdir()
    (news / "a.txt").write_text(STORY, encoding="utf-8")
    rows = [
        {"doc_id": "j1", "text": "The army entered Mosul on Tuesday.", "date": "2017-03-01", "source": "Example Wire"},
        {"doc_id": "j2", "date": "2017-03-01"},
    ]
    (news / "b.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (news / "c.png").write_bytes(b"\x89PNG")
    store = folder / "events.db"
    return store, run("ingest", news, "--store", store, "--published", "2017-05-10")


# Ingesting.


def test_ingest_reads_a_folder_and_sums_up(ingested: tuple[Path, Result]) -> None:
    """Documents, events, what has no place or date, and every file that was not read with its reason."""
    store, result = ingested
    assert result.exit_code == 0, result.stderr
    assert result.stdout == ""
    assert "b.jsonl, line 2: no column with the text" in result.stderr
    assert "c.png: .png is none of" in result.stderr
    assert "Documents:   2 new, 0 known already, 2 not read" in result.stderr
    assert re.search(
        r"Events:      [1-9]\d* new, of them [1-9]\d* with a place and [1-9]\d* with a date", result.stderr
    )
    with open_store(store, read_only=True) as opened:
        assert opened.summary().documents == 2
        assert {event.place.place.name for event in opened.find_events() if event.place} >= {"Baghdad"}


def test_ingest_in_several_processes_finds_the_same(ingested: tuple[Path, Result], tmp_path: Path) -> None:
    """The sums at the end are those of a run in one process."""
    store, alone = ingested
    both = run(
        "ingest", store.parent / "news", "--store", tmp_path / "two.db", "--published", "2017-05-10", "--workers", 2
    )
    assert both.exit_code == 0, both.stderr
    sums = [
        [line for line in result.stderr.splitlines() if line.startswith(("Documents:", "Events:", "Undated:"))]
        for result in (alone, both)
    ]
    assert sums[0] == sums[1]
    assert run("ingest", store.parent / "news", "--workers", 0).exit_code == 2


def test_ingest_again_changes_nothing_and_is_quick(ingested: tuple[Path, Result]) -> None:
    """Known documents are not parsed again, so that the language model is not even loaded."""
    store, _ = ingested
    news = store.parent / "news"
    with open_store(store, read_only=True) as opened:
        before = opened.generation
        result = run("ingest", news, "--store", store, "--published", "2017-05-10")
        assert opened.generation == before
    assert "Documents:   0 new, 2 known already, 2 not read" in result.stderr
    assert result.exit_code == 0


def test_ingest_reads_standard_input_and_replaces_where_the_day_is_another(tmp_path: Path) -> None:
    """A corrected day reaches the events; --again reads without any correction."""
    store = tmp_path / "events.db"
    assert "1 new" in run("ingest", "-", "--store", store, stdin=STORY).stderr
    corrected = run("ingest", "-", "--store", store, "--published", "2017-05-10", "--source", "Desk", stdin=STORY)
    assert "0 new, 1 replaced, 0 known" in corrected.stderr
    with open_store(store) as opened:
        [document] = opened.find_documents()
        assert (str(document.created), document.source) == ("2017-05-10", "Desk")
    assert "1 replaced" in run("ingest", "-", "--store", store, "--again", stdin=STORY).stderr


def test_ingest_asks_for_the_day_that_dates_hang_on(tmp_path: Path) -> None:
    """A text that tells no full date and comes without one has events without a date, and the run says what to do."""
    store = tmp_path / "events.db"
    asked = run("ingest", "-", "--store", store, stdin="A bomb killed three people in Mosul on Monday.")
    assert "its day of publication is not known" in asked.stderr
    assert "--published DAY tells" in asked.stderr
    told = run(
        "ingest",
        "-",
        "--store",
        store,
        "--published",
        "2017-03-01",
        stdin="A bomb killed three people in Mosul on Monday.",
    )
    assert "1 replaced" in told.stderr
    assert "--published" not in told.stderr


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(None, "there is no such file or folder", id="missing"),
        pytest.param(b"", "the text is empty", id="empty"),
        pytest.param(b"\x00\x01", "not a text: it holds NUL bytes", id="binary"),
    ],
)
def test_ingest_fails_where_nothing_could_be_read(tmp_path: Path, content: bytes | None, message: str) -> None:
    """Status 1 only then: one bad file among good ones is told, not failed."""
    path = tmp_path / "a.txt"
    if content is not None:
        path.write_bytes(content)
    result = run("ingest", path, "--store", tmp_path / "events.db")
    assert result.exit_code == 1
    assert f"Not read: {path}: {message}" in result.stderr
    assert "0 new, 0 known already, 1 not read" in result.stderr


def test_many_failures_are_counted_not_listed(tmp_path: Path) -> None:
    """A folder of pictures fills no screen, and names cannot command the terminal."""
    news = tmp_path / "news"
    news.mkdir()
    for number in range(30):
        (news / f"{number:02}\x1b[31m.png").write_bytes(b"")
    result = run("ingest", news, "--store", tmp_path / "events.db")
    assert "Not read: 10 more" in result.stderr
    assert "\x1b" not in result.stderr
    assert result.exit_code == 1


# Exporting.


def test_export_writes_geojson_to_standard_output(ingested: tuple[Path, Result]) -> None:
    """Nothing else is there, so that it can be piped."""
    result = run("export", "--store", ingested[0])
    collection = json.loads(result.stdout)
    assert collection["type"] == "FeatureCollection"
    assert collection["features"]
    assert all(feature["geometry"]["type"] == "Point" for feature in collection["features"])
    assert result.stderr == ""


def test_export_obeys_every_filter(ingested: tuple[Path, Result]) -> None:
    """The same names as the page's and the API's."""
    filters = {
        "--bbox": "43,32,46,34",
        "--datetime": "2017-05",
        "--country": "IQ",
        "--min-score": "0.01",
        "--text": "market",
        "--modality": "happened",
        "--filter": "country = 'Iraq' AND score > 0.01",
        "--review": "none",
        "--limit": "1",
    }
    options = [part for pair in filters.items() for part in pair]
    [feature] = json.loads(run("export", "--store", ingested[0], *options).stdout)["features"]
    assert feature["properties"]["country_code"] == "IQ"
    for option, other in {
        "--bbox": "0,0,1,1",
        "--datetime": "1999",
        "--country": "FR",
        "--min-score": "1",
        "--text": "volcano",
        "--modality": "denied",
        "--filter": "country <> 'Iraq'",
        "--review": "rejected",
        "--admin1": "FR.11",
        "--level": "country",
        "--granularity": "century",
        "--story": "none",
    }.items():
        narrowed = [part for pair in (filters | {option: other}).items() for part in pair]
        assert json.loads(run("export", "--store", ingested[0], *narrowed).stdout)["features"] == [], option
    assert len(json.loads(run("export", "--store", ingested[0], "--source", "Nobody").stdout)["features"]) == 0


def test_export_writes_a_file_whole(ingested: tuple[Path, Result], tmp_path: Path) -> None:
    """And says what it wrote."""
    out = tmp_path / "events.csv"
    result = run("export", "--format", "csv", "--out", out, "--store", ingested[0], "--unplaced", "--limit", 1)
    assert result.stdout == ""
    assert result.stderr == f"Wrote 1 event to {out}.\n"
    assert out.read_text(encoding="utf-8").startswith("id,date_start,")
    assert [path.name for path in tmp_path.iterdir()] == ["events.csv"]


def test_export_says_what_has_no_place(tmp_path: Path) -> None:
    """It is left out unless asked for, but not in silence."""
    unplaced = replace(EVENT, event_id="f" * 16, place=None, unplaced="no place is told")
    with open_store(tmp_path / "events.db") as store:
        store.add(replace(EXTRACTION, events=(EVENT, unplaced)))
    options = ("export", "--store", tmp_path / "events.db", "--out", tmp_path / "events.csv")
    told = run(*options).stderr
    assert told.splitlines()[-1] == "Left out: 1 event without a place; --unplaced takes them in."
    assert "Left out" not in run(*options, "--unplaced").stderr
    assert "Left out" not in run(*options, "--family", "battle").stderr


def test_the_ending_of_the_file_names_the_format(ingested: tuple[Path, Result], tmp_path: Path) -> None:
    """Unless --format does; one that names none is refused with those that there are."""
    run("export", "--out", tmp_path / "events.xlsx", "--store", ingested[0])
    run("export", "--out", tmp_path / "events.txt", "--format", "ndjson", "--store", ingested[0])
    assert (tmp_path / "events.xlsx").read_bytes().startswith(b"PK")
    assert json.loads((tmp_path / "events.txt").read_text().splitlines()[0])["type"] == "Feature"
    refused = run("export", "--out", tmp_path / "events.pdf", "--store", ingested[0])
    assert refused.exit_code == 1
    assert "names no export format: use one of .geojson" in refused.stderr


def test_binary_formats_can_be_piped(ingested: tuple[Path, Result]) -> None:
    """Byte for byte."""
    result = run("export", "--format", "geoparquet", "--store", ingested[0])
    assert result.stdout_bytes.startswith(b"PAR1")
    assert result.stdout_bytes.endswith(b"PAR1")


def test_a_file_that_breaks_off_leaves_the_old_one(tmp_path: Path) -> None:
    """Half an export is worse than yesterday's."""
    out = tmp_path / "a.txt"
    out.write_text("old")

    def break_off() -> Iterator[str]:
        yield "new"
        raise MappingError("broken")

    with pytest.raises(MappingError, match="broken"):
        write_pieces(out, break_off())
    assert out.read_text() == "old"
    assert list(tmp_path.iterdir()) == [out]
    with pytest.raises(MappingError, match=r"cannot write .*: No such file or directory"):
        write_pieces(tmp_path / "none" / "a.txt", ["new"])


def test_map_writes_one_file(ingested: tuple[Path, Result], tmp_path: Path) -> None:
    """The map's own tests look into it."""
    out = tmp_path / "map.html"
    result = run("map", out, "--store", ingested[0], "--country", "IQ")
    assert result.exit_code == 0, result.output
    assert re.fullmatch(rf"Wrote [1-9]\d* events? to {re.escape(str(out))}\.\n", result.stderr)
    assert out.read_text(encoding="utf-8").lower().startswith("<!doctype html>")


# Texts.


def test_explain_shows_what_was_found_and_why(tmp_path: Path) -> None:
    """Sentence by sentence, for a person."""
    path = tmp_path / "a.txt"
    path.write_text(STORY, encoding="utf-8")
    result = run("explain", path, "--published", "2017-05-10")
    assert result.exit_code == 0, result.stderr
    for word in ("published: 2017-05-10 (given)", "killed 11 people", "2017-05-08", "strike."):
        assert word in result.stdout
    missing = run("explain", tmp_path / "none.txt")
    assert missing.exit_code == 1
    assert "there is no such file" in missing.stderr


def test_extract_writes_a_line_for_each_line(tmp_path: Path) -> None:
    """Bad lines are named and have none; given spans are taken as they are."""
    text = "Troops entered Mosul on Tuesday."
    given = {"mentions": [{"start": 15, "end": 20}], "triggers": [{"start": 7, "end": 14}]}
    lines = [
        json.dumps({"doc_id": "a", "text": text, "dct": "2017-03-01"} | given),
        "broken",
        json.dumps({"text": text}),
    ]
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(lines), encoding="utf-8")
    result = run("extract", source, "--out", out, "--given-mentions", "--given-triggers")
    assert result.exit_code == 0, result.stderr
    assert "line 2: not JSON" in result.stderr
    assert "2 documents read, 1 line not read." in result.stderr
    first, second = map(json.loads, out.read_text(encoding="utf-8").splitlines())
    assert first["doc_id"] == "a"
    assert [(toponym["start"], toponym["end"]) for toponym in first["toponyms"]] == [(15, 20)]
    assert [(event["start"], event["end"]) for event in first["events"]] == [(7, 14)]
    assert second["toponyms"]


def test_extract_takes_every_given_span(tmp_path: Path) -> None:
    """Also in what is otherwise not read: a repeated paragraph, a credit. A span of white space is an error."""
    text = "Troops entered Mosul.\n\nIt rained.\n\nPhoto by Jane Mosul\n\nTroops entered Mosul."
    starts = [match.start() for match in re.finditer("Mosul", text)]
    entered = [match.start() for match in re.finditer("entered", text)]
    good = {
        "text": text,
        "mentions": [{"start": start, "end": start + 5} for start in starts],
        "triggers": [{"start": start, "end": start + 7} for start in entered],
    }
    bad = {"doc_id": "b", "text": "It rained.", "triggers": [{"start": 2, "end": 3}]}
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join(map(json.dumps, (good, bad))))
    result = run("extract", source, "--given-mentions", "--given-triggers")
    found = json.loads(result.stdout)
    assert [toponym["start"] for toponym in found["toponyms"]] == starts
    assert [event["start"] for event in found["events"]] == entered
    assert "document 'b': no word lies in the given span 2-3" in result.stderr


def test_extract_counts_given_spans_from_the_text_behind_a_title(tmp_path: Path) -> None:
    """The title is read before the text; what a line's spans name is the same words all the same."""
    text = "Troops entered Mosul on Tuesday."
    given = {"mentions": [{"start": 15, "end": 20}], "triggers": [{"start": 7, "end": 14}]}
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"text": text, "title": "Army takes a city in the north"} | given))
    found = json.loads(run("extract", source, "--given-mentions", "--given-triggers").stdout)
    assert [(toponym["start"], toponym["surface"]) for toponym in found["toponyms"]] == [(15, "Mosul")]
    assert [(event["start"], event["trigger"]) for event in found["events"]] == [(7, "entered")]


def test_extract_shows_a_person_how_far_it_is(tmp_path: Path) -> None:
    """On a terminal, in bytes of the file, where the lines go to another file; nowhere else."""
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("broken\n" * 3)
    shown, terminal = pty.openpty()
    command = [sys.executable, "-m", "mapping", "extract", str(source), "--out", str(out)]
    with os.fdopen(shown, "rb", buffering=0) as screen:
        result = subprocess.run(command, cwd=ROOT, stderr=terminal, check=False)
        os.close(terminal)
        told = screen.read(100_000).decode()
    assert result.returncode == 1
    assert re.search(r"Reading .*100%", told)
    assert "Reading" not in run("extract", source, "--out", out).stderr


def test_extract_fails_where_no_line_could_be_used(tmp_path: Path) -> None:
    """An empty answer would mislead."""
    source = tmp_path / "in.jsonl"
    source.write_text("broken\n")
    assert run("extract", source).exit_code == 1
    source.write_text("")
    assert run("extract", source).exit_code == 0


# The gazetteer.


def test_gazetteer_search_lists_places_by_prominence() -> None:
    """One a line, columns parted by tabs."""
    result = run("gazetteer", "search", "Tripoli", "--limit", 2)
    first, second = (line.split("\t") for line in result.stdout.splitlines())
    assert "Libya" in first[1]
    assert "Lebanon" in second[1]
    assert "give a larger --limit" in result.stderr


def test_gazetteer_search_helps_with_slips() -> None:
    """An unknown name gets the places of which it may be another spelling, else the names like it."""
    heard = run("gazetteer", "search", "Trippoli")
    assert heard.stderr.startswith("No place is spelt 'Trippoli'; it may be another spelling of:")
    assert "Tripoli, Ţarābulus, Libya" in heard.stdout
    result = run("gazetteer", "search", "Edinburgg")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: no place is called 'Edinburgg': did you mean Edinburgh")
    assert "check the spelling" in run("gazetteer", "search", "Xqzzvwkj").stderr


def test_gazetteer_info_shows_a_place_whole() -> None:
    """As JSON; an unknown id is an error."""
    place_id = run("gazetteer", "search", "Kirkuk", "--limit", 1).stdout.split("\t")[0]
    place = json.loads(run("gazetteer", "info", place_id).stdout)
    assert (place["place_id"], place["country_code"]) == (place_id, "IQ")
    assert run("gazetteer", "info", "gn:0").exit_code == 1


# Errors and help.


@pytest.mark.parametrize(
    ("args", "status", "message"),
    [
        pytest.param(["export", "--bbox", "1,2,3"], 2, "Error: bbox must be four numbers, not '1,2,3'", id="filter"),
        pytest.param(["export", "--family", "batle"], 2, "did you mean battle", id="family"),
        pytest.param(["export", "--format", "pdf"], 2, "'pdf' is not one of 'geojson', 'geojson-seq'", id="format"),
        pytest.param(["ingest"], 2, "Missing argument 'PATHS...'", id="no paths"),
        pytest.param(["ingest", "x", "--published", "soon"], 2, "the date 'soon' is not understood", id="day"),
        pytest.param(["nonsense"], 2, "No such command 'nonsense'", id="command"),
        pytest.param(["export", "--store", "none.db"], 1, "Error: there is no events file 'none.db'", id="no store"),
        pytest.param(["ingest", "x", "--store", "."], 2, "'.' is a folder: name a file in it", id="folder as store"),
        pytest.param(["serve", "--store", "none.db"], 1, "make one with `dateline ingest`", id="nothing to serve"),
    ],
)
def test_errors_are_one_line_that_helps(
    args: list[str], status: int, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Status 2 for what was asked wrongly, 1 for what failed; never a traceback."""
    monkeypatch.chdir(tmp_path)
    result = run(*args)
    assert result.exit_code == status
    assert message in result.stderr
    assert result.stderr.strip().splitlines()[-1].startswith("Error: ")
    assert result.stdout == ""


def test_the_environment_names_the_store(ingested: tuple[Path, Result], monkeypatch: pytest.MonkeyPatch) -> None:
    """An option goes before it, a bad setting is an error of use."""
    monkeypatch.setenv("MAPPING_STORE", str(ingested[0]))
    assert json.loads(run("export", "--limit", 1).stdout)["features"]
    monkeypatch.setenv("MAPPING_PORT", "many")
    result = run("export")
    assert result.exit_code == 2
    assert "MAPPING_PORT must be a port number" in result.stderr


def list_commands(group: click.Group, *path: str) -> Iterator[tuple[str, ...]]:
    """Every subcommand, those of subcommands included."""
    for name, command in group.commands.items():
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from list_commands(command, *path, name)


@pytest.mark.parametrize("command", list(list_commands(dateline)), ids=" ".join)
def test_every_help_shows_an_example(command: tuple[str, ...]) -> None:
    """One that can be copied; a group shows its commands instead."""
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert (
        f"dateline {' '.join(command)} " in result.stdout.replace("Usage: dateline", "") or "Commands:" in result.stdout
    )


def test_the_version_is_told() -> None:
    """Even when run from a folder."""
    assert run("--version").stdout.startswith("dateline ")


def test_words_for_the_terminal_hold_no_commands() -> None:
    """Escape sequences in names and texts stay what they are: text."""
    assert clean("a\x1b[31mb\u202ec\nd") == "a\ufffd[31mb\ufffdc\nd"


# Serving.


@contextmanager
def serving(*args: object, **environ: str) -> Iterator[tuple[str, list[str]]]:
    """The address of a server in a process of its own, and what it said until then."""
    command = [sys.executable, "-m", "mapping", *map(str, args), "--port", "0"]
    environment = os.environ | environ
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stderr
            said = []
            for line in process.stderr:
                said.append(line)
                if found := re.search(r"http://\S+", line):
                    yield found.group(), said
                    return
            pytest.fail(f"the server did not start: {''.join(said)}")
        finally:
            process.kill()


def fetch(url: str) -> tuple[int, bytes]:
    """Status and body of an answer."""
    try:
        with urllib.request.urlopen(url, timeout=120) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def test_serve_shows_the_map_and_its_data(ingested: tuple[Path, Result]) -> None:
    """The page comes, the same filter works, and its errors are the client's."""
    with serving("serve", "--store", ingested[0]) as (url, said):
        assert "Dateline serves on http://127.0.0.1:" in said[-1]
        assert fetch(url)[0] == 200
        status, body = fetch(f"{url}/events.geojson?country=IQ")
        assert status == 200
        assert json.loads(body)["features"]
        assert fetch(f"{url}/events.geojson?bbox=1")[0] == 400


def test_serve_takes_decisions_unless_it_is_read_only(ingested: tuple[Path, Result]) -> None:
    """The page asks first, and hides what cannot be done."""
    for option, writable in ((), True), (("--read-only",), False):
        with serving("serve", "--store", ingested[0], *option) as (url, said):
            assert json.loads(fetch(f"{url}/desk.json")[1])["writable"] is writable
            assert "Everybody who reaches this address" not in said[-1]


@pytest.mark.parametrize(
    ("host", "own"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("192.168.1.5", False)],  # noqa: S104
)
def test_only_this_machine_reaches_its_own_addresses(host: str, own: bool) -> None:
    """On others the demo is read-only, and serve says who can write."""
    assert is_own_machine(host) is own


def test_a_port_that_is_taken_is_an_error_of_use(ingested: tuple[Path, Result]) -> None:
    """With what to do, and before the demo reads anything."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for command in ("serve", "demo"):
            result = run(command, "--store", ingested[0], "--port", port)
            assert result.exit_code == 2
            assert f"cannot serve on 127.0.0.1 port {port}" in result.stderr
            assert "give another with --host or --port" in result.stderr
            assert "Reading" not in result.stderr


def test_a_host_that_is_none_is_an_error_of_use(ingested: tuple[Path, Result]) -> None:
    """`.invalid` never is one (RFC 2606)."""
    result = run("serve", "--store", ingested[0], "--host", "name.invalid")
    assert result.exit_code == 2
    assert "cannot serve on name.invalid port 8000" in result.stderr


def test_demo_serves_the_samples_and_starts_quickly_the_second_time(tmp_path: Path) -> None:
    """The first start reads them into the user's cache folder, the second finds them there.

    What another version of Dateline left there is removed: its events were made by other code.
    """
    stale = tmp_path / "dateline" / "demo-0123456789ab.db"
    columns = stale.with_name(f"{stale.name}.columns")
    columns.mkdir(parents=True)
    stale.touch()
    generations = []
    for _ in range(2):
        with serving("demo", XDG_CACHE_HOME=str(tmp_path), HOME=str(tmp_path)) as (url, said):
            assert any(re.search(r"The samples are in .*demo-\w+\.db: \d+ documents", line) for line in said)
            status, body = fetch(f"{url}/events.geojson?limit=1000")
            assert status == 200
            assert len(json.loads(body)["features"]) >= 30
        [store] = tmp_path.rglob("demo-*.db")
        assert store != stale
        assert not columns.exists()
        with open_store(store, read_only=True) as opened:
            assert opened.summary().documents > 50
            generations.append(opened.generation)
    assert generations[0] == generations[1]


@pytest.mark.parametrize("name", ["out.gpkg", "out.fgb", "out.parquet", "map.html"])
def test_the_program_loads_no_data_frames(ingested: tuple[Path, Result], tmp_path: Path, name: str) -> None:
    """GDAL's and Arrow's writers and Folium do without; pandas would be a quarter of the memory of an export."""
    out = str(tmp_path / name)
    command = ["map", out] if name.endswith("html") else ["export", "--out", out]
    command += ["--store", str(ingested[0])]
    run = [sys.executable, "-X", "importtime", "-m", "mapping", *command]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True)
    assert (tmp_path / name).stat().st_size > 0
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "mapping.store" in loaded
    # A name that looks as if it were not installed is told too, but none of its parts.
    assert not [module for module in loaded if module.startswith(("pandas.", "geopandas."))]

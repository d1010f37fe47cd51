"""Tests of where a store is: paths and addresses, in options, settings and messages."""

import os
import sys
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner

from mapping.__main__ import dateline
from mapping.errors import SettingsError, StoreError
from mapping.settings import read_settings
from mapping.storage.address import is_shared, read_address, show_address
from mapping.store import open_store
from tests.stores import find_server, make_schema
from tests.test_store import FULL, extraction


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("kirkuk.db", Path("kirkuk.db"), id="file"),
        pytest.param("out/postgresql.db", Path("out/postgresql.db"), id="file with a name like it"),
        pytest.param("postgresql://ann@db.example/news", "postgresql://ann@db.example/news", id="database"),
        pytest.param("postgres://db.example/news", "postgres://db.example/news", id="short scheme"),
    ],
)
def test_an_address_is_told_from_a_path(text: str, expected: Path | str) -> None:
    """As the option takes it, and as the setting does."""
    assert read_address(text) == expected
    assert read_settings({"MAPPING_STORE": text}).store == expected
    assert is_shared(expected) is isinstance(expected, str)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://ann:s3cret@db.example:5433/news",
        "postgresql://db.example/news?user=ann&password=s3cret",
        "postgresql://ann:s3cret@db.example/news?sslmode=require",
    ],
)
def test_a_password_is_never_shown(address: str) -> None:
    """Messages reach logs and screens."""
    assert "s3cret" not in show_address(address)
    assert "db.example" in show_address(address)


def test_a_server_that_does_not_answer_is_named_without_the_password() -> None:
    """Nothing listens on port 1."""
    with pytest.raises(StoreError, match=r"cannot be opened .*: check that the server runs") as caught:
        open_store("postgresql://ann:s3cret@127.0.0.1:1/news?connect_timeout=2")
    assert "s3cret" not in str(caught.value)
    assert "127.0.0.1:1/news" in str(caught.value)


def test_an_address_that_is_none_says_how_to_write_one() -> None:
    """A port is a number."""
    with pytest.raises(StoreError, match="write postgresql://user:password@host/name"):
        open_store("postgresql://host:port:more/news")


def test_without_the_driver_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The driver comes with an extra; most people need none."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"pip install 'dateline\[postgres\]'"):
        open_store("postgresql://ann@db.example/news")


def test_a_database_without_a_store_is_not_read() -> None:
    """Reading makes no tables; a table of somebody else's is left alone."""
    with make_schema() as address:
        with pytest.raises(StoreError, match="has no events yet: fill it with `dateline ingest`"):
            open_store(address, read_only=True)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CREATE TABLE events (id int)")
        with pytest.raises(StoreError, match="has a table 'events' that is not Dateline's"):
            open_store(address)


def test_a_database_of_a_newer_dateline_is_refused() -> None:
    """As a file of one is."""
    with make_schema() as address:
        open_store(address).close()
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("UPDATE meta SET value = '99' WHERE key = 'version'")
        for read_only in (False, True):
            with pytest.raises(StoreError, match="made by a newer Dateline"):
                open_store(address, read_only=read_only)


def test_the_command_line_takes_a_database() -> None:
    """What one command stores another one exports."""
    with make_schema() as address:
        with open_store(address) as store:
            store.add(extraction(FULL))
        result = CliRunner().invoke(dateline, ["export", "--format", "csv", "--store", address])
        assert result.exit_code == 0, result.output
        assert "e1" in result.output


def test_a_server_is_needed_where_ci_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that skip everywhere prove nothing."""
    monkeypatch.delenv("MAPPING_TEST_POSTGRES", raising=False)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(AssertionError, match="MAPPING_TEST_POSTGRES is not set"):
        find_server()
    assert "MAPPING_TEST_POSTGRES" not in os.environ


@pytest.mark.parametrize(("text", "seconds"), [("0", 0.0), ("2.5", 2.5), ("30", 30.0)])
def test_the_time_of_a_search_is_set(text: str, seconds: float) -> None:
    """0 is for any time."""
    assert read_settings({"MAPPING_SEARCH_SECONDS": text}).search_seconds == seconds


@pytest.mark.parametrize("text", ["", "-1", "soon", "nan", "1e3"])
def test_a_time_that_is_none_is_refused(text: str) -> None:
    """With what is right."""
    with pytest.raises(SettingsError, match="MAPPING_SEARCH_SECONDS must be a number of seconds"):
        read_settings({"MAPPING_SEARCH_SECONDS": text})

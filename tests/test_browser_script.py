"""Finding a Chromium for the browser tests, and saying so where there is none."""

from pathlib import Path

import pytest

from scripts import browser


def test_a_named_browser_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable CHROMIUM wins over what is on the PATH."""
    program = tmp_path / "my-chrome"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(program))
    assert browser.find_browser() == str(program)


def test_a_browser_on_the_path_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the variable, the usual names are looked for."""
    program = tmp_path / "google-chrome"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert browser.find_browser() == str(program)


@pytest.mark.parametrize(("ci", "status"), [("true", 1), ("", 0)])
def test_without_a_browser_it_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ci: str, status: int
) -> None:
    """The tests are left out in plain words; with CI=true that is a failure. A named browser is not replaced."""
    monkeypatch.setenv("CHROMIUM", "/nowhere/chrome")
    monkeypatch.setenv("CI", ci)
    assert browser.main() == status
    assert "THE BROWSER TESTS ARE LEFT OUT" in capsys.readouterr().out

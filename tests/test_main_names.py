"""Tests of mapping.main_names: which of a place's names is its own."""

from dataclasses import replace

import pytest

from mapping.main_names import is_main_name
from tests.values import PARIS


@pytest.mark.parametrize(
    ("name", "is_main"), [("Paris", True), ("PARIS", True), ("Parigi", False)], ids=["itself", "capitals", "other"]
)
def test_its_own_name(name: str, *, is_main: bool) -> None:
    """However it is written; the names of other languages are not it."""
    assert is_main_name(name, PARIS) is is_main


def test_a_place_told_from_its_namesake_comes_after_it() -> None:
    """Who says "Chelsea" alone means the better known one."""
    namesake = replace(PARIS, qualifier="Texas")
    assert not is_main_name("Paris", namesake)
    assert is_main_name("Paris (Texas)", namesake)

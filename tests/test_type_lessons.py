"""Tests of scripts.type_lessons: what the encoder is taught, without the portal and without training."""

from pathlib import Path

import numpy as np
import pytest

from mapping.event_types import family_of
from scripts.type_lessons import DATA, TYPES, Source, make_passage_lessons, name_types


def test_named_types_are_likely_the_first_most() -> None:
    """What the labels do not name has no chance."""
    target = name_types(["crime.homicide", "attack.killing", "crime"])
    named = {TYPES[row]: target[row] for row in np.flatnonzero(target)}
    assert named == pytest.approx({"crime.homicide": 0.8, "attack.killing": 0.2})


def test_families_alone_stand_for_all_their_types() -> None:
    """A label may leave the type open; which of them it is, training finds."""
    target = name_types(["protest", "riot"])
    assert {family_of(TYPES[row]) for row in np.flatnonzero(target)} == {"protest", "riot"}
    assert target.sum() == pytest.approx(1.0)
    assert len(set(target[target > 0])) == 1


def test_all_marks_of_a_passage_are_kept_out_together(tmp_path: Path) -> None:
    """A sentence that is measured on is not learnt from by another of its words."""
    lessons = list(make_passage_lessons(DATA / "type_passages.txt"))
    by_text: dict[str, set[bool]] = {}
    for one in lessons:
        by_text.setdefault(one.text, set()).add(one.is_kept_out)
    assert all(len(flags) == 1 for flags in by_text.values())
    assert 0.05 < sum(one.is_kept_out for one in lessons) / len(lessons) < 0.15
    path = tmp_path / "passages.txt"
    path.write_text("Crowds [looted](riot.damage) it until troops [moved in](security.deploy).\n", encoding="utf-8")
    first, second = make_passage_lessons(path)
    assert (first.source, first.is_known, first.is_open) == (Source.PASSAGES, True, False)
    assert [TYPES[int(one.target.argmax())] for one in (first, second)] == ["riot.damage", "security.deploy"]

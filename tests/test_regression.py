"""What the fitting scripts share: the regression, the folds, and the tables that they write."""

from pathlib import Path

import numpy as np
import pytest

from bench.regression import cross_validate, find_chances, fit_logistic, print_pair_table, split_folds
from mapping.tables import read_table
from scripts.weight_table import GEODATA, write_weights

CASES = np.array([[1.0, value] for value in (-3, -2, -1, 0, 1, 2, 3, 4)])
RIGHT = np.array([0.0, 0, 1, 0, 0, 1, 1, 1])


def test_what_speaks_for_an_answer_gets_weight() -> None:
    """At the best weights nothing is left to climb, and the chances tell right from wrong."""
    weights = fit_logistic(CASES, RIGHT, ridge=1e-9)
    assert CASES.T @ (RIGHT - find_chances(CASES, weights)) == pytest.approx(0, abs=1e-6)
    assert weights[1] > 0


def test_a_stiff_weight_stays_where_it_was_expected() -> None:
    """Each weight by its own stiffness."""
    weights = fit_logistic(CASES, RIGHT, ridge=np.array([1e-9, 1e9]), expected=np.array([0.0, -2.0]))
    assert weights[1] == pytest.approx(-2, abs=1e-6)
    assert weights[0] != pytest.approx(0, abs=0.1)


def test_a_case_counts_by_its_share() -> None:
    """Twice the share is the case told twice."""
    twice = fit_logistic(np.vstack([CASES, CASES[:3]]), np.concatenate([RIGHT, RIGHT[:3]]), ridge=0.5)
    shares = np.array([2.0, 2, 2, 1, 1, 1, 1, 1])
    assert fit_logistic(CASES, RIGHT, ridge=0.5, shares=shares) == pytest.approx(twice)


def test_a_start_far_off_leads_to_the_same_weights() -> None:
    """Where all chances are next to 0 or 1 a whole step of Newton's goes ever farther."""
    near = fit_logistic(CASES, RIGHT, ridge=1e-6)
    far = fit_logistic(CASES, RIGHT, ridge=1e-6, expected=np.array([40.0, 12.0]))
    assert far == pytest.approx(near, abs=1e-3)


def test_a_document_is_of_one_fold() -> None:
    """Whatever the order of its cases, and the same each time."""
    folds = split_folds(["b", "a", "c", "b", "a"], 3)
    assert folds[0] == folds[3]
    assert folds[1] == folds[4]
    assert sorted(set(folds.tolist())) == [0, 1, 2]
    assert split_folds(["b", "a", "c", "b", "a"], 3).tolist() == folds.tolist()


def test_no_case_is_measured_by_what_it_was_fitted_to() -> None:
    """The fit of each fold sees all cases but its own."""
    folds = np.array([0, 1] * 4)
    seen: list[list[int]] = []

    def fit(kept: np.ndarray) -> np.ndarray:
        seen.append(np.flatnonzero(kept).tolist())
        return np.array([0.0, 1.0]) if len(seen) == 1 else np.array([0.0, -1.0])

    chances = cross_validate(CASES, folds, fit)
    assert seen == [[1, 3, 5, 7], [0, 2, 4, 6]]
    assert chances[6] > 0.5 > chances[7]


def test_pairs_are_counted_at_each_chance(capsys: pytest.CaptureFixture[str]) -> None:
    """Of those joined how many are one, and of those that are one how many were joined."""
    print_pair_table(np.array([0.9, 0.65, 0.35, 0.1]), np.array([1.0, 0, 1, 1]))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "4 pairs, 3 of them one happening; cross-validated:"
    assert lines[2].split() == ["0.3", "0.67", "0.67"]
    assert lines[-1].split() == ["0.8", "1.00", "0.33"]


@pytest.mark.parametrize(
    ("name", "digits"),
    [
        *(("site_weights.csv", 3), ("merge_weights.csv", 2), ("retelling_weights.csv", 2), ("place_weights.csv", 2)),
        *(("realis_weights.csv", 2), ("verb_weights.csv", 2), ("date_weights.csv", 3)),
    ],
)
def test_only_weights_change_in_a_table(tmp_path: Path, name: str, digits: int) -> None:
    """Written with its own weights a table is the same to the byte; with others, all else stays."""
    table = tmp_path / name
    table.write_bytes((GEODATA / name).read_bytes())
    rows = list(read_table(table))
    write_weights(table, [float(row["weight"]) for row in rows], digits=digits)
    assert table.read_bytes() == (GEODATA / name).read_bytes()
    write_weights(table, [0.0] * len(rows), digits=digits)
    assert [row | {"weight": ""} for row in read_table(table)] == [row | {"weight": ""} for row in rows]
    assert {float(row["weight"]) for row in read_table(table)} == {0.0}
    before = table.read_bytes()
    with pytest.raises(ValueError, match="zip"):
        write_weights(table, [0.0], digits=digits)
    assert table.read_bytes() == before

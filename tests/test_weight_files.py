"""Tests of reading files of weights: what is missing or damaged is told in words."""

from pathlib import Path

import numpy as np
import pytest

from mapping.errors import GazetteerError
from mapping.settings import find_folder
from mapping.telling.encoder import FILE_NAME, load_encoder
from mapping.telling.weight_files import open_weights, read_names


def write_weights(path: Path) -> None:
    """A file of one array and its names."""
    np.savez_compressed(path, numbers=np.arange(400), names=np.frombuffer(b"one\ntwo", dtype=np.uint8))


def test_arrays_and_names_are_read(tmp_path: Path) -> None:
    """Names stand a line each in an array of bytes."""
    write_weights(tmp_path / "few.npz")
    with open_weights(tmp_path, "few.npz", script="scripts/few.py") as data:
        assert int(data["numbers"].sum()) == 79_800
        assert read_names(data["names"]) == ("one", "two")


def test_a_missing_file_names_what_makes_it(tmp_path: Path) -> None:
    """Whoever lacks the file is told what to do."""
    with (
        pytest.raises(GazetteerError, match=r"few\.npz is missing: install Dateline again, or run scripts/few\.py"),
        open_weights(tmp_path, "few.npz", script="scripts/few.py"),
    ):
        pass


@pytest.mark.parametrize("kept", [0, 9, 200])
def test_a_damaged_file_is_told_as_one(tmp_path: Path, kept: int) -> None:
    """Empty, or cut off as by a download that broke."""
    path = tmp_path / "few.npz"
    write_weights(path)
    path.write_bytes(path.read_bytes()[:kept])
    with (
        pytest.raises(GazetteerError, match=r"few\.npz is damaged"),
        open_weights(tmp_path, "few.npz", script="scripts/few.py") as data,
    ):
        data["numbers"].sum()


def test_a_file_without_an_array_is_damaged(tmp_path: Path) -> None:
    """As one of an older version may be."""
    write_weights(tmp_path / "few.npz")
    with (
        pytest.raises(GazetteerError, match="damaged"),
        open_weights(tmp_path, "few.npz", script="scripts/few.py") as data,
    ):
        data["weights"].sum()


def test_the_encoder_tells_of_a_file_cut_off(tmp_path: Path) -> None:
    """Through its own loader."""
    shipped = (find_folder("geodata") / FILE_NAME).read_bytes()
    (tmp_path / FILE_NAME).write_bytes(shipped[: len(shipped) // 2])
    with pytest.raises(GazetteerError, match=r"encoder\.npz is damaged.*train_encoder"):
        load_encoder(tmp_path)

"""Tests of mapping.telling.site_layer and scripts.layers: what features say together."""

import math
from pathlib import Path

import numpy as np
import pytest

from mapping.errors import GazetteerError
from mapping.telling.site_choice import load_site_weights
from mapping.telling.site_layer import FILE_NAME, load_site_layer
from scripts.layers import Choices, Layer, spread_chances, train_layer, write_layer


def test_a_layer_is_read_as_it_was_written(tmp_path: Path) -> None:
    """What it adds is the outer weights times the tanh of the inner; unknown features count for nothing."""
    inner, bias, outer = np.float32([[1.0], [-2.0]]), np.float32([0.5]), np.float32([3.0])
    write_layer(tmp_path / FILE_NAME, ["near", "told here"], Layer(inner=inner, bias=bias, outer=outer))
    layer = load_site_layer(tmp_path)
    assert layer.names == ("near", "told here")
    added = layer.weigh([{}, {"near": 1.0, "other": 9.0}, {"told here": 1.0}])
    assert added == pytest.approx([3 * math.tanh(0.5), 3 * math.tanh(1.5), 3 * math.tanh(-1.5)], abs=1e-5)


def test_the_bundled_layer_knows_the_features_of_the_table() -> None:
    """It was made for today's features; one that is gone would silently weigh nothing."""
    layer = load_site_layer()
    assert set(layer.names) < set(load_site_weights())
    assert layer.inner.shape == (len(layer.names), len(layer.bias))
    assert layer.outer.shape == layer.bias.shape


def test_a_missing_layer_says_what_makes_it(tmp_path: Path) -> None:
    """The error names the file and the script."""
    with pytest.raises(GazetteerError, match=r"site_layer\.npz is missing.*scripts\.fit_sites"):
        load_site_layer(tmp_path)


def test_a_layer_learns_what_no_sum_says() -> None:
    """Of two options the one is right whose two features differ: by a sum of weights both are alike."""
    alike, unlike = [[0.0, 0.0], [1.0, 1.0]], [[0.0, 1.0], [1.0, 0.0]]
    pairs = [(one, other) for one in alike for other in unlike] * 10
    choices = Choices(
        features=np.array([row for pair in pairs for row in pair]),
        sums=np.zeros(2 * len(pairs)),
        right=np.array([False, True] * len(pairs)),
        starts=np.arange(0, 2 * len(pairs), 2),
        weights=np.ones(len(pairs)),
    )
    chances = spread_chances(train_layer(choices).weigh(choices.features), choices.starts)
    assert chances.reshape(-1, 2).sum(axis=1) == pytest.approx(1.0)
    assert min(chances[choices.right]) > 0.8

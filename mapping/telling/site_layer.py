"""What the features of a place say together: a hidden layer that adds to what each of them says alone.

That the story is about a town counts where the sentence names none, and hardly beside "in Sarn": no sum of weights can
say so. `scripts/fit_sites.py` makes `geodata/site_layer.npz`; docs/model-cards/event-places.md tells on what.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mapping.telling.weight_files import open_weights, read_names

FILE_NAME = "site_layer.npz"
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class SiteLayer:
    """The weights: `inner` (features, units) and `bias` (units,) before a tanh, `outer` (units,) behind it."""

    names: tuple[str, ...]
    inner: Floats
    bias: Floats
    outer: Floats

    def weigh(self, options: Sequence[Mapping[str, float]]) -> tuple[float, ...]:
        """What the layer adds to the score of each option.

        Args:
            options: Their features by name; what the layer does not know counts for nothing.
        """
        rows = np.array([[option.get(name, 0.0) for name in self.names] for option in options], dtype=np.float32)
        return tuple((np.tanh(rows @ self.inner + self.bias) @ self.outer).tolist())


@cache
def load_site_layer(folder: Path | None = None) -> SiteLayer:
    """The bundled layer, read once.

    Args:
        folder: Where the file is; None means the bundled geodata.

    Raises:
        GazetteerError: The file is missing or damaged.
    """
    with open_weights(folder, FILE_NAME, script="scripts.fit_sites") as data:
        return SiteLayer(
            names=read_names(data["features"]), inner=data["inner"], bias=data["bias"], outer=data["outer"]
        )

"""Which of the options is where an event was: a softmax over what speaks for each.

What a feature says alone is its weight in `geodata/site_weights.csv`; what features say together, `site_layer.py` adds.
Both are fitted by `scripts/fit_sites.py`; docs/model-cards/event-places.md tells on what and how well.
"""

from collections.abc import Mapping, Sequence
from functools import cache

from mapping.chances import share_chance
from mapping.settings import find_folder
from mapping.tables import read_weights
from mapping.telling.site_layer import load_site_layer
from mapping.telling.site_options import Option


@cache
def load_site_weights() -> Mapping[str, float]:
    """What each feature of an option adds to its score, by name."""
    return read_weights(find_folder("geodata") / "site_weights.csv")


def judge_options(options: Sequence[Option]) -> list[tuple[Option, float]]:
    """The options of one event with their chances, likeliest first.

    Args:
        options: As `OptionMaker.make` gives them, that of no place among them.

    Returns:
        Each with its chance, 0..1; together they sum to 1.
    """
    weights = load_site_weights()
    added = load_site_layer().weigh([option.features for option in options])
    sums = [
        more + sum(weights[name] * value for name, value in option.features.items() if value)
        for option, more in zip(options, added, strict=True)
    ]
    return sorted(
        zip(options, share_chance(sums), strict=True),
        key=lambda pair: (-pair[1], pair[0].site.start if pair[0].site else -1),
    )

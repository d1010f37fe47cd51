"""Fit what speaks for each place that an event may have had: geodata/site_weights.csv and site_layer.npz.

    python -m scripts.fit_sites GOLD.jsonl [GOLD.jsonl ...] --scorer event_eval.py [--only FEATURE ...]

A softmax over a document's places and none at all is fitted to every second document of each file, to the first and
the third part of our own dispatches (bench/news), to our own reports (scripts/data/reports), and to short lessons of
what these show hardly any case of (scripts/data/site_lessons.csv); a hidden layer is trained to correct it. Three
tables are printed: of the other documents; of each file by weights that were fitted to all the other files; and, by
those, how much is right and how much silent as the least chance of a place that is shown rises.

With `--only` all other weights and the layer stay as they are, and what half of the labelled articles tell
(bench/article_labels.csv) is fitted to as well.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.corpora import open_scorer
from mapping.telling.site_choice import load_site_weights
from mapping.telling.site_lands import ALONE
from mapping.telling.site_layer import FILE_NAME, load_site_layer
from scripts.layers import Choices, Layer, spread_chances, train_layer, write_layer
from scripts.site_samples import TABLE, Reader, Sample
from scripts.softmax import fit_softmax
from scripts.weight_table import GEODATA, write_weights

_RIDGE = 2.0
_LEAST = (0.0, 0.2, ALONE, 0.4, 0.5, 0.6, 0.7, 0.8)
# Each file counts about as much as the next, whatever its length.
_FILE_WEIGHTS = {
    "gva": 0.4,
    "evloc": 0.6,
    "fakes-syria": 0.6,
    "muc4": 1.5,
    "muc4-truecased": 1.5,
    "news": 0.5,
    "articles": 0.3,
    "reports": 0.1,
}

# Where samples are few, a weight stays near what reading showed: an event that its sentence puts only in a country was
# in the town there that another sentence tells of it.
# The same holds of what a name that no list has lies in where the text says so.
_PRIORS = {
    "narrows_told": 4.0,
    "elsewhere": -0.5,
    "elsewhere_speech": -0.5,
    "none_speech": 0.5,
    "dateline_other": -1.0,
    "home": -0.7,
    "lend_home": -1.0,
    "lend_linked": 2.0,
    "lend_capital": -1.5,
    "lend_outside": -1.0,
    "reference": -1.0,
}
# And these are all but set by hand. Gold asks for the place of a text, so that fitted weights would put every statement
# where the story is; a reader of the map takes that for the scene of it.
# So is a capital that only the dateline names: reports of one's own come from there oftener than news agencies' do.
_HELD = {
    "elsewhere_words": -1.2,
    "elsewhere_abroad": -0.8,
    "none_words": -0.4,
    "dateline_capital": -0.2,
    "bureau_alone": 0.0,
    "bureau_country": 1.3,
    # Fitted by themselves, by `--only`: gold has hardly a sentence of a whole war.
    "masses_country": 0.442,
    "masses_elsewhere": -0.381,
    "whole_country": 1.202,
    "whole_elsewhere": -0.703,
    "all_over_country": 0.061,
    "all_over_elsewhere": -0.227,
    # And so is what offices do, which gold has seldom with a place.
    "bureau_office": 0.946,
}
_HOLD = 30.0


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """The weights of the table, and the layer that corrects them; it sees no feature whose weight is set by hand."""

    weights: NDArray[np.float64]
    layer: Layer
    seen: NDArray[np.bool_]

    def weigh(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """The scores of options, a row each."""
        return np.asarray(features @ self.weights + self.layer.weigh(features[:, self.seen]), dtype=np.float64)


def fit(samples: Sequence[Sample], names: Sequence[str]) -> Model:
    """Fit to the samples with a right option; any right option will do.

    Args:
        samples: Of any number of files.
        names: Of the features.
    """
    choices = _join([sample for sample in samples if sample.right.any()])
    weights = fit_weights(choices, names)
    seen = np.array([name not in _HELD for name in names])
    seen_choices = replace(choices, features=choices.features[:, seen], sums=choices.features @ weights)
    return Model(weights, train_layer(seen_choices), seen)


def _join(samples: Sequence[Sample]) -> Choices:
    features = np.vstack([sample.features for sample in samples])
    return Choices(
        features=features,
        sums=np.zeros(len(features)),
        right=np.concatenate([sample.right for sample in samples]),
        starts=np.cumsum([0, *(len(sample.right) for sample in samples[:-1])]),
        weights=np.array([sample.weight * _FILE_WEIGHTS.get(sample.corpus, 1.0) for sample in samples]),
    )


def fit_weights(choices: Choices, names: Sequence[str]) -> NDArray[np.float64]:
    """Softmax regression by Newton's method.

    Args:
        choices: With a right option each.
        names: Of the features, which tell what each weight is held near, by a ridge.
    """
    prior = np.array([(_PRIORS | _HELD).get(name, 0.0) for name in names])
    ridge = np.array([_RIDGE * (_HOLD if name in _HELD else 1.0) for name in names])
    return fit_softmax(choices, ridge, prior)


def fit_only(samples: Sequence[Sample], names: Sequence[str], only: Sequence[str]) -> NDArray[np.float64]:
    """The weights that ship, those of some features fitted anew to what the others and the layer leave open.

    Args:
        samples: Of any number of files.
        names: Of the features.
        only: Those to fit.
    """
    shipped = np.array([load_site_weights()[name] for name in names])
    chosen = np.array([name in only for name in names])
    layer, kept = load_site_layer(), np.where(chosen, 0.0, shipped)
    choices = _join([sample for sample in samples if sample.right.any()])
    rows = [dict(zip(names, row, strict=True)) for row in choices.features]
    left = replace(choices, features=choices.features[:, chosen], sums=choices.features @ kept + layer.weigh(rows))
    kept[chosen] = fit_softmax(left, np.full(chosen.sum(), _RIDGE), np.zeros(chosen.sum()))
    return kept


def measure(model: Model, samples: Sequence[Sample]) -> str:
    """The share of events with a place that get it, and of those without one that get none."""
    tally: dict[bool, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for sample in samples:
        is_right = sample.right[int(np.argmax(model.weigh(sample.features)))]
        tally[bool(sample.right[-1])][0] += sample.weight * bool(is_right)
        tally[bool(sample.right[-1])][1] += sample.weight
    shares = {silent: right / total for silent, (right, total) in tally.items() if total}
    return f"{shares.get(False, float('nan')):6.3f}  {shares.get(True, float('nan')):6.3f}"


def draw_curve(judged: Sequence[tuple[Sample, Model]]) -> Iterator[str]:
    """By the least chance: the shares of places that are shown, of none that stay none, of the shown that are right.

    Args:
        judged: Samples with the weights to judge them by; each corpus counts alike.
    """
    for least in _LEAST:
        rows: dict[str, list[float]] = defaultdict(lambda: [0.0] * 6)
        for sample, model in judged:
            chance = spread_chances(model.weigh(sample.features), np.zeros(1, dtype=np.intp))
            best = int(np.argmax(chance))
            shown = best != len(chance) - 1 and chance[best] >= least
            is_right, has_place = bool(sample.right[best]), not sample.right[-1]
            row = rows[sample.corpus]
            for column, value in enumerate(
                (has_place, has_place and shown and is_right, not has_place, not has_place and not shown, shown,
                 shown and is_right)
            ):  # fmt: skip
                row[column] += sample.weight * value
        shares = [
            np.mean([row[part] / row[whole] for row in rows.values() if row[whole]])
            for whole, part in ((0, 1), (2, 3), (4, 5))
        ]
        yield f"{least:.2f}   {shares[0]:.3f}   {shares[1]:.3f}   {shares[2]:.3f}"


def main() -> None:
    """Read, fit, check, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--only", nargs="+", default=())
    options = parser.parse_args()
    reader = Reader(open_scorer(options.scorer))
    samples = [
        *(sample for path in options.gold for sample in reader.read_gold(path)),
        *reader.read_news(),
        *reader.read_reports(),
        *reader.read_lessons(),
        *(reader.read_articles() if options.only else ()),
    ]
    fitted = [sample for sample in samples if sample.is_fitted]
    if options.only:
        write_weights(TABLE, fit_only(fitted, reader.names, options.only).tolist(), digits=3)
        return
    model = fit(fitted, reader.names)
    judged: list[tuple[Sample, Model]] = []
    print("file              placed  silent   by the other files' weights")
    for corpus in dict.fromkeys(sample.corpus for sample in samples):
        ours = [sample for sample in samples if sample.corpus == corpus]
        ours = [sample for sample in ours if not sample.is_fitted] or ours
        # The two MUC files share documents.
        others = fit([sample for sample in fitted if sample.corpus[:4] != corpus[:4]], reader.names)
        print(f"{corpus:16s}  {measure(model, ours)}   {measure(others, ours)}")
        judged.extend((sample, others) for sample in ours)
    print("least  placed  silent  right of the shown, by the other files' weights")
    print("\n".join(draw_curve(judged)))
    write_weights(TABLE, model.weights.tolist(), digits=3)
    write_layer(GEODATA / FILE_NAME, list(compress(reader.names, model.seen)), model.layer)


if __name__ == "__main__":
    main()

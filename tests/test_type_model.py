"""Tests of mapping.telling.type_model and of the weights that ship."""

from pathlib import Path

import numpy as np
import pytest

from mapping.errors import GazetteerError
from mapping.event_types import load_event_types
from mapping.settings import find_folder
from mapping.telling.type_model import FILE_NAME, load_type_model, make_features
from tests.parsing import Parse


def test_the_weights_fit_the_tables_and_stay_small() -> None:
    """Each type has its column, in the table's order, and the file stays below two megabytes."""
    assert load_type_model().types == tuple(load_event_types().types)
    assert (find_folder("geodata") / FILE_NAME).stat().st_size < 2_000_000


def test_features_are_lemmas_and_pairs(parse: Parse) -> None:
    """Numbers are one feature, punctuation is none."""
    features = list(make_features(parse("Rebels shelled 3 villages.").sentences[0].tokens))
    assert features == ["rebel", "shell", "#", "village", "rebel shell", "shell #", "# village"]


def test_scores_are_log_probabilities(parse: Parse) -> None:
    """They sum to one, for a text without known words too."""
    model = load_type_model()
    for text in ("Rebels shelled the port.", "Xyzzy plugh."):
        scores = model.read(parse(text).sentences[0].tokens).mix()
        assert np.exp(scores).sum() == pytest.approx(1.0)
    assert np.exp(model.read([]).mix()).sum() == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A tropical cyclone makes landfall and thousands leave their homes.", "disaster.storm"),
        ("The striker scored twice in the final of the cup.", "other.sport"),
        ("The central bank raises interest rates as inflation climbs.", "economy.market"),
        ("Voters go to the polls in a presidential election.", "politics.election"),
    ],
    ids=["storm", "sport", "market", "election"],
)
def test_plain_sentences_are_told_apart(parse: Parse, text: str, code: str) -> None:
    """The model knows the kinds that it saw thousands of."""
    model = load_type_model()
    scores = model.read(parse(text).sentences[0].tokens).mix()
    assert model.types[int(scores.argmax())] == code


def test_missing_weights_are_reported(tmp_path: Path) -> None:
    """The message says how to get them."""
    with pytest.raises(GazetteerError, match=r"event_type_model\.npz is missing.*train_types"):
        load_type_model(tmp_path)

"""mapping/lemmas.py: what spaCy's rules say of each word, without asking them for every word."""

import warnings

import pytest
import spacy
from spacy.language import Language

from mapping.language import find_model
from mapping.lemmas import RULE_PIPES, WordRules

TEXT = (
    "I ain't gonna leave, she said; let's see what they've gotta do. There were five dead and there is no bread. "
    "It rained on it. The mayor did what he had said that he would do, but the dam's gates had been opened. "
    "Y'all got caught, c'mon.  Rivers rose;\tthe rising rivers were rising in Basra. That river is what rose."
)


@pytest.fixture(scope="module")
def pipeline() -> Language:
    """The whole of spaCy's own."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        return spacy.load(find_model(), exclude=["senter"])


def test_words_are_described_as_by_the_whole_pipeline(pipeline: Language) -> None:
    """Pairs such as "gon na" and "there is", verbs by their role and white space included, at first and again."""
    texts = [TEXT, *TEXT.split(". "), ""]
    whole = [[(token.pos_, token.lemma_.lower()) for token in doc] for doc in pipeline.pipe(texts)]
    rules = WordRules(pipeline)
    assert not set(RULE_PIPES) & set(pipeline.pipe_names)
    docs = list(pipeline.pipe(texts))
    for _ in range(2):
        assert [[tuple(word) for word in words] for words in rules.describe(docs)] == whole
    assert [[tuple(word) for word in words] for doc in docs for words in rules.describe([doc])] == whole

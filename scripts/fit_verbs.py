"""Fit which verbs tell of a happening though no row of the lexicon takes them; write geodata/verb_weights.csv.

    python -m scripts.fit_verbs wcep-train.jsonl.gz

Fitted to verbs in clauses without a trigger, of texts of which all that they tell is labelled and which the encoder has
not seen: real articles (bench/articles.py) and our own dispatches, all but the parts kept for measuring, and the
reports and the sentences of the current-events portal (the input, as for `scripts/train_encoder.py`) that are kept out.
A verb tells of a happening if it stands in the words of a label. Headlines are left out, for what they tell is labelled
in the text below. Of the portal's verbs more tell of something than of others': these have an intercept of their own,
which is not written. Printed is how much passes by weights that were fitted to other documents.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from bench.articles import FITTED, read_articles
from bench.dispatches import FITTED_PARTS, Told, read_dispatches, read_told
from bench.regression import cross_validate, fit_logistic, split_folds
from bench.reports import is_kept_out, read_reported, read_reports
from mapping.documents import make_document
from mapping.kinds import ParagraphKind
from mapping.language import LanguageModel
from mapping.model import Document, ParsedDocument, Span
from mapping.tables import read_table
from mapping.triggers import describe_verbs
from scripts.portal import NOTHING, read_portal_sentences
from scripts.weight_table import GEODATA, write_weights

_TABLE = GEODATA / "verb_weights.csv"
_RIDGE, _FOLDS = 1.0, 5
_PORTAL = "portal "
_BARS = (0.3, 0.4, 0.5, 0.6, 0.7)

Case = tuple[str, Mapping[str, float], bool]


def read_texts(portal: Path) -> Iterator[tuple[Document, list[Span]]]:
    """The texts, each with where the words of all that it tells lie."""
    told = [one for one in read_told() if one.part in FITTED_PARTS]
    articles, by_articles = read_articles()
    fitted = [one for one in by_articles if one.part == FITTED]
    reports = {name: one for name, one in read_reports().items() if is_kept_out(name)}
    for documents, labels, names in (
        (read_dispatches(), told, {one.document for one in told}),
        (articles, fitted, {one.document for one in fitted}),
        (reports, read_reported(), reports.keys()),
    ):
        for name, document in documents.items():
            if name in names:
                yield document, [_find_span(document, one) for one in labels if one.document == name]
    for sentence in read_portal_sentences(portal):
        if sentence.is_kept_out:
            document = make_document(sentence.text, created=sentence.published, doc_id=f"{_PORTAL}{sentence.line}")
            starts = [(sentence.text.index(one.words), one) for one in sentence.told if one.types != (NOTHING,)]
            yield document, [Span(start=start, end=start + len(one.words)) for start, one in starts]


def _find_span(document: Document, told: Told) -> Span:
    start = told.find_start(document.text)
    return Span(start=start, end=start + len(told.words))


def make_cases(document: Document, parsed: ParsedDocument, told: Sequence[Span]) -> Iterator[Case]:
    """A case for each verb that no row takes: its document, its features, whether it tells of a happening."""
    for number, token, features in describe_verbs(parsed):
        paragraph = parsed.document.paragraphs[parsed.sentences[number].paragraph]
        if paragraph.kind is not ParagraphKind.HEADLINE:
            is_told = any(token.start < span.end and span.start < token.end for span in told)
            yield document.doc_id, features, is_told


def main() -> None:
    """Read, cross-fit, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("portal", type=Path)
    texts = list(read_texts(parser.parse_args().portal))
    parsed = LanguageModel().parse([document for document, _ in texts])
    cases = [
        case for (document, told), one in zip(texts, parsed, strict=True) for case in make_cases(document, one, told)
    ]
    names = [row["feature"] for row in read_table(_TABLE)]
    features = np.array(
        [[*(found.get(name, 0.0) for name in names), float(doc_id.startswith(_PORTAL))] for doc_id, found, _ in cases]
    )
    is_told = np.array([float(told) for _, _, told in cases])
    folds = split_folds([doc_id for doc_id, _, _ in cases], _FOLDS)
    chances = cross_validate(features, folds, lambda kept: fit_logistic(features[kept], is_told[kept], ridge=_RIDGE))
    print(f"{len(cases)} verbs, {is_told.sum():.0f} tell of a happening")
    for bar in _BARS:
        passed = chances >= bar
        share, right = is_told[passed].sum() / is_told.sum(), is_told[passed].mean()
        print(f">= {bar}: {passed.sum()} pass, {right:.3f} of them tell; {share:.3f} of what is told")
    write_weights(_TABLE, fit_logistic(features, is_told, ridge=_RIDGE).tolist()[:-1])


if __name__ == "__main__":
    main()

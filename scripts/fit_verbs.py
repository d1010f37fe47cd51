"""Fit which verbs tell of a happening though no row of the lexicon takes them; write geodata/verb_weights.csv.

    python -m scripts.fit_verbs

Fitted to verbs in clauses without a trigger, of texts of which all that they tell is labelled and which the encoder has
not seen: our own dispatches, all but the parts kept for measuring, and the reports kept out. A verb tells of a
happening if it stands in the words of a label. Headlines are left out, for what they tell is labelled in the text
below. Printed is how much passes by weights that were fitted to other documents.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from bench.dispatches import PARTS, Told, read_dispatches, read_told
from bench.regression import cross_validate, fit_logistic, split_folds
from bench.reports import is_kept_out, read_reported, read_reports
from mapping.kinds import ParagraphKind
from mapping.language import LanguageModel
from mapping.model import Document, ParsedDocument
from mapping.triggers import describe_verbs
from scripts.weight_table import GEODATA, read_weights, write_weights

_TABLE = GEODATA / "verb_weights.csv"
_SEEN = (PARTS[0], PARTS[2])
_RIDGE, _FOLDS = 1.0, 5
_BARS = (0.3, 0.4, 0.5, 0.6, 0.7)

Case = tuple[str, Mapping[str, float], bool]


def read_texts() -> Iterator[tuple[Document, list[Told]]]:
    """The texts, each with all that it tells."""
    told = [one for one in read_told() if one.part in _SEEN]
    names = {one.document for one in told}
    dispatches = {name: document for name, document in read_dispatches().items() if name in names}
    reports = {name: document for name, document in read_reports().items() if is_kept_out(name)}
    for documents, labels in ((dispatches, told), (reports, read_reported())):
        for name, document in documents.items():
            yield document, [one for one in labels if one.document == name]


def make_cases(document: Document, parsed: ParsedDocument, told: Sequence[Told]) -> Iterator[Case]:
    """A case for each verb that no row takes: its document, its features, whether it tells of a happening."""
    starts = [document.text.index(one.words) for one in told]
    spans = [(start, start + len(one.words)) for start, one in zip(starts, told, strict=True)]
    for number, token, features in describe_verbs(parsed):
        paragraph = parsed.document.paragraphs[parsed.sentences[number].paragraph]
        if paragraph.kind is not ParagraphKind.HEADLINE:
            is_told = any(token.start < end and start < token.end for start, end in spans)
            yield document.doc_id, features, is_told


def main() -> None:
    """Read, cross-fit, fit, write."""
    texts = list(read_texts())
    parsed = LanguageModel().parse([document for document, _ in texts])
    cases = [
        case for (document, told), one in zip(texts, parsed, strict=True) for case in make_cases(document, one, told)
    ]
    names = [row["feature"] for row in read_weights(_TABLE)]
    features = np.array([[found.get(name, 0.0) for name in names] for _, found, _ in cases])
    is_told = np.array([float(told) for _, _, told in cases])
    folds = split_folds([doc_id for doc_id, _, _ in cases], _FOLDS)
    chances = cross_validate(features, folds, lambda kept: fit_logistic(features[kept], is_told[kept], ridge=_RIDGE))
    print(f"{len(cases)} verbs, {is_told.sum():.0f} tell of a happening")
    for bar in _BARS:
        passed = chances >= bar
        share, right = is_told[passed].sum() / is_told.sum(), is_told[passed].mean()
        print(f">= {bar}: {passed.sum()} pass, {right:.3f} of them tell; {share:.3f} of what is told")
    write_weights(_TABLE, fit_logistic(features, is_told, ridge=_RIDGE).tolist())


if __name__ == "__main__":
    main()

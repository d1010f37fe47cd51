"""Events on the gold corpora: the right place, the right day, the right kind, from raw text.

The table has a row for each measure of the events corpora with what a naive system reaches, the best figure known
elsewhere, and ours; a last table says how well scores keep their word. `evloc` gives the verb it asks for, as that
corpus does. Where gold lists all events of a report (`muc4`), ours are those that happened, are likelier right than not
by their score (at least 0.5) and are of the kinds that the corpus lists (attacks, bombings, kidnappings, arson and
robbery, but no arrests or trials), and are not older than it lists them: it leaves out what was two months ago.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from types import ModuleType
from typing import Any

from bench.corpora import SHARED, find_asked, load_scorer, make_source, read_corpus
from mapping.event_types import family_of
from mapping.gazetteer import open_gazetteer
from mapping.kinds import Modality
from mapping.language import LanguageModel
from mapping.model import Event
from mapping.pipeline import Given, analyse

CORPORA = (
    *("giveme5w1h", "gva", "wcep-hand", "evloc", "muc4", "muc4-truecased", "wcep-types", "case21-types"),
    *("plover-gsr", "fakes-syria"),
)
_SURE_ENOUGH = 0.5
# What the corpora with all events of a report ask for, by their own words; a family stands for all of its kinds.
_LISTED = frozenset(
    {"strike", "attack", "battle.clash", "battle.other", "crime.homicide", "crime.shooting", "crime.robbery"}
    | {"riot.damage"}
)
_LISTED_DAYS = 62
_BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.01)
_SLOTS = {"place": "slot loc", "date": "slot date", "type": "slot type"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """One row: which figure of which corpus, what a naive system has, and the best known elsewhere."""

    corpus: str
    figure: str
    naive: str = ""
    known: str = ""


# Naive: largest population, weekday rule, trigger lemmas. Known: Giveme5W1H (Hamborg et al. 2019), Halterman (2019),
# MUC-4 (1992), CASE 2021 task 2, a linear model on the training sentences.
MEASURES = (
    Measure(corpus="giveme5w1h", figure="where@1", naive=".40", known=".64"),
    Measure(corpus="giveme5w1h", figure="lenient@1", known=".79"),
    Measure(corpus="giveme5w1h", figure="when@1", naive=".92", known=".68"),
    Measure(corpus="giveme5w1h", figure="when±1", naive=".97", known=".91"),
    Measure(corpus="gva", figure="where@1", naive=".59"),
    Measure(corpus="gva", figure="when±1", naive=".89"),
    Measure(corpus="gva", figure="joint", naive=".38"),
    Measure(corpus="wcep-hand", figure="where@1", naive=".55"),
    Measure(corpus="wcep-hand", figure="type family", naive=".66"),
    Measure(corpus="evloc", figure="where@1", naive=".42", known="~.83"),
    Measure(corpus="evloc", figure="silent", naive=".45", known="~.83"),
    Measure(corpus="muc4", figure="slot place", naive=".12", known=".64"),
    Measure(corpus="muc4", figure="slot date", naive=".32", known=".70"),
    Measure(corpus="muc4", figure="slot type", naive=".46", known=".79"),
    Measure(corpus="muc4-truecased", figure="slot place"),
    Measure(corpus="muc4-truecased", figure="slot date"),
    Measure(corpus="muc4-truecased", figure="slot type"),
    Measure(corpus="wcep-types", figure="type family", naive=".50", known=".79"),
    Measure(corpus="case21-types", figure="type family", naive=".51"),
    Measure(corpus="case21-types", figure="subtype F1", known=".77-.84"),
    Measure(corpus="plover-gsr", figure="type family", naive=".45"),
    Measure(corpus="fakes-syria", figure="where@1", naive=".67"),
)


def make_record(event: Event) -> dict[str, Any]:
    """An event as the scorer reads it; a place that the gazetteer lacks has a name and no point."""
    span = event.date.span if event.date else None
    start, end = (span.start or span.end, span.end or span.start) if span else (None, None)
    return {
        "place": _make_place(event),
        "date_start": start and start.isoformat(),
        "date_end": end and end.isoformat(),
        "type": event.trigger.type,
        "trigger": event.trigger.text,
        "score": event.score,
    }


def _make_place(event: Event) -> dict[str, Any] | None:
    if event.place is None:
        return {"name": event.unlisted, "mention": event.unlisted} if event.unlisted else None
    place = event.place.place
    return {
        "name": place.name,
        "lat": place.lat,
        "lon": place.lon,
        "country": place.country_code,
        "level": place.level.value,
        "mention": event.place.mention,
    }


def read_gold(corpus: str, *, every: int = 1) -> list[dict[str, Any]]:
    """The gold documents of a corpus, or every so many of them."""
    return list(read_corpus(f"events/{corpus}"))[::every]


def extract_corpus(gold: Sequence[Mapping[str, Any]], language: LanguageModel) -> dict[str, list[dict[str, Any]]]:
    """The events of each gold document, by document id, from raw text."""
    gazetteer = open_gazetteer()
    found = {}
    for row, parsed in zip(gold, language.parse([make_source(row) for row in gold]), strict=True):
        asked = find_asked(row["gold"], parsed.document)
        given = Given(triggers=(asked,)) if asked else None
        events = analyse(parsed, gazetteer, given).events
        is_list = row["gold"].get("events") is not None
        created = parsed.document.created
        found[row["doc_id"]] = [make_record(event) for event in events if not is_list or is_asked(event, created)]
    return found


def is_asked(event: Event, created: date | None) -> bool:
    """Whether the event is told, and of a kind and an age that the corpora with lists of events speak of.

    Source: the rules of the MUC-4 task, by which an incident of more than two months before is not reported.
    """
    latest = (event.date.span.end or event.date.span.start) if event.date else None
    is_old = latest is not None and created is not None and (created - latest).days > _LISTED_DAYS
    is_listed = not _LISTED.isdisjoint({event.trigger.type, family_of(event.trigger.type)})
    return is_told(event) and is_listed and not is_old


def is_told(event: Event) -> bool:
    """Whether a reader who asks what happened is told of the event: not of plans, denials and faint guesses."""
    return event.trigger.modality is Modality.HAPPENED and event.score >= _SURE_ENOUGH


def score_corpus(
    gold: Sequence[Mapping[str, Any]], found: Mapping[str, Sequence[Mapping[str, Any]]]
) -> dict[str, float]:
    """The scorer's figures, and the weighted F1 over subtypes, by name."""
    scorer = load_scorer("event_eval")
    tally = scorer.Tally()
    for row in gold:
        scorer.score_doc(row, list(found.get(row["doc_id"], [])), tally)
    report = scorer.report(tally)
    figures = {name: value for name, value in report.items() if isinstance(value, float)}
    figures |= {f"slot {name}": report[slot]["F1"] for name, slot in _SLOTS.items() if slot in report}
    return figures | {"subtype F1": _score_subtypes(gold, found, scorer)}


def _score_subtypes(
    gold: Sequence[Mapping[str, Any]], found: Mapping[str, Sequence[Mapping[str, Any]]], scorer: ModuleType
) -> float:
    """F1 of each gold subtype, weighted by its frequency; any of a document's acceptable codes counts as right."""
    wanted: Counter[str] = Counter()
    given: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for row in gold:
        codes = row["gold"].get("type")
        if codes:
            best = next((event["type"] for event in scorer.rank(list(found.get(row["doc_id"], [])))), "")
            is_right = scorer.code_ok(best, codes)
            wanted[codes[0]] += 1
            given[codes[0] if is_right else best] += 1
            right[codes[0]] += is_right
    return sum(2 * right[code] * count / (given[code] + count) for code, count in wanted.items()) / max(
        1, wanted.total()
    )


def measure_reliability(corpus: str, found: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[tuple[float, bool]]:
    """(score, whether place, day and family are right) of the best event of each document."""
    scorer = load_scorer("event_eval")
    for row in read_corpus(f"events/{corpus}"):
        best = next(iter(scorer.rank(list(found.get(row["doc_id"], [])))), None)
        if best is not None:
            tally = scorer.Tally()
            scorer.score_doc(row, [best], tally)
            figures = scorer.report(tally)
            names = ("where@1", "when±1", "type family")
            yield best["score"], all(figures.get(name, 1.0) == 1.0 for name in names)


def main() -> None:
    """Print the tables."""
    if not (SHARED / "corpora" / "events").is_dir():
        print("left out: no gold corpora of events")
        return
    language = LanguageModel()
    gold = {corpus: read_gold(corpus) for corpus in CORPORA}
    found = {corpus: extract_corpus(rows, language) for corpus, rows in gold.items()}
    figures = {corpus: score_corpus(rows, found[corpus]) for corpus, rows in gold.items()}
    print("| corpus | measure | naive | best known | ours |\n|---|---|---|---|---|")
    for row in MEASURES:
        ours = figures[row.corpus].get(row.figure)
        print(f"| {row.corpus} | {row.figure} | {row.naive} | {row.known} | {'' if ours is None else f'{ours:.3f}'} |")
    print("\nBest event of each document of gva, giveme5w1h and wcep-hand, by its score:\n")
    print("| score | events | mean score | right |\n|---|---|---|---|")
    pairs = [p for corpus in ("gva", "giveme5w1h", "wcep-hand") for p in measure_reliability(corpus, found[corpus])]
    for low, high in pairwise(_BINS):
        inside = [(score, right) for score, right in pairs if low <= score < high]
        if inside:
            mean, share = sum(s for s, _ in inside) / len(inside), sum(r for _, r in inside) / len(inside)
            print(f"| {low:.1f}-{min(high, 1.0):.1f} | {len(inside)} | {mean:.2f} | {share:.2f} |")


if __name__ == "__main__":
    main()

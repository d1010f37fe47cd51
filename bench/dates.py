"""Time expressions and event dates on the gold corpora, and speed beside dateparser.

Expressions are scored as in TempEval-3: relaxed match, match with the same value, and those whose value is a day. Event
dates are end to end: the events' words are given, the expressions are the package's own.
"""

import io
import json
import statistics
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from contextlib import redirect_stdout
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from bench.corpora import SHARED, load_scorer, read_corpus
from mapping.dating import date_events
from mapping.language import LanguageModel
from mapping.model import Document, Span, Timex
from mapping.records import read_record, write_date
from mapping.timexes import find_day_of_writing, find_timexes
from mapping.triggers import make_triggers

Record = dict[str, Any]

CORPORA = ("timebank", "aquaint", "meantime", "storyline")
EVENT_CORPORA = ("storyline", "meantime", "timebank")
# dateparser takes a second for ten documents, so it reads every so many-th of them.
_DATEPARSER_STEP = 8


def read_document(record: Record) -> Document:
    """A gold record as `dateline extract` reads it, without its answers."""
    known = {key: record[key] for key in ("doc_id", "text", "dct")}
    return read_record(json.dumps(known)).document


def find_all(document: Document) -> tuple[Timex, ...]:
    """The time expressions of a document, anchored on its day of publication."""
    return find_timexes(document.text, anchor=find_day_of_writing(document), paragraphs=document.paragraphs)


def score_timexes(corpus: str) -> dict[str, dict[str, float]]:
    """What the scorer says of one corpus: by view ("all", "day", "daypart") the F1 of "relaxed" match and "value"."""
    gold = list(read_corpus(f"timex/{corpus}"))
    found = [
        {
            "doc_id": record["doc_id"],
            "timexes": [
                {"start": timex.start, "end": timex.end, "type": timex.type, "value": timex.value}
                for timex in find_all(read_document(record))
            ],
        }
        for record in gold
    ]
    total, _, _ = load_scorer("timex_eval").evaluate(gold, found, 0)
    return {view: {name: scores[name]["f1"] for name in ("relaxed", "value")} for view, scores in total.items()}


def date_corpus(corpus: str, language: LanguageModel) -> list[Record]:
    """The records of one corpus of event dates with the dates that the package gives their events."""
    gold = list(read_corpus(f"timex/events_{corpus}"))
    parses = language.parse(read_document(record) for record in gold)
    dated = []
    for record, parsed in zip(gold, parses, strict=True):
        # A word may stand in a line that is not read, such as a credit.
        tokens = (token for sentence in parsed.sentences for token in sentence.tokens)
        read = {position for token in tokens for position in range(token.start, token.end)}
        spans = [Span(start=event["start"], end=event["end"]) for event in record["events"]]
        triggers = make_triggers(parsed, [span for span in spans if not read.isdisjoint(range(span.start, span.end))])
        choices = date_events(parsed, triggers, find_all(parsed.document))
        events = [
            {
                "start": trigger.start,
                "end": trigger.end,
                "date": write_date(choice.span.start, choice.span.end) if choice else None,
            }
            for trigger, choice in zip(triggers, choices, strict=True)
        ]
        dated.append({"doc_id": record["doc_id"], "events": events})
    return dated


def score_events(corpus: str, dated: Iterable[Record], *, only_main: bool = False) -> float:
    """Share, in percent, of the gold events dated to the day that got exactly that day."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(record) + "\n" for record in dated)
        file.flush()
        gold = SHARED / "corpora" / "timex" / f"events_{corpus}.jsonl"
        options = ["--gold", str(gold), "--pred", file.name, *(["--main"] if only_main else [])]
        printed = io.StringIO()
        with redirect_stdout(printed):
            load_scorer("event_date_eval").main(options)
    total = next(line for line in printed.getvalue().splitlines() if line.startswith("TOTAL"))
    return float(total.split()[2])


def measure_speed(documents: Sequence[Document], read: Callable[[Document], object], *, runs: int = 5) -> float:
    """Documents read in a second of processor time: the median of several runs."""
    seconds = []
    for _ in range(runs):
        start = time.process_time()
        for document in documents:
            read(document)
        seconds.append(time.process_time() - start)
    return len(documents) / statistics.median(seconds)


def _read_with_dateparser() -> Callable[[Document], object] | None:
    if find_spec("dateparser") is None:
        return None
    search_dates = import_module("dateparser.search").search_dates
    return lambda document: search_dates(document.text, languages=["en"])


def main() -> None:
    """Print both tables and the speed."""
    if not (SHARED / "corpora" / "timex").is_dir():
        print("left out: needs ../shared/corpora/timex")
        return
    _print_timexes()
    _print_events()
    _print_speed()


def _print_timexes() -> None:
    print(f"{'F1, %':12s}{'relaxed':>9s}{'value':>9s}{'day':>9s}{'daypart':>9s}")
    for corpus in CORPORA:
        scores = score_timexes(corpus)
        row = (scores["all"]["relaxed"], scores["all"]["value"], scores["day"]["value"], scores["daypart"]["value"])
        print(f"{corpus:12s}" + "".join(f"{figure:9.1f}" for figure in row), flush=True)


def _print_events() -> None:
    language = LanguageModel()
    print(f"\n{'event dates, % right to the day':34s}{'all':>7s}{'main':>7s}")
    for corpus in EVENT_CORPORA:
        dated = date_corpus(corpus, language)
        main_events = f"{score_events(corpus, dated, only_main=True):7.1f}" if corpus == "storyline" else f"{'-':>7s}"
        print(f"{corpus:34s}{score_events(corpus, dated):7.1f}{main_events}", flush=True)


def _print_speed() -> None:
    documents = [read_document(record) for corpus in CORPORA for record in read_corpus(f"timex/{corpus}")]
    sample = documents[::_DATEPARSER_STEP]
    chars = statistics.mean(len(document.text) for document in documents)
    print(f"\ndocuments a second of processor time ({len(documents)} articles of {chars:.0f} characters on average)")
    print(f"{'find_timexes':34s}{measure_speed(documents, find_all):7.0f}")
    print(f"{'find_timexes, every 8th article':34s}{measure_speed(sample, find_all):7.0f}")
    search = _read_with_dateparser()
    if search is None:
        print("dateparser.search: left out, not installed")
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        print(f"{'dateparser.search, the same':34s}{measure_speed(sample, search, runs=1):7.1f}")


if __name__ == "__main__":
    main()

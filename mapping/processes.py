"""Documents -> what they say, in several processes: for more news than one core reads in the time there is.

What is found is the same, and comes in the same order, as in one process: a batch of documents is read by whichever
process is free, and what documents tell of their outlets is put together here, in order.
"""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from mapping.errors import DocumentError
from mapping.gazetteer import Gazetteer, open_gazetteer
from mapping.language import LanguageModel, gather_batches
from mapping.model import Document, Extraction
from mapping.pipeline import Begun, begin_documents, find_homes, finish_document
from mapping.resolution.memory import OutletMemory
from mapping.resolution.outlets import OutletHome

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

# What each process has to do beside what it does, so that none waits for the next task.
_AHEAD = 2
# Each process has one core for itself: products of matrices on all of them would only wait for each other.
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")

_language = LanguageModel()
_gazetteers: list[Gazetteer] = []


def extract_in_processes(
    documents: Iterable[Document], *, workers: int, gazetteer: Path | None = None, outlets: OutletMemory | None = None
) -> Iterator[Extraction]:
    """Read documents as `mapping.pipeline.extract_events` does, in several processes.

    Each process loads the models once, in some seconds, and needs about as much memory as a run in one. A script that
    calls this keeps its own work under `if __name__ == "__main__"`, since the processes import it.

    Args:
        documents: Read lazily, in any number, some batches for each process ahead.
        workers: How many processes read; this one hands out the work.
        gazetteer: The folder of the list of places; None means the one that travels with Dateline.
        outlets: What is known of the outlets, added to as documents are read; None begins with nothing.

    Yields:
        One extraction per document, in the same order.

    Raises:
        DocumentError: A process was ended from outside, as where memory runs out.
    """
    ahead = workers * _AHEAD
    with _open_pool(workers, gazetteer) as pool:
        begun = chain.from_iterable(_map_ahead(pool, _begin, gather_batches(documents), ahead))
        yield from _map_ahead(pool, _finish, find_homes(begun, outlets or OutletMemory()), ahead)


@contextmanager
def _open_pool(workers: int, gazetteer: Path | None) -> Iterator[ProcessPoolExecutor]:
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    pool = ProcessPoolExecutor(workers, get_context("spawn"), initializer=_start, initargs=(gazetteer,))
    try:
        yield pool
    except BrokenProcessPool as error:
        raise DocumentError(
            "one of the reading processes was ended, perhaps for want of memory: read with fewer workers"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _map_ahead(
    pool: Executor, work: Callable[[_Item], _Result], items: Iterable[_Item], ahead: int
) -> Iterator[_Result]:
    """What `work` makes of each item, in order; `ahead` items at most are handed out before they are asked for."""
    waiting: deque[Future[_Result]] = deque()
    for item in items:
        waiting.append(pool.submit(work, item))
        if len(waiting) > ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _start(gazetteer: Path | None) -> None:
    """Make a process ready; Ctrl+C is for the one that handed out the work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _gazetteers.append(open_gazetteer(gazetteer))


def _begin(documents: list[Document]) -> list[Begun]:
    return list(begin_documents(documents, _language, _gazetteers[-1]))


def _finish(item: tuple[Begun, OutletHome | None]) -> Extraction:
    begun, home = item
    return finish_document(begun, _gazetteers[-1], home)

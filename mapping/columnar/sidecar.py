"""The sidecar: a folder of memory-mapped columns beside a store, made from it and never asked for anything else.

It holds segments (`segment.py`) and `manifest.json`, which names those that count and the generation of the store that
they show. A store that has grown gets one more small segment; rows that changed are struck out of the older ones and
stand in the new one. Small segments are joined, so that there are never many. A manifest takes the place of the one
before in one step, and segments are never changed, so a reader sees either generation whole, whatever other processes
do. Whatever is missing or damaged is made anew from the store.
"""

import json
import logging
import shutil
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from mapping.columnar.folder import NAME_FILE
from mapping.columnar.laying import Gatherer, lay_out, unlay
from mapping.columnar.locks import lock_file
from mapping.columnar.rows import RowSource, RowView
from mapping.columnar.segment import DamagedError, Segment, read_segment, write_segment
from mapping.columnar.snapshot import Part, Snapshot
from mapping.columnar.tables import Array, Numbering, TablePart, Tables
from mapping.errors import StoreError

FORMAT = 1
_MANIFEST = "manifest.json"
# Two neighbours are joined when the older is less than so many times the newer; a segment is written again when more
# rows of it are dead than this number and this share (a twentieth).
_JOIN_RATIO = 4
_MIN_DEAD = 10_000
_DEAD_SHARE = 20
# Folders that no manifest names are swept away when they are this old: a slower process may still be filling one.
_ORPHAN_SECONDS = 3600.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Entry:
    """A segment in the manifest: its folder, and the rows of it that no longer count."""

    name: str
    rows: int
    dead: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Manifest:
    generation: str = ""
    last_number: int = 0
    entries: tuple[_Entry, ...] = ()


def _be_silent(rows: int) -> None:
    """Nobody wants to be told."""


class Sidecar:
    """The columns of one store. Threads may share it, and several processes its folder.

    Args:
        folder: Where the columns are kept; made where it is missing.
        source: The store's rows.
    """

    def __init__(self, folder: Path, source: RowSource) -> None:
        self.folder = folder
        self._source = source
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._opened: dict[str, tuple[Segment, TablePart]] = {}

    def get(self, tell: Callable[[int], None] = _be_silent) -> Snapshot:
        """The columns as the store is now; brought up to it first where it has changed.

        Args:
            tell: Is told from time to time how many rows have been read.

        Raises:
            StoreError: The store cannot be read, or the folder cannot be written.
        """
        generation = self._source.generation
        snapshot = self._snapshot
        if snapshot is not None and snapshot.generation == generation:
            return snapshot
        with self._lock:
            if self._snapshot is None or self._snapshot.generation != self._source.generation:
                try:
                    self._snapshot = self._bring_up(tell)
                except OSError as error:
                    raise StoreError(f"the columns cannot be kept in {str(self.folder)!r}: {error}") from error
            return self._snapshot

    def _bring_up(self, tell: Callable[[int], None]) -> Snapshot:
        self.folder.mkdir(parents=True, exist_ok=True)
        # One process at a time, so that two do not do the same work; they would not harm each other.
        with lock_file(self.folder / "lock"):
            with self._source.look() as view:
                manifest = self._read_manifest()
                try:
                    if manifest.generation != view.generation:
                        manifest = self._update(manifest, view, tell)
                    snapshot = self._open(manifest)
                except DamagedError as error:
                    _log.warning("the columns in %s are made anew: %s", self.folder, error)
                    manifest = self._update(_Manifest(), view, tell)
                    snapshot = self._open(manifest)
            self._sweep(manifest)
        return snapshot

    def _update(self, manifest: _Manifest, view: RowView, tell: Callable[[int], None]) -> _Manifest:
        """Take in what has happened since a manifest's generation, or everything."""
        changed = view.find_changes(manifest.generation) if manifest.entries else None
        if changed is None:
            manifest, changed = _Manifest(), frozenset()
        opened = [self._read(entry) for entry in manifest.entries]
        entries = _strike(manifest.entries, [segment for segment, _ in opened], changed)
        numbering = Numbering(Tables(part for _, part in opened))
        gatherer = Gatherer(numbering)
        last_number = manifest.last_number
        for rows in view.read_rows(after=manifest.last_number, numbers=changed):
            gatherer.add(rows)
            last_number = max(last_number, *(row.number for row in rows))
            tell(gatherer.rows)
        if gatherer.rows:
            numbering.part.places += view.read_places(numbering.new_places)
            entries = (*entries, self._write(gatherer.finish(), numbering.part))
        done = _Manifest(generation=view.generation, last_number=last_number, entries=self._join(entries))
        self._write_manifest(done)
        return done

    def _write(self, columns: dict[str, Array], part: TablePart) -> _Entry:
        """Write a segment under a name that no other process can have."""
        name = uuid.uuid4().hex
        hidden = self.folder / f"{name}.new"
        write_segment(hidden, columns, part)
        hidden.rename(self.folder / name)
        return _Entry(name=name, rows=len(columns["number"]))

    def _join(self, entries: Sequence[_Entry]) -> tuple[_Entry, ...]:
        """Join the newest segments while they are not much smaller than the one before, or too many rows are struck.

        So each row is written again only about as often as the number of rows has digits.
        """
        kept = list(entries)
        while (first := _find_joinable(kept)) is not None:
            kept[first:] = self._merge(kept[first:])
        return tuple(kept)

    def _merge(self, entries: Sequence[_Entry]) -> list[_Entry]:
        """One segment of all rows of these that count; none where no row does."""
        opened = [self._read(entry) for entry in entries]
        whole, pieces, extras, base = TablePart(), [], [], 0
        for entry, (segment, part) in zip(entries, opened, strict=True):
            whole.add(part)
            alive = np.delete(np.arange(len(segment)), np.array(entry.dead, dtype=np.int64))
            pieces.append(unlay(segment, alive))
            at = np.searchsorted(alive, segment.extra_row)
            is_alive = np.isin(segment.extra_row, alive)
            extras.append((at[is_alive] + base, segment.extra_source[is_alive].astype(np.int64)))
            base += len(alive)
        columns = {name: np.concatenate([piece[name] for piece in pieces]) for name in pieces[0]}
        if not base:
            return []
        extra_row, extra_source = (np.concatenate(each) for each in zip(*extras, strict=True))
        return [self._write(lay_out(columns, extra_row, extra_source), whole)]

    def _open(self, manifest: _Manifest) -> Snapshot:
        opened = [self._read(entry) for entry in manifest.entries]
        self._opened = {entry.name: pair for entry, pair in zip(manifest.entries, opened, strict=True)}
        return Snapshot(
            generation=manifest.generation,
            tables=Tables(part for _, part in opened),
            parts=tuple(
                Part(segment=segment, dead=np.array(entry.dead, dtype=np.int64))
                for entry, (segment, _) in zip(manifest.entries, opened, strict=True)
            ),
        )

    def _read(self, entry: _Entry) -> tuple[Segment, TablePart]:
        if entry.name not in self._opened:
            pair = read_segment(self.folder / entry.name)
            if len(pair[0]) != entry.rows:
                raise DamagedError(f"{entry.name} has {len(pair[0])} rows, not {entry.rows}")
            self._opened[entry.name] = pair
        return self._opened[entry.name]

    def _read_manifest(self) -> _Manifest:
        """The manifest; an empty one where it is missing, damaged or of another version."""
        try:
            data = json.loads((self.folder / _MANIFEST).read_text(encoding="utf-8"))
            if data["format"] != FORMAT:
                return _Manifest()
            return _Manifest(
                generation=data["generation"],
                last_number=int(data["last_number"]),
                entries=tuple(
                    _Entry(name=entry["name"], rows=int(entry["rows"]), dead=tuple(map(int, entry["dead"])))
                    for entry in data["segments"]
                ),
            )
        except FileNotFoundError:
            return _Manifest()
        except (OSError, ValueError, KeyError, TypeError) as error:
            _log.warning("the columns in %s are made anew: %s", self.folder, error)
            return _Manifest()

    def _write_manifest(self, manifest: _Manifest) -> None:
        data = {
            "format": FORMAT,
            "generation": manifest.generation,
            "last_number": manifest.last_number,
            "segments": [{"name": entry.name, "rows": entry.rows, "dead": entry.dead} for entry in manifest.entries],
        }
        hidden = self.folder / f"{_MANIFEST}.{uuid.uuid4().hex}.new"
        hidden.write_text(json.dumps(data, separators=(",", ":")), encoding="utf-8")
        hidden.replace(self.folder / _MANIFEST)

    def _sweep(self, manifest: _Manifest) -> None:
        """Remove what no manifest names any more; a file that is in use and cannot go is left to a later sweep."""
        named = {entry.name for entry in manifest.entries} | {"lock", NAME_FILE, _MANIFEST}
        for path in self.folder.iterdir():
            if path.name in named:
                continue
            with suppress(OSError):
                if path.is_dir() and (".new" not in path.name or _age_s(path) > _ORPHAN_SECONDS):
                    shutil.rmtree(path)
                elif path.is_file() and _age_s(path) > _ORPHAN_SECONDS:
                    path.unlink()


def _strike(entries: Sequence[_Entry], segments: Sequence[Segment], numbers: frozenset[int]) -> tuple[_Entry, ...]:
    """Mark the rows of these numbers as dead."""
    if not numbers:
        return tuple(entries)
    wanted = np.array(sorted(numbers), dtype=np.int64)
    return tuple(
        replace(entry, dead=tuple(sorted({*entry.dead, *segment.find_rows(wanted).tolist()})))
        for entry, segment in zip(entries, segments, strict=True)
    )


def _find_joinable(entries: Sequence[_Entry]) -> int | None:
    """The first of the segments at the end that should be one, or None."""
    for index, entry in enumerate(entries):
        if len(entry.dead) > max(_MIN_DEAD, entry.rows // _DEAD_SHARE):
            return index
    if len(entries) > 1 and entries[-2].rows < _JOIN_RATIO * entries[-1].rows:
        return len(entries) - 2
    return None


def _age_s(path: Path) -> float:
    return time.time() - path.stat().st_mtime

"""The user's own tables: a folder that is always in its old state or its new one (§D30).

`manifest.json` names every table and the object that holds it. Objects are written aside and renamed into place;
the manifest is replaced in one step, last. A journal remembers finished conversions, so that an interrupted update
goes on where it stopped; objects no manifest names are removed at the next commit.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from monazite.catalog.sources import read_card
from monazite.errors import DataError
from monazite.provenance import Source

VERSION = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One table of the workspace.

    Attributes:
        table: Its name; a later file with the same name replaces it.
        form: `cells` for official cells, `flows` for a year of trade.
        object: File name below `objects`.
        key: What it was made from: checksum of the file, and the member of a zip.
    """

    table: str
    form: str
    object: str
    key: str
    file: str
    rows: int
    card: dict[str, Any]

    @property
    def source(self) -> Source:
        """The card of the user's file."""
        card = dict(self.card)
        for name in ("published", "accessed"):
            if card.get(name):
                card[name] = date.fromisoformat(card[name])
        return read_card(f"workspace, {self.table}", card)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(target: Path, text: str) -> None:
    """Replace a file in one step: whoever reads sees all of the old text or all of the new."""
    aside = target.with_name(f".{target.name}.{os.getpid()}")
    with aside.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    aside.replace(target)
    _sync(target.parent)


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, UnicodeDecodeError) as error:
        raise DataError(
            "E222",
            "the workspace's manifest cannot be read",
            where=str(path),
            why=str(error),
            way_out="Remove the folder and run `monazite data update` again on the official files",
        ) from error


def entries(folder: Path) -> tuple[Entry, ...]:
    """The tables of a workspace; none where there is no workspace.

    Raises:
        DataError: E222 if the manifest is no manifest, or an object it names is gone.
    """
    path = folder / "manifest.json"
    if not path.exists():
        return ()
    content = _read(path)
    found = tuple(Entry(**entry) for entry in content["entries"])
    for entry in found:
        if not (folder / "objects" / entry.object).exists():
            raise DataError(
                "E222",
                f"the object of {entry.table!r} is gone",
                where=str(folder),
                way_out=f"Run `monazite data update` again on {entry.file}",
            )
    return found


def object_name(key: str) -> str:
    """The file name of an object: the same input gives the same name."""
    return hashlib.sha256(key.encode()).hexdigest()[:40] + ".parquet"


@contextmanager
def locked(folder: Path) -> Generator[None]:
    """One update at a time; the lock goes with the process that holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as handle:
        try:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:  # no such lock on this system; the rename still keeps the state whole
            pass
        except OSError as error:
            raise DataError(
                "E223",
                "another update is at work in the workspace",
                where=str(folder),
                way_out="Wait until it is done",
            ) from error
        yield


def journal(folder: Path) -> dict[str, Entry]:
    """Finished conversions by key, committed or not, whose object is there."""
    found = {
        entry.key: entry
        for path in sorted((folder / "journal").glob("*.json"))
        for entry in (Entry(**_read(path)),)
    }
    found |= {entry.key: entry for entry in entries(folder)}
    return {
        key: entry for key, entry in found.items() if (folder / "objects" / entry.object).exists()
    }


def remember(folder: Path, entry: Entry) -> None:
    """Note a finished conversion, so that it is not done again."""
    (folder / "journal").mkdir(exist_ok=True)
    write_whole(folder / "journal" / f"{entry.object}.json", json.dumps(asdict(entry)))


def commit(folder: Path, added: list[Entry]) -> tuple[Entry, ...]:
    """Make the added tables part of the workspace, in one step, and clear what is no longer needed."""
    kept = {entry.table: entry for entry in entries(folder)}
    kept |= {entry.table: entry for entry in added}
    content = {
        "version": VERSION,
        "entries": [asdict(entry) for _, entry in sorted(kept.items())],
    }
    write_whole(folder / "manifest.json", json.dumps(content, indent=1))
    named = {entry.object for entry in kept.values()}
    for path in (folder / "objects").glob("*"):
        if path.name not in named:
            path.unlink()
    for path in (folder / "journal").glob("*.json"):
        path.unlink()
    return tuple(kept.values())

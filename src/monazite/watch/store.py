# ruff: noqa: E501 - a call with many named facts reads best on one line
"""The state of the watch in SQLite: feeds, stories, what was sent (§R54)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS feed (
  url TEXT PRIMARY KEY, etag TEXT NOT NULL DEFAULT '', modified TEXT NOT NULL DEFAULT '',
  next_at REAL NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0, error TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS item (key TEXT PRIMARY KEY, story INTEGER NOT NULL, feed TEXT NOT NULL, seen_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS story (
  id INTEGER PRIMARY KEY, title TEXT NOT NULL, link TEXT NOT NULL, published TEXT NOT NULL, text TEXT NOT NULL,
  sketch TEXT NOT NULL, seen_at REAL NOT NULL, state TEXT NOT NULL CHECK (state IN ('new', 'passed', 'briefed', 'failed')),
  brief TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS story_seen ON story (seen_at);
CREATE TABLE IF NOT EXISTS sent (
  story INTEGER NOT NULL, channel TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('due', 'done', 'given_up')),
  tries INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (story, channel));
"""


@dataclass(frozen=True, slots=True)
class Story:
    """One news story, however many feeds carry it."""

    id: int
    title: str
    link: str
    published: str
    text: str
    seen_at: float
    state: str
    brief: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is known of a feed between two polls."""

    etag: str = ""
    modified: str = ""
    next_at: float = 0.0
    failures: int = 0


def connect(path: Path) -> sqlite3.Connection:
    """The state file, made if it is not there; every write is durable before the next step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(path, isolation_level=None, timeout=30.0)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.executescript(_SCHEMA)
    return db


@contextmanager
def transaction(db: sqlite3.Connection) -> Generator[None]:
    """All or nothing; a second watcher on the same file waits."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def feed_state(db: sqlite3.Connection, url: str) -> FeedState:
    """The state of one feed, fresh where it was never polled."""
    row = db.execute(
        "SELECT etag, modified, next_at, failures FROM feed WHERE url = ?", (url,)
    ).fetchone()
    return FeedState(*row) if row else FeedState()


def keep_feed(db: sqlite3.Connection, url: str, state: FeedState, error: str = "") -> None:
    """Store the state of one feed."""
    db.execute(
        "INSERT INTO feed (url, etag, modified, next_at, failures, error) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (url) DO UPDATE SET etag = excluded.etag, modified = excluded.modified, next_at = excluded.next_at, "
        "failures = excluded.failures, error = excluded.error",
        (url, state.etag, state.modified, state.next_at, state.failures, error[:500]),
    )


def known_item(db: sqlite3.Connection, key: str) -> bool:
    """Whether an item of a feed was seen before."""
    return db.execute("SELECT 1 FROM item WHERE key = ?", (key,)).fetchone() is not None


def sketches(db: sqlite3.Connection, since: float) -> list[tuple[int, tuple[int, ...]]]:
    """Sketches of the stories since a moment, newest first."""
    rows = db.execute(
        "SELECT id, sketch FROM story WHERE seen_at >= ? ORDER BY id DESC LIMIT 5000", (since,)
    )
    return [(row[0], tuple(json.loads(row[1]))) for row in rows]


def add_item(db: sqlite3.Connection, key: str, story: int, feed: str, now: float) -> None:
    """Note that a feed carried a story."""
    db.execute(
        "INSERT OR IGNORE INTO item (key, story, feed, seen_at) VALUES (?, ?, ?, ?)",
        (key, story, feed, now),
    )


def add_story(
    db: sqlite3.Connection, values: tuple[str, str, str, str], sketch: tuple[int, ...], now: float
) -> int:
    """A new story: title, link, published, text."""
    found = db.execute(
        "INSERT INTO story (title, link, published, text, sketch, seen_at, state) VALUES (?, ?, ?, ?, ?, ?, 'new')",
        (*values, json.dumps(sketch), now),
    )
    return int(found.lastrowid or 0)


_COLUMNS = "id, title, link, published, text, seen_at, state, brief, reason"


def stories(db: sqlite3.Connection, state: str, limit: int = 1_000) -> list[Story]:
    """Stories in a state, oldest first for `new`, newest first otherwise."""
    order = "ASC" if state == "new" else "DESC"
    query = f"SELECT {_COLUMNS} FROM story WHERE state = ? ORDER BY id {order} LIMIT ?"  # noqa: S608 - fixed words
    rows = db.execute(query, (state, limit))
    return [Story(*row) for row in rows]


def settle(
    db: sqlite3.Connection,
    story: int,
    state: str,
    *,
    brief: str = "",
    reason: str = "",
    channels: tuple[str, ...] = (),
) -> bool:
    """Move a new story to its end state and put its deliveries in the queue, in one transaction.

    Returns False where another watcher has settled it already: a story is briefed once.
    """
    with transaction(db):
        done = db.execute(
            "UPDATE story SET state = ?, brief = ?, reason = ? WHERE id = ? AND state = 'new'",
            (state, brief, reason[:1000], story),
        )
        if done.rowcount != 1:
            return False
        db.executemany(
            "INSERT INTO sent (story, channel, state) VALUES (?, ?, 'due')",
            [(story, c) for c in channels],
        )
    return True


def due(db: sqlite3.Connection, channel: str) -> list[Story]:
    """Stories still to be sent on a channel, oldest first."""
    rows = db.execute(
        "SELECT story FROM sent WHERE channel = ? AND state = 'due' ORDER BY story", (channel,)
    ).fetchall()
    found: list[Story] = []
    for (story,) in rows:
        row = db.execute(f"SELECT {_COLUMNS} FROM story WHERE id = ?", (story,)).fetchone()  # noqa: S608 - fixed words
        found += [Story(*row)] if row else []
    return found


def sent(db: sqlite3.Connection, story: int, channel: str, *, ok: bool, tries: int = 10) -> None:
    """Note a delivery, or count a failed one and give up after ten."""
    if ok:
        db.execute(
            "UPDATE sent SET state = 'done' WHERE story = ? AND channel = ?", (story, channel)
        )
        return
    db.execute(
        "UPDATE sent SET tries = tries + 1, state = CASE WHEN tries + 1 >= ? THEN 'given_up' ELSE state END WHERE story = ? AND channel = ?",
        (tries, story, channel),
    )

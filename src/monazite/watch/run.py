"""One round of the watch: poll what is due, keep new stories, brief them, send what is due (§R54 to §R57)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from monazite.errors import MonaziteError
from monazite.watch import fetch, near, publish, store
from monazite.watch.stories import Item, brief, items

if TYPE_CHECKING:
    import httpx

    from monazite.watch.config import Config

MEMORY_S = 14 * 86_400.0
_BAD = 400


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did."""

    polled: int = 0
    failed: tuple[str, ...] = ()
    stories: int = 0
    briefed: int = 0
    sent: int = 0


@dataclass(frozen=True, slots=True)
class Watch:
    """A configured watcher: settings, state, client, clock in seconds."""

    config: Config
    db: sqlite3.Connection
    client: httpx.Client
    clock: Callable[[], float]
    folder: Path


def _backoff(config: Config, failures: int, asked: float | None = None) -> float:
    """Twice as long after each failure, never less than the server asks for, never more than the limit."""
    return min(
        config.limits.max_backoff_s,
        max(config.limits.interval_s * 2.0 ** min(failures, 20), asked or 0.0),
    )


def _keep(watch: Watch, url: str, entries: list[Item]) -> int:
    """New items as stories, those another outlet has told as one more item of its story; all or nothing."""
    now, new = watch.clock(), 0
    with store.transaction(watch.db):
        known = store.sketches(watch.db, now - MEMORY_S)
        for entry in entries:
            if store.known_item(watch.db, entry.key):
                continue
            mark = near.sketch(f"{entry.title} {entry.text}")
            story = next((number for number, other in known if near.same(mark, other)), None)
            if story is None:
                story = store.add_story(
                    watch.db, (entry.title, entry.link, entry.published, entry.text), mark, now
                )
                known.insert(0, (story, mark))
                new += 1
            store.add_item(watch.db, entry.key, story, url, now)
    return new


def _poll(watch: Watch, url: str) -> tuple[int, str]:
    """Poll one feed if it is due; its marks are kept only after its items are."""
    state, config = store.feed_state(watch.db, url), watch.config
    try:
        answer = fetch.get(
            watch.client, url, config.limits, etag=state.etag, modified=state.modified
        )
        if answer.status >= _BAD:
            failures = state.failures + 1
            wait = _backoff(config, failures, answer.retry_after_s)
            store.keep_feed(
                watch.db,
                url,
                store.FeedState(state.etag, state.modified, watch.clock() + wait, failures),
                f"status {answer.status}",
            )
            return 0, f"{url}: status {answer.status}"
        new = 0
        if answer.status != fetch.NOT_MODIFIED:
            new = _keep(watch, url, items(answer.body, url, config.limits.items))
        etag, modified = (
            (answer.etag or state.etag, answer.modified or state.modified)
            if answer.status == fetch.NOT_MODIFIED
            else (answer.etag, answer.modified)
        )
        store.keep_feed(
            watch.db,
            url,
            store.FeedState(etag, modified, watch.clock() + config.limits.interval_s, 0),
        )
    except MonaziteError as error:
        failures = state.failures + 1
        store.keep_feed(
            watch.db,
            url,
            store.FeedState(
                state.etag, state.modified, watch.clock() + _backoff(config, failures), failures
            ),
            str(error),
        )
        return 0, str(error)
    return new, ""


def _article(watch: Watch, story: store.Story) -> str:
    """The linked page where the feed carries only a summary and following is on; else the feed's text."""
    if not watch.config.limits.follow or not story.link.startswith(("http://", "https://")):
        return story.text
    try:
        answer = fetch.get(watch.client, story.link, watch.config.limits)
        from monazite.study.reading import text_of

        page = text_of(answer.body) if answer.status < _BAD else ""
    except MonaziteError:
        return story.text
    return page if len(page) > len(story.text) else story.text


def _brief(watch: Watch) -> int:
    """Brief the new stories; each is settled in one transaction with its deliveries."""
    channels = tuple(
        name for name, on in (("mail", watch.config.mail), ("webhook", watch.config.webhook)) if on
    )
    today = datetime.fromtimestamp(watch.clock(), UTC).date()
    done = 0
    for story in store.stories(watch.db, "new"):
        made, why = brief(
            story.title,
            story.published,
            _article(watch, story),
            watch.config.interests,
            watch.config.output,
            today=today,
        )
        if not made:
            store.settle(watch.db, story.id, "passed", reason=why)
        elif store.settle(watch.db, story.id, "briefed", brief=made, channels=channels):
            done += 1
    return done


def _send(watch: Watch) -> int:
    """Send what is due; a delivery cut off in the middle is sent again under the same key."""
    done = 0
    for channel in ("mail", "webhook"):
        for story in store.due(watch.db, channel):
            try:
                ok = _deliver(watch, channel, story)
            except MonaziteError:
                ok = False
            store.sent(watch.db, story.id, channel, ok=ok)
            done += ok
    return done


def _deliver(watch: Watch, channel: str, story: store.Story) -> bool:
    config = watch.config
    if channel == "webhook" and config.webhook:
        return publish.post(watch.client, config.webhook.url, story, config)
    if channel == "mail" and config.mail:
        return publish.mail(config.mail, story, config.limits.timeout_s)
    return False


def once(watch: Watch) -> Round:
    """One round. It may be cut off anywhere: the next one goes on where the state says.

    Spec: §R57.
    """
    polled, failed, new = 0, [], 0
    for feed in watch.config.feeds:
        if store.feed_state(watch.db, feed.url).next_at > watch.clock():
            continue
        polled += 1
        added, error = _poll(watch, feed.url)
        new += added
        failed += [error] if error else []
    briefed = _brief(watch)
    publish.pages(
        watch.folder,
        store.stories(watch.db, "briefed", watch.config.output.kept),
        watch.config.output.title,
    )
    return Round(polled, tuple(failed), new, briefed, _send(watch))

# ruff: noqa: E501 - a call with many named facts reads best on one line
"""`monazite watch`."""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from pathlib import Path

import click


@click.command("watch")
@click.argument("feeds", type=click.Path(path_type=Path))
@click.option("--once", is_flag=True, help="One round, for cron.")
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    help="Folder of state and pages (default: that of the file).",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(feeds: Path, *, once: bool, folder: Path | None, as_json: bool) -> None:
    """Poll the feeds of a TOML file, read, brief what passes the interests, publish."""
    from monazite.watch import config, fetch, run, store

    settings = config.load(feeds)
    place = folder or feeds.parent / settings.output.folder
    db = store.connect(place / "state.sqlite")
    try:
        with fetch.client() as client:
            watch = run.Watch(settings, db, client, time.time, place)
            while True:
                done = run.once(watch)
                if as_json:
                    click.echo(json.dumps(asdict(done)))
                else:
                    click.echo(
                        f"{done.polled} feeds polled, {done.stories} new stories, {done.briefed} briefed, {done.sent} sent"
                    )
                for error in done.failed:
                    click.echo(f"  {error}", err=True)
                if once:
                    return
                waits = [store.feed_state(db, feed.url).next_at for feed in settings.feeds]
                time.sleep(max(1.0, min(waits) - time.time()))
    finally:
        db.close()

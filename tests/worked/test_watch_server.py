# ruff: noqa: E501, B023 - one line a case; the cut is called within its own turn
"""The watch against a local server that misbehaves, and against being killed (§R50 to §R57)."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from monazite.errors import DataError
from monazite.watch import config as settings
from monazite.watch import fetch, publish, run, store

STORY = (
    "China will require licences for the export of gallium and germanium from August 1, the Ministry of Commerce said "
    "on Monday. {tail} Exporters must apply for permits through provincial offices, naming the end user."
)
TITLES = ("China curbs gallium exports", "Gallium: Beijing imposes export licences")


def entry(number: int, title: str, text: str) -> str:
    return (
        f"<item><guid>g{number}</guid><title>{title}</title><link>https://news.example/{number}</link>"
        f"<pubDate>Mon, 03 Jul 2023 10:00:00 GMT</pubDate><description>{text}</description></item>"
    )


def rss(*entries: str) -> bytes:
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>t</title>{''.join(entries)}</channel></rss>".encode()


SUBJECTS = (
    (
        "Indonesia",
        "nickel ore",
        "Jakarta wants smelters of its own before the next harvest of investment arrives",
    ),
    (
        "Zimbabwe",
        "raw lithium",
        "diggers had carried sacks of ore over the border by night, officials complained",
    ),
    (
        "Gabon",
        "raw manganese",
        "a fund shared with private partners will help build local furnaces by the coast",
    ),
    (
        "Guinea",
        "bauxite",
        "the junta in Conakry accuses mining groups of breaking promises on refineries",
    ),
    (
        "Malaysia",
        "rare earths",
        "parliament heard that unrestricted digging had cost the treasury dearly",
    ),
    (
        "Namibia",
        "unprocessed lithium",
        "cabinet sees rising demand for batteries as its chance to earn more",
    ),
    (
        "Chile",
        "copper concentrate",
        "unions marched through Santiago in favour of new domestic smelting plants",
    ),
    (
        "Vietnam",
        "rare earths",
        "Hanoi revised its estimate of deposits and rewrote the law on geology",
    ),
)


def acts() -> list[str]:
    return [
        entry(
            n,
            f"{who} bans exports of {what}",
            f"{who} banned exports of {what} on Monday, the government said. {why}.",
        )
        for n, (who, what, why) in enumerate(SUBJECTS)
    ]


class Server(ThreadingHTTPServer):
    """A feed server; `feeds` maps a path to bytes, `calls` counts requests, `hooks` holds what the webhook got."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        self.feeds: dict[str, bytes] = {}
        self.calls: list[tuple[str, str]] = []
        self.hooks: list[str] = []
        self.down = False
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, format: str, *args: Any) -> None:
        del format, args

    def _send(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.hooks.append(self.headers["Idempotency-Key"])
        self._send(204)

    def do_GET(self) -> None:
        self.server.calls.append((self.path, self.headers.get("If-None-Match", "")))
        body = self.server.feeds.get(self.path, b"")
        match self.path:
            case "/loop":
                self._send(302, Location="/pool")
            case "/pool":
                self._send(302, Location="/loop")
            case "/slow":
                time.sleep(3)
            case "/huge":
                self._send(200, b"x" * 3_000_000)
            case "/dies":
                self.send_response(200)
                self.send_header("Content-Length", "100000")
                self.end_headers()
                self.wfile.write(rss(*acts())[:300])
                self.connection.close()
            case "/busy":
                self._send(503, Retry_After="7000")
            case _ if self.headers.get("If-None-Match") == '"one"' and self.path == "/kept":
                self._send(304)
            case _:
                self._send(200, body, ETag='"one"', Content_Type="application/rss+xml")


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = threading.Thread(
        target=made.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
    )
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


class Clock:
    def __init__(self) -> None:
        self.now = 1_688_400_000.0

    def __call__(self) -> float:
        return self.now


def conf(server: Server, *paths: str, **more: Any) -> settings.Config:
    limits = {
        "allow_private": True,
        "timeout_s": 1.0,
        "max_bytes": 1_000_000,
        "interval_s": 60,
        "max_backoff_s": 8000,
    }
    return settings.Config.model_validate(
        {
            "feeds": [{"url": server.base + path} for path in paths],
            "limits": {**limits, **more.pop("limits", {})},
            **more,
        }
    )


@pytest.fixture
def clock() -> Clock:
    return Clock()


def watch(config: settings.Config, folder: Path, clock: Clock) -> Iterator[run.Watch]:
    db = store.connect(folder / "state.sqlite")
    with fetch.client() as client:
        yield run.Watch(config, db, client, clock, folder)
    db.close()


def rounds(config: settings.Config, folder: Path, clock: Clock, times: int = 1) -> list[run.Round]:
    found: list[run.Round] = []
    for made in watch(config, folder, clock):
        for _ in range(times):
            found.append(run.once(made))
            clock.now += 61
    return found


def titles(folder: Path) -> list[str]:
    root = ET.fromstring((folder / "atom.xml").read_text(encoding="utf-8"))
    space = "{http://www.w3.org/2005/Atom}"
    return [e.findtext(f"{space}title") or "" for e in root.findall(f"{space}entry")]


def test_the_same_story_in_five_feeds_is_briefed_once(
    server: Server, tmp_path: Path, clock: Clock
) -> None:
    for n in range(5):
        text = STORY.format(tail=("" if n % 2 else f"Outlet {n}."))
        server.feeds[f"/f{n}"] = rss(entry(n, f"{TITLES[0]} - Outlet {n}", text))
    done = rounds(conf(server, *(f"/f{n}" for n in range(5))), tmp_path, clock, 2)
    assert sum(r.briefed for r in done) == 1
    assert len(titles(tmp_path)) == 1
    digest = (tmp_path / "digest.html").read_text(encoding="utf-8")
    assert digest.count("<article>") == 1
    assert "export licensing by CHN" in digest


def test_different_acts_stay_apart(server: Server, tmp_path: Path, clock: Clock) -> None:
    server.feeds["/a"] = rss(*acts())
    assert rounds(conf(server, "/a"), tmp_path, clock)[0].briefed == len(SUBJECTS)


def test_a_feed_that_has_not_changed_is_asked_conditionally(
    server: Server, tmp_path: Path, clock: Clock
) -> None:
    server.feeds["/kept"] = rss(*acts()[:2])
    done = rounds(conf(server, "/kept"), tmp_path, clock, 3)
    assert [r.briefed for r in done] == [2, 0, 0]
    assert server.calls == [("/kept", ""), ("/kept", '"one"'), ("/kept", '"one"')]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/loop", "E815"),
        ("/slow", "E814"),
        ("/huge", "E813"),
        ("/dies", "E812"),
        ("/none", "E817"),
        ("/busy", "status 503"),
    ],
)
def test_a_bad_feed_is_named_and_the_others_go_on(
    server: Server, tmp_path: Path, clock: Clock, path: str, code: str
) -> None:
    server.feeds["/a"] = rss(*acts()[:1])
    server.feeds["/none"] = b"<html><body>no feed</body></html>"
    done = rounds(conf(server, path, "/a"), tmp_path, clock)[0]
    assert done.briefed == 1
    assert len(done.failed) == 1
    assert code in done.failed[0]


def test_a_failing_feed_waits_twice_as_long_each_time(
    server: Server, tmp_path: Path, clock: Clock
) -> None:
    config = conf(server, "/loop")
    for made in watch(config, tmp_path, clock):
        waits: list[float] = []
        for _ in range(4):
            run.once(made)
            state = store.feed_state(made.db, config.feeds[0].url)
            waits.append(state.next_at - clock.now)
            clock.now = state.next_at
        assert waits == [120, 240, 480, 960]


def test_a_server_that_asks_for_time_gets_it(server: Server, tmp_path: Path, clock: Clock) -> None:
    config = conf(server, "/busy")
    rounds(config, tmp_path, clock)
    db = sqlite3.connect(tmp_path / "state.sqlite")
    assert db.execute("SELECT next_at FROM feed").fetchone()[0] == clock.now - 61 + 7000
    db.close()


def test_malformed_xml_gives_what_can_be_read(server: Server, tmp_path: Path, clock: Clock) -> None:
    server.feeds["/a"] = rss(*acts()[:2]).replace(b"</channel></rss>", b"<item><title>cut & off")
    assert rounds(conf(server, "/a"), tmp_path, clock)[0].briefed == 2


def test_interests_let_pass_what_they_name(server: Server, tmp_path: Path, clock: Clock) -> None:
    server.feeds["/a"] = rss(
        *acts(), entry(99, "Local team wins", "The final ended two to one after extra time.")
    )
    done = rounds(
        conf(server, "/a", interests={"materials": ["lithium"], "countries": ["ZWE", "NAM"]}),
        tmp_path,
        clock,
    )
    assert done[0].briefed == 2
    assert done[0].stories == len(SUBJECTS) + 1


def test_private_addresses_are_refused(server: Server, tmp_path: Path, clock: Clock) -> None:
    done = rounds(conf(server, "/a", limits={"allow_private": False}), tmp_path, clock)
    assert "E811" in done[0].failed[0]
    assert server.calls == []
    for url in (
        "http://[::1]/",
        "http://169.254.169.254/",
        "http://10.0.0.1/",
        "ftp://x/",
        "http://u:p@1.1.1.1/",
    ):
        with pytest.raises(DataError, match="E811"):
            fetch.address(url, allow_private=False)


class Cut(BaseException):
    """The process dies here."""


STEPS = (
    (store, "add_story"), (store, "add_item"), (store, "keep_feed"), (store, "settle"), (store, "sent"), (publish, "pages"),
    (publish, "_write"), (publish, "post"),
)  # fmt: skip


@pytest.mark.parametrize("after", [False, True])
def test_cut_off_at_any_step_each_story_is_briefed_once(
    server: Server, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, *, after: bool
) -> None:
    server.feeds["/a"] = server.feeds["/b"] = rss()
    config = conf(server, "/a", "/b", webhook={"url": server.base + "/hook"})
    cuts = 0
    for turn in range(32):
        module, name = STEPS[turn % len(STEPS)]
        whole = getattr(module, name)

        def dies(
            *args: Any, _whole: Any = whole, _skip: list[int] | None = None, **kwargs: Any
        ) -> Any:
            if _skip is None:
                _skip = [turn // len(STEPS) % 2]
            _skip[0] -= 1
            if _skip[0] >= 0:
                return _whole(*args, **kwargs)
            if after:
                _whole(*args, **kwargs)
            raise Cut

        monkeypatch.setattr(module, name, dies)
        clock.now += 61
        server.feeds["/a"] = rss(*acts()[: turn // 4 + 1])
        try:
            rounds(config, tmp_path, clock)
        except Cut:
            cuts += 1
        monkeypatch.setattr(module, name, whole)
    server.feeds["/a"] = rss(*acts())
    rounds(config, tmp_path, clock, 2)
    assert cuts >= 14
    found = titles(tmp_path)
    assert sorted(found) == sorted(set(found))
    assert len(found) == len(SUBJECTS)
    assert len(set(server.hooks)) == len(SUBJECTS)


@pytest.mark.slow
def test_killed_and_restarted_twenty_times(server: Server, tmp_path: Path) -> None:
    server.feeds["/a"], server.feeds["/b"] = rss(*acts()[:5]), rss(*acts()[2:])
    feeds = tmp_path / "feeds.toml"
    feeds.write_text(
        f'feeds = [{{url = "{server.base}/a"}}, {{url = "{server.base}/b"}}]\n[limits]\nallow_private = true\ninterval_s = 1\n'
        f'[webhook]\nurl = "{server.base}/hook"\n',
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "monazite", "watch", str(feeds), "--folder", str(tmp_path)]
    for turn in range(20):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.4 + 0.09 * turn)
        process.kill()
        process.wait()
    time.sleep(1.1)
    last = subprocess.run(
        [*command, "--once", "--json"], capture_output=True, text=True, check=True, timeout=120
    )
    assert json.loads(last.stdout)["failed"] == []
    found = titles(tmp_path)
    assert len(found) == len(set(found)) == len(SUBJECTS)
    assert len(set(server.hooks)) == len(SUBJECTS)
    db = sqlite3.connect(tmp_path / "state.sqlite")
    assert db.execute(
        "SELECT count(*), count(DISTINCT title) FROM story WHERE state = 'briefed'"
    ).fetchone() == (8, 8)
    assert db.execute("SELECT count(*) FROM sent WHERE state = 'done'").fetchone() == (8,)
    db.close()

"""What the watch gives out: an Atom feed, a digest page, mail and a webhook (§R55)."""

from __future__ import annotations

import hashlib
import json
import os
import smtplib
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from email.message import EmailMessage
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monazite.watch import fetch

if TYPE_CHECKING:
    import httpx

    from monazite.watch.config import Config, Mail
    from monazite.watch.store import Story

_ATOM = "http://www.w3.org/2005/Atom"
_OK = range(200, 300)


def key(story: Story) -> str:
    """An identifier of a story that stays the same over restarts; receivers drop a second one."""
    return (
        "monazite-"
        + hashlib.sha256(f"{story.id} {story.link} {story.title}".encode()).hexdigest()[:32]
    )


def _write(path: Path, text: str) -> None:
    """Replace a file in one step, so that a reader never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _clean(text: str) -> str:
    """Text without characters that XML 1.0 forbids."""
    return "".join(
        c
        for c in text
        if c in "\t\n" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
    )


def summary(story: Story) -> str:
    """The brief of a story in a few lines."""
    return "\n".join(json.loads(story.brief).get("lines", []))


def atom(stories: list[Story], title: str) -> str:
    """The Atom feed of the briefed stories."""
    ET.register_namespace("", _ATOM)
    root = ET.Element(f"{{{_ATOM}}}feed")

    def add(parent: ET.Element, name: str, text: str) -> ET.Element:
        child = ET.SubElement(parent, f"{{{_ATOM}}}{name}")
        child.text = _clean(text)
        return child

    add(root, "id", "urn:monazite:watch")
    add(root, "title", title)
    add(root, "updated", _moment(max((s.seen_at for s in stories), default=0.0)))
    add(add(root, "author", ""), "name", "monazite")
    for story in stories:
        entry = add(root, "entry", "")
        add(entry, "id", f"urn:{key(story)}")
        add(entry, "title", story.title)
        add(entry, "updated", _moment(story.seen_at))
        ET.SubElement(entry, f"{{{_ATOM}}}link", {"href": _clean(story.link)})
        add(entry, "summary", summary(story))
    return ET.tostring(root, encoding="unicode", xml_declaration=True)


def digest(stories: list[Story], title: str) -> str:
    """The digest page."""
    parts = [
        f"<!doctype html><html lang='en'><meta charset='utf-8'><title>{escape(title)}</title><h1>{escape(title)}</h1>",
    ]
    for story in stories:
        safe = story.link if story.link.startswith(("http://", "https://")) else ""
        head = (
            f"<a href='{escape(safe, quote=True)}'>{escape(story.title)}</a>"
            if safe
            else escape(story.title)
        )
        lines = "".join(
            f"<li>{escape(line)}</li>" for line in json.loads(story.brief).get("lines", [])
        )
        parts.append(
            f"<article><h2>{head}</h2><p>{escape(story.published)}</p><ul>{lines}</ul></article>"
        )
    return "\n".join([*parts, "</html>\n"])


def pages(folder: Path, stories: list[Story], title: str) -> None:
    """Write the Atom feed and the digest page anew from the state."""
    _write(folder / "atom.xml", atom(stories, title) + "\n")
    _write(folder / "digest.html", digest(stories, title))


def post(client: httpx.Client, url: str, story: Story, config: Config) -> bool:
    """Send a story to the webhook as JSON; the receiver can drop a repeat by its `Idempotency-Key`."""
    import httpx

    ip, host = fetch.address(url, allow_private=config.limits.allow_private)
    port = httpx.URL(url).port
    body: dict[str, Any] = {
        "id": key(story), "title": story.title, "link": story.link, "published": story.published,
        "brief": json.loads(story.brief),
    }  # fmt: skip
    headers = {"Idempotency-Key": key(story), "Host": f"{host}:{port}" if port else host}
    extensions = {"sni_hostname": host} if url.startswith("https") else {}
    try:
        answer = client.post(
            fetch.pinned(url, ip),
            json=body,
            headers=headers,
            timeout=config.limits.timeout_s,
            extensions=extensions,
        )
    except httpx.HTTPError:
        return False
    return answer.status_code in _OK


def mail(server: Mail, story: Story, timeout_s: float) -> bool:
    """Send a story by mail; the Message-ID stays the same if it is sent again."""
    message = EmailMessage()
    message["Subject"] = " ".join(story.title.split())[:200] or "monazite watch"
    message["From"], message["To"] = server.sender, ", ".join(server.to)
    message["Message-ID"] = f"<{key(story)}@monazite>"
    message.set_content(f"{summary(story)}\n\n{story.link}\n")
    try:
        with smtplib.SMTP(server.host, server.port, timeout=timeout_s) as smtp:
            if server.tls:
                smtp.starttls()
            smtp.send_message(message)
    except (OSError, smtplib.SMTPException):
        return False
    return True

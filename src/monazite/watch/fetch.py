"""Requests with limits: no private address, few redirects, a deadline and a size (§R51, §R52)."""

from __future__ import annotations

import ipaddress
import socket
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from monazite.errors import DataError

if TYPE_CHECKING:
    import httpx

    from monazite.watch.config import Limits

HOPS = 5
_MOVED = frozenset([301, 302, 303, 307, 308])
NOT_MODIFIED = 304
_AGENT = "monazite-watch/0.1 (feed reader)"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: status, bytes, and the marks for the next conditional request."""

    status: int
    body: bytes
    etag: str = ""
    modified: str = ""
    retry_after_s: float | None = None


def _refuse(code: str, what: str, url: str, way_out: str) -> DataError:
    return DataError(code, what, where=url, way_out=way_out)


def address(url: str, *, allow_private: bool) -> tuple[str, str]:
    """The address a host resolves to, and the host; every address it has must be public.

    The request then goes to this very address, so that a second look-up cannot point elsewhere.

    Raises:
        DataError: E811 for a private, loopback or reserved address, E812 if the name does not resolve.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or not host or parts.username:
        raise _refuse(
            "E811", "only plain http and https addresses are fetched", url, "Correct the address"
        )
    try:
        found = {
            entry[4][0]
            for entry in socket.getaddrinfo(host, parts.port or 443, proto=socket.IPPROTO_TCP)
        }
    except (OSError, UnicodeError) as error:
        raise _refuse(
            "E812", f"the host does not resolve: {error}", url, "Check the name"
        ) from error
    for text in found:
        if not ipaddress.ip_address(str(text).split("%")[0]).is_global and not allow_private:
            raise _refuse(
                "E811", f"{host} is the private address {text}", url,
                "Set limits.allow_private = true if it is your own server",
            )  # fmt: skip
    return str(min(map(str, found))), host


def pinned(url: str, ip: str) -> str:
    """The address with its host replaced by the number it was checked as."""
    parts = urlsplit(url)
    literal = f"[{ip}]" if ":" in ip else ip
    netloc = f"{literal}:{parts.port}" if parts.port else literal
    return parts._replace(netloc=netloc, fragment="").geturl()


def _read(response: httpx.Response, url: str, limits: Limits, ends: float) -> bytes:
    body = bytearray()
    for piece in response.iter_bytes(65_536):
        body += piece
        if len(body) > limits.max_bytes:
            raise _refuse(
                "E813",
                f"the answer has more than {limits.max_bytes:,} bytes",
                url,
                "Raise limits.max_bytes",
            )
        if time.monotonic() > ends:
            raise _refuse(
                "E814",
                f"the answer took more than {limits.timeout_s:g} s",
                url,
                "Raise limits.timeout_s",
            )
    return bytes(body)


def _wait(value: str | None) -> float | None:
    return float(value) if value and value.isdigit() else None


def _once(
    client: httpx.Client, url: str, limits: Limits, headers: dict[str, str], ends: float
) -> tuple[Answer, str]:
    ip, host = address(url, allow_private=limits.allow_private)
    parts = urlsplit(url)
    sent = {**headers, "Host": host if not parts.port else f"{host}:{parts.port}"}
    left = max(0.05, ends - time.monotonic())
    extensions = {"sni_hostname": host} if parts.scheme == "https" else {}
    with client.stream(
        "GET", pinned(url, ip), headers=sent, timeout=left, extensions=extensions
    ) as response:
        if response.status_code in _MOVED:
            return Answer(response.status_code, b""), urljoin(
                url, response.headers.get("location", "")
            )
        body = b"" if response.status_code == NOT_MODIFIED else _read(response, url, limits, ends)
        return Answer(
            response.status_code, body, response.headers.get("etag", "")[:500],
            response.headers.get("last-modified", "")[:100], _wait(response.headers.get("retry-after")),
        ), ""  # fmt: skip


def get(
    client: httpx.Client, url: str, limits: Limits, *, etag: str = "", modified: str = ""
) -> Answer:
    """One document, by a conditional request where its marks are known, at most five redirects.

    Raises:
        DataError: E811 private address, E812 unreachable, E813 too large, E814 too slow, E815 redirects in a loop.
    """
    import httpx

    headers = {
        "User-Agent": _AGENT,
        "Accept": "application/atom+xml, application/rss+xml, application/xml, text/html;q=0.8, */*;q=0.5",
    }
    if etag:
        headers["If-None-Match"] = etag
    if modified:
        headers["If-Modified-Since"] = modified
    ends = time.monotonic() + limits.timeout_s
    seen = {url}
    try:
        for _ in range(HOPS + 1):
            answer, onward = _once(client, url, limits, headers, ends)
            if not onward:
                return answer
            if onward in seen:
                break
            seen.add(onward)
            url = onward
    except httpx.TimeoutException as error:
        raise _refuse(
            "E814", f"no answer within {limits.timeout_s:g} s", url, "Raise limits.timeout_s"
        ) from error
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise _refuse(
            "E812", f"the server cannot be reached: {type(error).__name__}", url, "Try later"
        ) from error
    raise _refuse("E815", "the redirects do not end", url, "Give the final address")


def client() -> httpx.Client:
    """A client that follows nothing by itself and reads no settings from the environment.

    Raises:
        MissingExtra: E816 if the extra is not installed.
    """
    try:
        import httpx
    except ImportError as error:
        from monazite.errors import MissingExtra

        raise MissingExtra(
            "E816", "the watch needs httpx and feedparser", way_out="Install monazite[watch]"
        ) from error
    return httpx.Client(follow_redirects=False, trust_env=False, http2=False)

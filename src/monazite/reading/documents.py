"""Bytes to a document: decoding, cleaning of HTML, limits (§R5 to §R9)."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

from monazite.errors import DataError, MissingData
from monazite.reading.model import Document

MAX_BYTES = 100_000_000
MAX_HTML_BYTES = 10_000_000
MAX_HTML_TAGS = 200_000
MAX_HTML_DEPTH = 250
TITLE_CHARS = 200
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_MAGIC = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a zip archive or office file",
    b"\x89PNG": "an image",
    b"GIF8": "an image",
    b"\xff\xd8\xff": "an image",
    b"\x1f\x8b": "a gzip archive",
    b"\x7fELF": "a program",
    b"\xd0\xcf\x11\xe0": "an old office file",
}
_CHARSET = re.compile(rb"charset=[\"']?([A-Za-z0-9_\-]{2,20})", re.IGNORECASE)
# Zero-width characters, marks of writing direction, soft hyphen: they carry no meaning here and split words.
_MARKS = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u061c\u180e"
_HIDDEN: dict[int, str | None] = {
    **dict.fromkeys(map(ord, _MARKS)),
    **dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)]),
    **dict.fromkeys([0xA0, 0x202F, 0x2007, 0x2009], " "),
    0x2028: "\n",
    0x2029: "\n",
}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})(?=[\s/>])")
_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li td tr th dd dt option".split()
)
_BLOCKS = re.compile(r"<(script|style|noscript|svg|template)\b[^>]{0,2000}>", re.IGNORECASE)
_ISO_DAY = re.compile(r"\b(19|20)\d\d-[01]\d-[0-3]\d\b")
_LONG = 2_000


def _refuse(what: str, name: str, code: str, way_out: str, why: str = "") -> DataError:
    return DataError(code, what, where=name, why=why, way_out=way_out)


def check_bytes(data: bytes, name: str) -> None:
    """Refuse what is empty, too large or not text.

    Raises:
        MissingData: E801 if there is nothing in it.
        DataError: E802 too large, E803 not text.
    """
    if not data.strip():
        raise MissingData(
            "E801", "the document is empty", where=name, way_out="Give a text or HTML file"
        )
    if len(data) > MAX_BYTES:
        raise _refuse(
            f"the document has more than {MAX_BYTES:,} bytes",
            name,
            "E802",
            "Split it, or take the article out of the archive",
            f"At most {MAX_BYTES:,} bytes are read",
        )
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise _refuse(
                f"the document is {kind}, not text", name, "E803", "Save it as text or HTML first"
            )


def _attempt(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _likely(text: str) -> bool:
    """Whether a text decoded as a Chinese encoding looks like Chinese rather than accented Latin."""
    others = [c for c in text[:20_000] if not c.isascii()]
    common = sum("\u4e00" <= c <= "\u9fff" or c in "，。、；：“”（）《》" for c in others)
    pairs = len(re.findall("[\u4e00-\u9fff]{3,}", text[:20_000]))
    return bool(others) and common >= 0.9 * len(others) and pairs > 0


def decode(data: bytes, name: str = "") -> tuple[str, tuple[str, ...]]:
    """Text and notes: by byte order mark, declared charset, UTF-8, GB 18030, then Windows-1252.

    Raises:
        DataError: E803 if the bytes are no text in any of them.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            text = data.decode(encoding, errors="replace")
            broken = text.count("\ufffd")
            return text, ((f"{broken} broken characters replaced",) if broken else ())
    zeros = data[:4000].count(0)
    if zeros > 0.3 * len(data[:4000]):
        order = "utf-16-le" if data[1:2000:2].count(0) > data[0:2000:2].count(0) else "utf-16-be"
        if (text := _attempt(data[: len(data) // 2 * 2], order)) is not None:
            return text, (f"read as {order}, no byte order mark",)
    if zeros:
        raise _refuse("the document is not text", name, "E803", "Save it as text or HTML first")
    declared = _CHARSET.search(data[:2048])
    for encoding in ("utf-8", declared.group(1).decode("ascii") if declared else "utf-8"):
        if (text := _attempt(data, encoding)) is not None:
            return text, ()
    chinese = _attempt(data, "gb18030")
    if chinese is not None and _likely(chinese):
        return chinese, ("read as GB 18030",)
    mended = data.decode("utf-8", errors="replace")
    broken = mended.count("\ufffd")
    if broken * 200 < len(mended) and sum(not c.isascii() for c in mended) > 2 * broken:
        return mended, (f"{broken} broken characters replaced",)
    return data.decode("cp1252", errors="replace"), ("read as Windows-1252",)


def tidy(text: str) -> str:
    """Text without hidden characters and controls, in composed form, with plain line ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_HIDDEN)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return _CONTROL.sub(" ", text)


def is_html(text: str) -> bool:
    """Whether the text is a page and not plain words."""
    head = text[:_LONG].lstrip().lower()
    return head.startswith(("<!doctype", "<html", "<?xml")) or len(_TAG.findall(head)) > 5  # noqa: PLR2004 - tags in words are rare


def _depth(html: str) -> tuple[int, int]:
    """Number of tags and deepest nesting, both an upper bound, in one pass without a parser."""
    depth = deepest = count = 0
    for found in _TAG.finditer(html):
        count += 1
        if found.group(2).lower() in _VOID:
            continue
        depth = max(depth - 1, 0) if found.group(1) else depth + 1
        deepest = max(deepest, depth)
    return count, deepest


def _strip(html: str) -> str:
    """Plain words of a page that is too deep or too large for a tree: linear in its length."""
    kept, at = [], 0
    for opening in _BLOCKS.finditer(html):
        if opening.start() < at:
            continue
        kept.append(html[at : opening.start()])
        end = html.find(f"</{opening.group(1)}", opening.end())
        at = end if end >= 0 else opening.end()
    kept.append(html[at:])
    pieces = re.split(r"<[^<>]{0,2000}>", "".join(kept))
    from html import unescape

    return unescape(re.sub(r"[ \t]+", " ", "\n".join(p for p in (s.strip() for s in pieces) if p)))


def _page(html: str, name: str) -> Document:
    count, deepest = _depth(html)
    if len(html) > MAX_HTML_BYTES or count > MAX_HTML_TAGS or deepest > MAX_HTML_DEPTH:
        note = f"page of {count} tags, {deepest} deep: only its plain words were taken"
        title, text = _split_title(tidy(_strip(html)))
        return Document(title, None, text, name, (note,))
    import trafilatura

    found: Any = trafilatura.bare_extraction(html, with_metadata=True, include_comments=False)
    if found is None or not getattr(found, "text", None):
        title, text = _split_title(tidy(_strip(html)))
        return Document(
            title, None, text, name, ("no article found: all words of the page were taken",)
        )
    day = _day(str(found.date or ""))
    text = tidy(str(found.text))
    title = tidy(str(found.title or ""))
    if title and text.startswith(title):
        text = text[len(title) :].lstrip()
    return Document(title, day, text, name)


def _day(text: str) -> date | None:
    found = _ISO_DAY.search(text)
    try:
        return date.fromisoformat(found.group(0)) if found else None
    except ValueError:
        return None


def _split_title(text: str) -> tuple[str, str]:
    """A short first line without a full stop, followed by an empty line or a longer text, is a title."""
    stripped = text.strip()
    first, _, rest = stripped.partition("\n")
    first = first.strip()
    if rest.strip() and 0 < len(first) <= TITLE_CHARS and not first.endswith((".", "。", ";", ",")):
        return first, rest.strip()
    return "", stripped


def load(data: bytes, *, name: str = "", on: date | None = None) -> Document:
    r"""A document from bytes of text or HTML in any common encoding.

    Args:
        data: The bytes as they came.
        name: File name or address, for messages.
        on: Day of publication where the caller knows it; else the page's own date, else None.

    Raises:
        MissingData: E801 if there is nothing in it.
        DataError: E802 too large, E803 not text.

    Spec: §R5.

    >>> load(b"Beijing widens controls\\n\\nChina said so on Friday.").title
    'Beijing widens controls'
    """
    check_bytes(data, name)
    raw, notes = decode(data, name)
    if is_html(raw):
        document = _page(raw, name)
    else:
        title, text = _split_title(tidy(raw))
        document = Document(title, None, text, name)
    if not document.text.strip():
        raise MissingData(
            "E801", "the document has no words", where=name, way_out="Give the article's text"
        )
    return Document(
        document.title, on or document.date, document.text, name, (*notes, *document.notes)
    )

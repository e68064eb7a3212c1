# ruff: noqa: E501 - a call with many named facts reads best on one line
"""`feeds.toml`: what to poll, what interests the reader, where to publish (§R50)."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from monazite.errors import DataError

_STRICT = ConfigDict(extra="forbid", frozen=True)


class Feed(BaseModel):
    """One RSS or Atom feed."""

    model_config = _STRICT
    url: str = Field(pattern=r"^https?://", max_length=2000)
    name: str = ""


class Interests(BaseModel):
    """What a story must touch; an empty list lets everything pass."""

    model_config = _STRICT
    materials: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    holdings: tuple[str, ...] = ()


class Limits(BaseModel):
    """Bounds on requests and waiting."""

    model_config = _STRICT
    timeout_s: float = Field(20.0, gt=0, le=300)
    max_bytes: int = Field(5_000_000, gt=0, le=50_000_000)
    interval_s: float = Field(900.0, ge=1)
    max_backoff_s: float = Field(86_400.0, ge=1)
    items: int = Field(200, gt=0, le=2_000)
    allow_private: bool = False
    follow: bool = False


class Mail(BaseModel):
    """An SMTP server and the two addresses."""

    model_config = _STRICT
    host: str
    port: int = 25
    sender: str
    to: tuple[str, ...]
    tls: bool = True


class Webhook(BaseModel):
    """An address that gets each story as JSON."""

    model_config = _STRICT
    url: str = Field(pattern=r"^https?://", max_length=2000)


class Output(BaseModel):
    """Where the Atom feed, the digest page and the state lie."""

    model_config = _STRICT
    folder: str = "watch"
    title: str = "monazite watch"
    kept: int = Field(200, gt=0, le=5_000)
    full_briefs: bool = False
    importer: str = "USA"


class Config(BaseModel):
    """The whole file."""

    model_config = _STRICT
    feeds: tuple[Feed, ...] = Field(min_length=1)
    interests: Interests = Interests()
    limits: Limits = Limits()  # pyright: ignore[reportCallIssue] - every field has a default
    output: Output = Output()  # pyright: ignore[reportCallIssue] - every field has a default
    mail: Mail | None = None
    webhook: Webhook | None = None


def load(path: Path) -> Config:
    """The configuration in a TOML file.

    Raises:
        DataError: E810 if it cannot be read or a field is wrong; all wrong fields are named.
    """
    way_out = "See docs/how-to/watch.md for a file to start from"
    try:
        return Config.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise DataError("E810", "the feeds file cannot be read", where=str(path), why=error.strerror or "", way_out=way_out) from error  # fmt: skip
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError("E810", "the feeds file is not valid TOML", where=str(path), why=str(error), way_out=way_out) from error  # fmt: skip
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise DataError("E810", "the feeds file has wrong fields", where=str(path), why=wrong, way_out=way_out) from error  # fmt: skip

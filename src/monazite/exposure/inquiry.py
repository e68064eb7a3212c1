"""The door for inquiries: the form of one transaction, checked (§X1)."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from monazite.errors import DataError


class RareEarthPart(BaseModel):
    """A part of Chinese origin that holds controlled rare earths."""

    model_config = ConfigDict(extra="allow")
    item: str = Field(description="What the part is.")
    value: float = Field(ge=0, description="Its value, in the currency of the product's value.")


class BomPart(BaseModel):
    """One input of the product."""

    model_config = ConfigDict(extra="allow")
    item: str = Field(description="What the input is.")
    origin: str | None = Field(
        default=None, description="Country of origin, any common code or name."
    )
    share: float | None = Field(
        default=None, ge=0, le=1, description="Share of the product's value."
    )
    value: float | None = Field(default=None, ge=0, description="Value, in the product's currency.")
    supplier: str = ""


class Inquiry(BaseModel):
    """One transaction. Only `product` and `date` are needed; what is not given is not known.

    Further measured properties (`W_wt_pct`, `density_g_cm3`, ...) and declared facts (`military_use`,
    `melted_in`, ...) may be given under their names; docs/spec/exposure.md lists them.
    """

    model_config = ConfigDict(extra="allow")
    product: str = Field(min_length=1, description="What the item is, in words.")
    date: date
    made_in: str | None = Field(default=None, description="Country of manufacture.")
    origin: str | None = Field(default=None, description="Country of origin, where it differs.")
    exporter_in: str | None = Field(default=None, description="Country the item is exported from.")
    destination: str | None = Field(default=None, description="Country of destination.")
    kind: str | None = Field(default=None, description="goods, technology, service or procurement.")
    form: str | None = None
    hs: str | None = Field(
        default=None, description="HS or CN code; it points, it does not decide."
    )
    control_code: str | None = None
    item: str | None = Field(default=None, description="Id of a listed item the sender pins.")
    composition: dict[str, float | str | None] = Field(
        default_factory=dict[str, float | str | None],
        description="Element symbol (or Tb_wt_pct) to weight percent.",
    )
    purity_pct: float | None = Field(default=None, ge=0, le=100)
    value_share: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="PRC-origin Part 1 items by value of the product, 0 to 1.",
    )
    weight_share: float | None = Field(default=None, ge=0, le=1)
    us_controlled_share: float | None = Field(default=None, ge=0, le=1)
    product_value: float | None = Field(default=None, gt=0)
    part1_value_prc: float | None = Field(default=None, ge=0)
    currency: str | None = None
    prc_ree_part: RareEarthPart | None = None
    bom: list[BomPart] = Field(default_factory=list[BomPart])
    chain_shares: list[float] = Field(default_factory=list[float])
    technology_origin: str | None = None
    end_user: str | None = Field(default=None, description="civil, military, or a name.")
    end_use: str | None = None
    end_user_list: str | None = Field(default=None, description="control or watch, if listed.")
    end_user_owned_by_listed: float | None = Field(default=None, ge=0, le=1)
    supplier: str = ""

    @field_validator("date", mode="before")
    @classmethod
    def _day(cls, value: Any) -> Any:
        """The day of a time stamp."""
        return value[:10] if isinstance(value, str) else value

    @field_validator("end_user_owned_by_listed", "value_share", mode="before")
    @classmethod
    def _percent(cls, value: Any) -> Any:
        """Text such as `50 %` as a share."""
        if isinstance(value, str) and value.strip().endswith("%"):
            return float(value.strip().rstrip("%")) / 100
        return value


def inquiry(raw: dict[str, Any], *, where: str = "") -> Inquiry:
    """One inquiry from plain values.

    Raises:
        DataError: E330 with every field that is wrong.
    """
    try:
        return Inquiry.model_validate(raw)
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(str(part) for part in entry['loc'])}: {entry['msg']}"
            for entry in error.errors()
        )
        raise DataError(
            "E330",
            "the inquiry cannot be used",
            where=where,
            why=problems,
            way_out="The form is reference/law/inquiry.schema.json",
        ) from error

"""The carrier's one table."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, LargeBinary, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from ..tables import Moment, now


class CarrierBase(DeclarativeBase):
    """The carrier's tables."""

    type_annotation_map = {dict[str, Any]: JSON, datetime: Moment, int: BigInteger}  # noqa: RUF012  # as SQLAlchemy has it


class Parcel(CarrierBase):
    """Something that is sent, or is going to be."""

    __tablename__ = "parcels"

    reference: Mapped[str] = mapped_column(String(200), primary_key=True)
    """What the shop calls it: one parcel, one label, however often it is asked for."""
    tracking: Mapped[str] = mapped_column(String(40), unique=True)
    asked: Mapped[dict[str, Any]]
    service: Mapped[str] = mapped_column(String(20))
    price: Mapped[int]
    pdf: Mapped[bytes] = mapped_column(LargeBinary)
    made: Mapped[datetime] = mapped_column(default=now)
    handed_over: Mapped[datetime | None]
    """When the carrier got it."""

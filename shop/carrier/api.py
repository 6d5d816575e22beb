"""The carrier as a REST service."""

import base64
import secrets
from datetime import timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, FastAPI, Header, HTTPException, Request
from pydantic import Field
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ..database import opened
from ..keys import holds
from ..money import Currency, text
from ..requests import NewAddress
from ..requests import Request as Asked
from ..tables import now
from .label import drawn
from .rates import Rate, rates
from .tables import CarrierBase, Parcel

_DIGITS = 12
"""Of a parcel's number."""


class Party(NewAddress):
    """Who sends or receives."""

    name: str = Field(max_length=200)


class Parcels(Asked):
    """Something to be sent."""

    sender: Party
    receiver: Party
    grams: int = Field(gt=0, le=70_000)
    currency: Currency


class NewLabel(Parcels):
    """A label is wanted for it."""

    reference: str = Field(min_length=1, max_length=200)
    service: Literal["standard", "express"] = "standard"


def application(url: str, *, key: str) -> FastAPI:
    """The service.

    Args:
        url: Its own database.
        key: Without it nothing is answered.
    """
    app = FastAPI(title="Reckoner's reference carrier", version="1")
    app.state.engine, app.state.key = opened(url), key
    CarrierBase.metadata.create_all(app.state.engine)
    app.include_router(_router, dependencies=[Depends(_known)])
    return app


def _known(request: Request, authorization: Annotated[str, Header()] = "") -> None:
    if not holds(authorization, request.app.state.key):
        raise HTTPException(401, "The carrier's key is missing or wrong.")


def _engine(request: Request) -> Engine:
    found: Engine = request.app.state.engine
    return found


Data = Annotated[Engine, Depends(_engine)]
_router = APIRouter()


@_router.post("/rates")
def read_rates(asked: Parcels) -> list[dict[str, Any]]:
    """What sending it would cost, each way."""
    return [_rate(each, asked.currency) for each in _rates(asked)]


@_router.post("/labels")
def make_label(asked: NewLabel, data: Data) -> dict[str, Any]:
    """A label to print; for one reference always the same."""
    with Session(data) as session:
        known = session.get(Parcel, asked.reference)
        if known is None:
            session.add(_parcel(asked))
            try:
                session.commit()
            except IntegrityError:  # Somebody was quicker with the same reference.
                session.rollback()
            known = session.get_one(Parcel, asked.reference)
        return {
            "tracking": known.tracking, "service": known.service, "price": text(known.price, asked.currency),
            "currency": asked.currency, "pdf": base64.b64encode(known.pdf).decode(),
        }  # fmt: skip


@_router.get("/parcels/{tracking}")
def track(tracking: str, data: Data) -> dict[str, Any]:
    """Where a parcel is."""
    with Session(data) as session:
        parcel = session.scalars(select(Parcel).where(Parcel.tracking == tracking)).one_or_none()
        if parcel is None:
            raise HTTPException(404, f"There is no parcel {tracking}.")
        return {"tracking": tracking, "service": parcel.service, "events": _events(parcel)}


@_router.post("/parcels/{tracking}/scan")
def scan(tracking: str, data: Data) -> dict[str, Any]:
    """The carrier gets the parcel."""
    with Session(data) as session, session.begin():
        parcel = session.scalars(select(Parcel).where(Parcel.tracking == tracking)).one_or_none()
        if parcel is None:
            raise HTTPException(404, f"There is no parcel {tracking}.")
        parcel.handed_over = parcel.handed_over or now()
        return {"tracking": tracking, "service": parcel.service, "events": _events(parcel)}


def _rates(asked: Parcels) -> list[Rate]:
    return rates(asked.sender.model_dump(), asked.receiver.model_dump(), asked.grams, asked.currency)


def _rate(rate: Rate, currency: str) -> dict[str, Any]:
    return {"service": rate.service, "price": text(rate.price, currency), "currency": currency, "days": rate.days}


def _parcel(asked: NewLabel) -> Parcel:
    tracking = "".join(secrets.choice("0123456789") for _ in range(_DIGITS))
    price = next(each.price for each in _rates(asked) if each.service == asked.service)
    sender, receiver = asked.sender.model_dump(), asked.receiver.model_dump()
    return Parcel(
        reference=asked.reference, tracking=tracking, asked=asked.model_dump(), service=asked.service, price=price,
        pdf=drawn(tracking, asked.reference, sender, receiver, asked.grams),
    )  # fmt: skip


def _events(parcel: Parcel) -> list[dict[str, str]]:
    told = [{"at": parcel.made.isoformat(timespec="seconds"), "what": "label made"}]
    if parcel.handed_over is not None:
        days = next(
            each.days for each in _rates(NewLabel.model_validate(parcel.asked)) if each.service == parcel.service
        )
        due = parcel.handed_over + timedelta(days=days)
        told.append({"at": parcel.handed_over.isoformat(timespec="seconds"), "what": "handed over"})
        what = "delivered" if now() >= due else "expected"
        told.append({"at": due.isoformat(timespec="seconds"), "what": what})
    return told

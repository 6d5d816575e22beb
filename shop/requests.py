"""What the store may be asked, exactly: nothing is turned into another type, nothing unknown is let pass."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from reckoner.core import storable

_LONG = 200


class Request(BaseModel):
    """Something that is asked."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    @field_validator("*")
    @classmethod
    def _writable(cls, value: Any) -> Any:
        if not storable(value):
            raise ValueError("it holds what is no character")
        return value


class ByEmail(Request):
    """Find a customer by e-mail address."""

    email: str = Field(max_length=254)


class ByNameAndZip(Request):
    """Find a customer by name and zip code."""

    first_name: str = Field(max_length=_LONG)
    last_name: str = Field(max_length=_LONG)
    zip: str = Field(max_length=20)


class NewAddress(Request):
    """Where something is to go."""

    address1: str = Field(max_length=_LONG)
    address2: str = Field(max_length=_LONG)
    city: str = Field(max_length=_LONG)
    state: str = Field(max_length=_LONG)
    country: str = Field(max_length=_LONG)
    zip: str = Field(max_length=20)


class Cancel(Request):
    """Cancel an order."""

    reason: str = Field(max_length=_LONG)


class ChangePayment(Request):
    """Pay another way."""

    payment_method_id: str = Field(max_length=80)


class ReplaceItems(Request):
    """Put variants in the place of items."""

    item_ids: list[str] = Field(max_length=100)
    new_item_ids: list[str] = Field(max_length=100)
    payment_method_id: str = Field(max_length=80)


class TakeBack(Request):
    """Send items back."""

    item_ids: list[str] = Field(max_length=100)
    payment_method_id: str = Field(max_length=80)


class Send(Request):
    """Send the customer a return label."""

    email: str = Field(max_length=254)


class NewHandover(Request):
    """Hand a conversation over to a person."""

    summary: str = Field(max_length=4_000, pattern=r"\w")


class CartItem(Request):
    """So many of one variant."""

    item_id: str = Field(max_length=40)
    quantity: int = Field(ge=1, le=1_000)


class Cart(Request):
    """What somebody thinks of buying."""

    items: list[CartItem] = Field(min_length=1, max_length=100)
    codes: list[str] = Field(default_factory=list, max_length=10)
    address: NewAddress | None = None
    """Where it would go; by default where the customer lives."""

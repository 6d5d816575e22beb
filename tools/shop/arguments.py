"""The arguments of the shop's tools, exactly: a type is never guessed, and nothing unknown is let pass."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from reckoner.core import storable


class Arguments(BaseModel):
    """Those of one tool; its docstring is what a model is told of the tool."""

    model_config = ConfigDict(extra="forbid", strict=True, str_max_length=1_000)

    @field_validator("*")
    @classmethod
    def _writable(cls, value: Any) -> Any:
        if not storable(value):
            raise ValueError("it holds what is no character")
        return value


class _Order(Arguments):
    order_id: str = Field(description="The order's number, with its '#', such as '#W0000000'.")


class _Address(Arguments):
    address1: str = Field(description="Street and number.")
    address2: str = Field(description="Suite, apartment or such; may be empty.")
    city: str
    state: str
    country: str
    zip: str = Field(description="Zip code, as text.")


class FindByEmail(Arguments):
    """Verify a customer by e-mail address; returns the customer's number."""

    email: str


class FindByNameZip(Arguments):
    """Verify a customer by first name, last name and zip code, if they have no e-mail address at hand."""

    first_name: str
    last_name: str
    zip: str = Field(description="Zip code, as text.")


class UserDetails(Arguments):
    """Read the verified customer's name, address, ways of paying and numbers of orders."""

    user_id: str


class OrderDetails(_Order):
    """Read one of the customer's orders: items, status, shipments and payments."""


class ProductDetails(Arguments):
    """Read a product's variants, with options, prices and what is available."""

    product_id: str = Field(description="The product's number; not that of a variant.")


class AllProducts(Arguments):
    """List all products by name, each with its number."""


class Calculate(Arguments):
    """Calculate the value of an arithmetic expression, exactly."""

    expression: str = Field(max_length=1_000)


class Transfer(Arguments):
    """Hand the customer over to a person, when what they ask for is not among what can be done here."""

    summary: str = Field(description="What the customer wants and what was done, in short.", pattern=r"\w")


class Search(Arguments):
    """Find products by words; returns them with their variants and prices."""

    words: str = Field(max_length=200)


class QuoteItem(Arguments):
    """So many of one variant."""

    item_id: str
    quantity: int = Field(ge=1, le=1_000)


class Quote(Arguments):
    """Read what items would cost the verified customer, with discounts, tax and shipping; nothing is ordered."""

    items: list[QuoteItem] = Field(min_length=1, max_length=100)
    codes: list[str] = Field(default_factory=list, max_length=10, description="Discount codes that the customer has.")


class Track(_Order):
    """Read where an order's parcels are, and what of it is coming back."""


class SendLabel(_Order):
    """Have a return label made for items that come back, and send it to the customer's own e-mail address.

    Say the address and get a yes before.
    """

    email: str = Field(description="The customer's e-mail address, as the customer confirms it.", max_length=254)


class Cancel(_Order):
    """Cancel a pending order. Say what will be done and get a yes before."""

    reason: str = Field(description="'no longer needed' or 'ordered by mistake'.")


class ChangeAddress(_Order, _Address):
    """Change where a pending order goes. Say what will be done and get a yes before."""


class ChangeUserAddress(_Address):
    """Change the customer's own address. Say what will be done and get a yes before."""

    user_id: str


class ChangePayment(_Order):
    """Change how a pending order is paid. Say what will be done and get a yes before."""

    payment_method_id: str = Field(description="One of the customer's ways of paying, such as 'gift_card_0000000'.")


class Items(_Order):
    """Items of an order."""

    item_ids: list[str] = Field(description="Numbers of items of the order; one that is meant twice stands twice.")


class ChangeItems(Items):
    """Replace items of a pending order by other variants of the same products, once and all together.

    Say what will be done and get a yes before.
    """

    new_item_ids: list[str] = Field(
        description="As many numbers of variants, each in the place of the item it replaces."
    )
    payment_method_id: str = Field(description="Pays the difference, or gets it.")


class ExchangeItems(ChangeItems):
    """Exchange delivered items for other variants of the same products, once and all together.

    Say what will be done and get a yes before.
    """


class ReturnItems(Items):
    """Return delivered items, once and all together. Say what will be done and get a yes before."""

    payment_method_id: str = Field(description="Where the money goes: as the order was paid, or a gift card.")


READS: dict[str, type[Arguments]] = {
    "find_user_id_by_email": FindByEmail,
    "find_user_id_by_name_zip": FindByNameZip,
    "get_user_details": UserDetails,
    "get_order_details": OrderDetails,
    "get_product_details": ProductDetails,
    "list_all_product_types": AllProducts,
    "search_products": Search,
    "track_order": Track,
    "quote": Quote,
    "calculate": Calculate,
    "transfer_to_human_agents": Transfer,
}
WRITES: dict[str, type[Arguments]] = {
    "cancel_pending_order": Cancel,
    "modify_pending_order_address": ChangeAddress,
    "modify_user_address": ChangeUserAddress,
    "modify_pending_order_payment": ChangePayment,
    "modify_pending_order_items": ChangeItems,
    "exchange_delivered_order_items": ExchangeItems,
    "return_delivered_order_items": ReturnItems,
    "send_return_label": SendLabel,
}
ALL: dict[str, type[Arguments]] = {**READS, **WRITES}


def described(arguments: Any) -> str:
    """What a model is told of a tool."""
    return " ".join((arguments.__doc__ or "").split())

"""The shop's rules, by name: what the store refuses, and what an agent is told, are two sides of one list."""

from dataclasses import dataclass

from reckoner.core import Language, words

PENDING, MODIFIED, DELIVERED, CANCELLED = "pending", "pending (item modified)", "delivered", "cancelled"
RETURNING, EXCHANGING = "return requested", "exchange requested"
RETURNED, EXCHANGED = "returned", "exchanged"
REASONS = ("no longer needed", "ordered by mistake")
"""Why an order may be cancelled."""
GIFT_CARD = "gift_card"


@dataclass(frozen=True)
class Rule:
    """One rule; its sentence for agents is in ``words/policy`` under its name."""

    name: str
    refusals: tuple[str, ...]
    """The refusals that it is held by, as in ``words/refusals``."""


RULES = (
    Rule("verified", ("not_verified", "expired", "unknown_customer", "too_many_tries")),
    Rule("one_customer", ("another_customer", "one_customer")),
    Rule("confirmed", ("changed_meanwhile",)),
    Rule("own_order", ("unknown_order",)),
    Rule("cancel", ("cancel_status", "reason")),
    Rule("pending_only", ("pending_only", "modified_already")),
    Rule("address", ("blank",)),
    Rule("payment", ("unknown_method", "same_method", "gift_card_short", "currency")),
    Rule("items", ("no_items", "lengths", "item_missing", "item_too_often", "variant_unknown", "variant_gone",
                   "same_variant", "other_product")),
    Rule("delivered_only", ("delivered_only",)),
    Rule("refund", ("refund_method",)),
    Rule("limits", ("too_many_writes", "too_much_spent")),
    Rule("label", ("nothing_returns", "no_label", "another_email")),
    Rule("exact", ("form", "key_missing", "key_reused")),
)  # fmt: skip


def policy(language: Language) -> list[str]:
    """The rules as an agent is told of them, one sentence or two each."""
    said = words("reckoner.shop", "policy", language)
    return [str(said[rule.name]).format(reasons=_listed(REASONS)) for rule in RULES]


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(f"“{value}”" for value in values)

"""What a store needs to know of itself and its neighbours."""

from dataclasses import dataclass, field

from pydantic import SecretStr

from .limits import Limits


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """Where mail is handed over, by SMTP."""

    host: str
    port: int = 587
    user: str = ""
    password: SecretStr = field(default=SecretStr(""))
    sender: str = "shop@example.com"
    """The address that mail comes from."""
    starttls: bool | None = None
    """``None``: if the server offers it."""


@dataclass(frozen=True, kw_only=True)
class Config:
    """One store's."""

    key: str
    """Whoever asks must hold it."""
    carrier: str = ""
    """The carrier's address; empty: there is none, and no labels."""
    carrier_key: str = ""
    mail: MailServer | None = None
    """``None``: mail waits in the database until there is one."""
    staff_key: str = ""
    """Whoever asks as one of the shop's staff must hold it; empty: nobody may."""
    limits: Limits = field(default_factory=Limits)
    name: str = "Reckoner Shop"
    address: dict[str, str] = field(
        default_factory=lambda: {
            "address1": "12 Harbour Street", "address2": "Returns", "city": "Portland", "state": "OR",
            "country": "USA", "zip": "97209",
        }
    )  # fmt: skip
    """Where things come back to."""

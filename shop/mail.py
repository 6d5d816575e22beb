"""What the store writes to its customers, in their language, as text and as HTML."""

from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from html import escape

from reckoner.core import Language, say

from .tables import Customer, Label, Order


def label_mail(customer: Customer, order: Order, label: Label, sender: str, shop: str) -> EmailMessage:
    """The mail that brings a return label."""
    language: Language = "vi" if customer.language == "vi" else "en"
    facts = {
        "name": customer.first_name, "order": order.id, "tracking": label.tracking, "shop": shop,
        "items": ", ".join(item.name for item in order.items if item.variant_id in _back(order)),
    }  # fmt: skip

    def told(key: str) -> str:
        return say("reckoner.shop", "mails", f"label.{key}", language, **facts)

    message = EmailMessage()
    message["From"], message["To"] = f"{shop} <{sender}>", customer.email
    message["Subject"] = told("subject")
    message["Date"] = formatdate()
    # The same however often it is handed over: whoever gets it twice can tell.
    message["Message-ID"] = make_msgid(domain=sender.partition("@")[2] or "localhost")
    paragraphs = [told(key) for key in ("hello", "body", "how", "bye")]
    message.set_content("\n\n".join(paragraphs))
    message.add_alternative(_page(paragraphs, language), subtype="html")
    name = f"return-label-{order.id.lstrip('#')}.pdf"
    message.add_attachment(label.pdf, maintype="application", subtype="pdf", filename=name)
    return message


def _back(order: Order) -> list[str]:
    found = order.takeback or order.exchange
    return found.variant_ids if found else []


def _page(paragraphs: list[str], language: str) -> str:
    lines = "".join(f"<p>{escape(each)}</p>" for each in paragraphs)
    style = "font-family:system-ui,sans-serif;line-height:1.5;max-width:36em;margin:auto;color:#1f2937"
    return f'<!doctype html><html lang="{language}"><meta charset="utf-8"><body style="{style}">{lines}</body></html>'

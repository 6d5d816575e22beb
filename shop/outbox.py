"""Mail on its way: kept in the database with what it is about, handed over by SMTP, again and again until it is taken.

One process sends at a time, and whichever follows one that died goes on at once. Should it die between the server's
taking a mail and the note of that, the mail is handed over again under the same Message-ID.
"""

import asyncio
import logging
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import NamedTuple

import aiosmtplib
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from .config import MailServer
from .database import Database
from .tables import Mail, now

log = logging.getLogger(__name__)
_TRIES = 10
_WAITS = timedelta(seconds=30)
"""After a first failure; twice as long after each further one."""
_SECONDS = 30.0


class _Waiting(NamedTuple):
    id: int
    message: bytes
    tries: int


def queue(session: Session, key: str, message: EmailMessage, order_id: str | None = None) -> None:
    """Send a mail once the transaction is done; two of one ``key`` are one."""
    known = session.scalars(select(Mail).where(Mail.key == key)).first()
    if known is not None:
        if known.failed is not None:  # It was given up, and is asked for again.
            known.failed, known.tries, known.due = None, 0, now()
        return
    recipient = str(message["To"])
    session.add(Mail(key=key, order_id=order_id, message=message.as_bytes(), recipient=recipient))


async def deliver(database: Database, server: MailServer) -> int:
    """Hand over every mail that is due; how many were taken. Only one may do so at a time."""
    sent = 0
    while (mail := await asyncio.to_thread(_next, database)) is not None:
        try:
            await _hand_over(mail.message, server)
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            # What is no mail, or for nobody, will be none tomorrow.
            lost = isinstance(error, aiosmtplib.SMTPRecipientsRefused | ValueError)
            final = lost or mail.tries >= _TRIES
            log.warning("A mail was not taken (try %d): %s", mail.tries, type(error).__name__)
            await asyncio.to_thread(_failed, database, mail, str(error)[:300] if final else None)
            continue
        await asyncio.to_thread(_sent, database, mail.id)
        sent += 1
    return sent


async def keep_delivering(database: Database, server: MailServer, *, every: float = 1.0) -> None:
    """Deliver until it is cancelled, whenever no other process does."""
    while True:
        try:
            with database.alone("outbox") as alone:
                while alone():
                    await deliver(database, server)
                    await asyncio.sleep(every)
        except Exception:  # A database that is away for a moment must not end it.
            log.exception("Mail could not be looked through.")
        await asyncio.sleep(every)


async def _hand_over(message: bytes, server: MailServer) -> None:
    await aiosmtplib.send(
        message_from_bytes(message, policy=policy.SMTP),
        hostname=server.host,
        port=server.port,
        username=server.user or None,
        password=server.password.get_secret_value() or None,
        start_tls=server.starttls,
        timeout=_SECONDS,
    )


def _next(database: Database) -> _Waiting | None:
    """The mail that has waited longest."""
    with database.changing() as session:
        due = select(Mail).where(Mail.sent.is_(None), Mail.failed.is_(None), Mail.due <= now())
        mail = session.scalars(due.order_by(Mail.id).limit(1)).first()
        if mail is None:
            return None
        mail.tries += 1
        return _Waiting(mail.id, mail.message, mail.tries)


def _sent(database: Database, number: int) -> None:
    with database.changing() as session:
        session.execute(update(Mail).where(Mail.id == number).values(sent=now()))


def _failed(database: Database, mail: _Waiting, final: str | None) -> None:
    later = now() + _WAITS * 2 ** (mail.tries - 1)
    with database.changing() as session:
        session.execute(update(Mail).where(Mail.id == mail.id).values(due=later, failed=final))

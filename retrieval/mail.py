"""The text of an e-mail: who wrote to whom, when and about what, the body, and what is attached."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from .webpage import page_text

_HEADERS = ("From", "To", "Cc", "Date", "Subject")
_FIELD = re.compile(rb"^[A-Za-z][A-Za-z-]*:[ \t]", re.MULTILINE)
_TELLING = re.compile(rb"^(?:From|Received|Return-Path|Message-ID|MIME-Version):[ \t]", re.MULTILINE | re.IGNORECASE)


def is_mail(head: bytes) -> bool:
    """Whether a file that begins with ``head`` is an e-mail as it is sent: fields of a header, then an empty line."""
    header, gap, _ = head.replace(b"\r\n", b"\n").lstrip().partition(b"\n\n")
    lines = header.split(b"\n")
    fields = [line for line in lines if _FIELD.match(line) or line[:1] in (b" ", b"\t")]
    return bool(gap) and len(fields) == len(lines) and len(set(_TELLING.findall(header))) >= 2


def texts(data: bytes) -> Iterator[str]:
    """The message as one text; attachments are named, not read."""
    message = message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    subject = str(message["Subject"] or "").strip()
    head = [f"# {subject}"] if subject else []
    head += [f"{name}: {message[name]}" for name in _HEADERS if message[name]]
    attached = [name for part in message.iter_attachments() if (name := part.get_filename())]
    if attached:
        head.append(f"Attached: {', '.join(attached)}")
    body = message.get_body(("plain", "html"))
    content = str(body.get_content()) if body is not None else ""
    if body is not None and body.get_content_subtype() == "html":
        content = page_text(content)
    yield "\n".join((*head, "", content))

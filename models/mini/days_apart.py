"""How far the day that was just told lies from another that a document names: *and how many days after the fitting is that?*"""

from typing import Final

from reckoner.core import Language

from .bilingual import Bilingual
from .dates import between, spans
from .followup import ISO
from .steps import Plan, Step

_ASKED: Final = Bilingual(
    en=r"^(?:and |so |then )*how (?:many (?:days|weeks)|long) (?:(?:is|was) (?:that|it|this) )?(?:after|before|from|since|until|till) "
    r"((?!(?:that|it|this|then|now|today)\b)[^\d?]{3,60}?)(?: (?:is|was) (?:that|it|this))?[ ?.!]*$",
    vi=r"^(?:vậy |thế |còn |ngày đó |hôm đó |lúc đó )*(?:cách|sau|trước) ((?!(?:đó|hôm nay|bây giờ)\b)[^\d?]{3,60}?) "
    r"(?:là )?(?:bao nhiêu|mấy) (?:ngày|tuần)(?: vậy| ạ)?[ ?.!]*$",
)


def days_apart(question: str, day: str, language: Language) -> Plan | None:
    """The plan that finds the other day and counts; ``None`` where ``question`` names no such day.

    Args:
        question: As the person put it.
        day: The one that was told, ``YYYY-MM-DD``.
        language: The question's.
    """
    asked = _ASKED.search(question.strip())
    if asked is None or not ISO.fullmatch(day) or spans(question, language):
        return None
    year, month, number = (int(each) for each in day.split("-"))
    what = asked[1].strip()
    program = between("#1", f"date({year}, {month}, {number})", question)
    return Plan(
        (
            Step("search_documents", {"query": what}, "operand", what, "date"),
            Step("python", {"code": program.code}, program.kind),
        )
    )

"""Vietnamese syllables typed without diacritics, told from English words by how they are built.

A syllable is an onset, which may lack, and one of some hundred rhymes (Đoàn Thiện Thuật, *Ngữ âm tiếng Việt*, 1977).
"""

import re
from typing import Final

_ONSET: Final = "ngh|ng|nh|gh|gi|kh|ch|ph|qu|th|tr|[bcdghklmnprstvx]"
_RHYME: Final = (
    "uyen|uyet|uynh|uych|"
    "ieng|iec|iem|ien|iep|iet|ieu|oach|oang|oanh|oai|oac|oam|oan|oao|oat|oay|uong|uoc|uoi|uom|uon|uop|uot|uou|uang|uay|uan|uat|"
    "uech|uenh|uya|uyt|yem|yen|yet|yeu|ach|ang|anh|ech|eng|enh|ich|inh|ong|oong|ung|"
    "oa|oe|oi|oc|om|on|op|ot|ua|uc|ue|ui|um|un|uo|up|ut|uu|uy|ia|im|in|ip|it|iu|ac|ai|am|an|ao|ap|at|au|ay|ec|em|en|eo|ep|et|"
    "a|e|i|o|u|y"
)
_SYLLABLE: Final = re.compile(rf"(?:{_ONSET})?(?:{_RHYME})")
_ENGLISH: Final = frozenset(
    (
        "am an at banh bat bay be bet bi bin bit bun but buy by cam can cap cat chap chat chi chin chip chop cop "
        "cue cup cut dam day den dim din dip do dot due em gap get go got gum gun gut guy ha ham hang hat hay he "
        "hen hi him hip hit ho hop hot hum hut in it kin kip kit la lap lay let lip lo long lot ma man map mat may "
        "me men met mi mo mop mot mum my nap nem net no not nun nut on pa pan pang pat pay pen pet pho pi pin pit "
        "pop pot pup put quay quit ram ran rang rap rat ray re rim rip rum run sang sat say set sin sip sit so son "
        "song sue sum sun sung tan tap ten than that the them then thin tin tip to toe ton top trap tray trim trip "
        "trot try un up van vat vet yet"
    ).split()
)
"""English words that are built like a syllable."""
_HURRIED: Final = frozenset("bn ng dc ko hok mk mn sl tb hs hsg sv nv vnd nhiu pt bik".split())
"""What is left of Vietnamese words typed in a hurry."""
_NEUTRAL: Final = frozenset(
    (
        "kg mg km cm mm ml tr ty vs am pm vat ok size sale ship bill menu combo voucher pizza laptop kwh kw cc inch "
        "feet pound dollar usd hecta sin cos ln log"
    ).split()
)
"""Units and loans, which either language has; so are single letters."""


def is_syllable(word: str) -> bool:
    """Whether ``word``, in small letters without diacritics, may be a Vietnamese syllable."""
    return _SYLLABLE.fullmatch(word) is not None


def leaning(words: list[str]) -> tuple[int, int]:
    """How many of ``words`` are Vietnamese alone, and how many are English alone."""
    told = [word for word in words if len(word) > 1 and word not in _NEUTRAL]
    ours = sum(word in _HURRIED or (word not in _ENGLISH and is_syllable(word)) for word in told)
    return ours, sum(not is_syllable(word) and word not in _HURRIED for word in told)

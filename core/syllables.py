"""Vietnamese syllables typed without diacritics, told from English words by how they are built."""

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
        "a an at am i in it on up to no so go do he me we be the them then than that this thin thing think by my try buy guy day may say pay "
        "way lay ray tray pray quay bin bit but bat bun bus can cap cat chat chin chip chop cup cut cop den did dim din dip dot due "
        "sue cue get got gap gum gun gut had ham hat hen hi him hip hit hot hum hut hay hey key kin kip kit lap let lid lip lot man map mat "
        "men met mop mum mud nap net not nun nut oh on pan pat pen pet pin pit pop pot put pup quit ram ran rap rat ring rip rim rum run "
        "sat sit set sin sip son sum sun sing sang song sung tap tan tin tip ton top ten tie toe trap trip trim trot van vat vet "
        "yet pang hang rang long king mi mo ma pa ha ho la lo pi re bay bet hop "
        "chap dam ham cam pay per use uni i an sushi chi pho banh bi mot nem kimchi em un"
    ).split()
)
"""English words that are built like a syllable."""
_HURRIED: Final = frozenset("bn ng dc ko hok mk mn sl tb hs hsg sv nv vnd nhiu pt bik".split())
"""What is left of Vietnamese words typed in a hurry."""
_NEUTRAL: Final = frozenset(
    "kg mg km cm mm ml tr ty vs am pm vat ok size sale ship bill menu combo voucher pizza laptop kwh kw cc inch feet pound dollar usd hecta sin cos ln log".split()
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

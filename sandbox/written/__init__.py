"""Programs as models write them: within prose, in fences, with missing pieces."""

from .mend import mend
from .reply import Written, read_program

__all__ = ["Written", "mend", "read_program"]

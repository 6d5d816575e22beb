"""The signs that say that calls follow, or that stand around them."""

import re

MARKS = re.compile(
    r"<(?:antml:|｜DSML｜)?(?:tool_calls?|function_?calls?|functions|toolcalls?|minimax:tool_call|seed:tool_call)>"
    r"|<(?:antml:|｜DSML｜)?(?:function|invoke)(?:=|\s+name\s*=)"
    r"|\[TOOL_CALLS\]|\bfunctools\s*(?=\[)"
    r"|<\|(?:tool_calls?|python_tag|python_start|tool_calls_section_begin|tool_call_begin|action_start|START_ACTION)\|>"
    r"|<｜tool▁calls?▁begin｜>",
    re.IGNORECASE,
)
"""What says that calls follow, and is said for nothing else."""

"""How a call reads that a person said no to."""


def rejected(result: str) -> bool:
    """Whether a failed call's result is LangChain's word for a person's no, with or without a reason."""
    return result.startswith("User rejected the tool call")

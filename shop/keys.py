"""Keys of services, compared so that the time it takes says nothing of them."""

import secrets


def holds(authorization: str, key: str) -> bool:
    """Whether an ``Authorization`` header bears ``key``; an empty one opens nothing."""
    return bool(key) and secrets.compare_digest(authorization.encode(), f"Bearer {key}".encode())

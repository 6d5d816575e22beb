"""Asking a model again that did not answer: after a while that grows, or after the one that its server asks for."""

from typing import Any

from langchain.agents.middleware import AgentMiddleware, AgentState, ModelRequest, ModelResponse
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_attempt,
    wait_exponential,
    wait_random,
)

from reckoner.core import ModelUnavailable

from .middleware import ModelHandler

_LONGEST = 60.0
"""Seconds; a server that asks for more is told of instead of waited for."""
_GROWING = wait_exponential(multiplier=0.5, max=8) + wait_random(0, 0.5)


class Retry(AgentMiddleware[AgentState[Any], Any, Any]):
    """Ask again, up to ``times``, where asking again may help.

    The waiting grows and is drawn apart, so that many who were refused at once do not come back at once (Brooker 2015,
    "Exponential Backoff and Jitter", AWS Architecture Blog); what ``Retry-After`` says counts where it is longer.
    """

    def __init__(self, times: int) -> None:
        super().__init__()
        self._times = times

    async def awrap_model_call(self, request: ModelRequest[Any], handler: ModelHandler) -> ModelResponse[Any]:
        async for attempt in AsyncRetrying(
            stop=stop_after_attempt(self._times + 1), wait=_wait, retry=retry_if_exception(_may_help), reraise=True
        ):
            with attempt:
                return await handler(request)
        raise AssertionError("the last attempt raises its error")


def _may_help(error: BaseException) -> bool:
    return isinstance(error, ModelUnavailable) and error.wait <= _LONGEST and error.again


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.wait if isinstance(error, ModelUnavailable) else 0.0
    return max(asked, _GROWING(state))

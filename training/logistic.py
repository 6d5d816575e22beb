"""Logistic regression under an L2 penalty, for calibrating: few clues, the likelihoods themselves matter."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

Array = NDArray[np.float64]


def fitted(clues: Array, right: NDArray[np.bool_], penalty: float, counts: Array | None = None) -> Array:
    """The likeliest weights, and behind them the bias, which is not penalized: shape ``(clues + 1,)``.

    Args:
        clues: Shape ``(cases, clues)``.
        right: Whether what the clues speak for is so, for each case.
        penalty: Its weight beside the cases' likelihood.
        counts: How often each case counts; once where it is left out.
    """
    inputs = _with_bias(clues)
    so = right.astype(np.float64)
    times = np.ones(len(so)) if counts is None else counts

    def loss(weights: Array) -> tuple[float, Array]:
        scores = inputs @ weights
        held = np.append(weights[:-1], 0.0)
        cost = (times * (np.logaddexp(0, scores) - so * scores)).sum() + penalty / 2 * (held**2).sum()
        return float(cost), inputs.T @ (times * (expit(scores) - so)) + penalty * held

    return np.asarray(minimize(loss, np.zeros(inputs.shape[1]), jac=True, method="L-BFGS-B").x)


def likelihood(clues: Array, weights: Array) -> Array:
    """How likely each case is so: shape ``(cases,)``."""
    return np.asarray(expit(_with_bias(clues) @ weights))


def _with_bias(clues: Array) -> Array:
    return np.column_stack([clues, np.ones(len(clues))])

"""Letters in pictures, where the extra ``ocr`` is installed: Latin letters, Vietnamese ones without their marks."""

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import Any


def installed() -> bool:
    """Whether pictures can be read."""
    return find_spec("rapidocr_onnxruntime") is not None


def recognised(draw: Callable[[], Any]) -> str:
    """The text of a picture, line by line; empty where nothing here reads pictures.

    Args:
        draw: Makes the picture (PIL); not called where it cannot be read.
    """
    if not installed():
        return ""
    import numpy as np

    found, _ = _reader()(np.asarray(draw().convert("RGB")))
    return "\n".join(text for _, text, _ in found or ())


@cache
def _reader() -> Any:
    from rapidocr_onnxruntime import RapidOCR

    return RapidOCR()

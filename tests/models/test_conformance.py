"""LangChain's own suites for what others will plug in elsewhere."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from langchain_core.embeddings import Embeddings
from langchain_core.language_models import BaseChatModel
from langchain_tests.integration_tests import ChatModelIntegrationTests, EmbeddingsIntegrationTests
from langchain_tests.unit_tests import ChatModelUnitTests, EmbeddingsUnitTests
from support.obliging import obliging
from support.scripted import ScriptedModel
from support.stub import Stub, stub_server

from reckoner.core import Settings
from reckoner.models.embeddings import MiniEmbeddings
from reckoner.models.encoders import encoder
from reckoner.models.loaded import load_onnx
from reckoner.models.local import LocalChat
from reckoner.models.mini.chat import MiniChat
from reckoner.models.openai import OpenAIChat
from reckoner.models.textual import TextTools
from reckoner.models.vector_cache import CachedEmbeddings

RANDOM = pytest.mark.xfail(reason="random weights write valid calls, but not the ones that are asked for", strict=False)
TINY = Path(__file__).parents[1] / "data" / "tiny"


class TestMiniUnit(ChatModelUnitTests):
    @property
    def chat_model_class(self) -> type[MiniChat]:
        return MiniChat

    @property
    def has_tool_choice(self) -> bool:
        return False

    @property
    def has_structured_output(self) -> bool:
        return False


class TestMini(ChatModelIntegrationTests):
    """The whole suite but for what the small model is not for: any tool at all, forced calls, JSON of any form."""

    @property
    def chat_model_class(self) -> type[MiniChat]:
        return MiniChat

    @property
    def has_tool_calling(self) -> bool:
        return False

    @property
    def has_structured_output(self) -> bool:
        return False


class TestOpenAIUnit(ChatModelUnitTests):
    @property
    def chat_model_class(self) -> type[OpenAIChat]:
        return OpenAIChat

    @property
    def chat_model_params(self) -> dict[str, Any]:
        return {"model": "stub", "api_key": "sk-x"}


@pytest.fixture(scope="class")
def wire() -> Iterator[Stub]:
    """A server that answers as a large model would."""
    with stub_server() as stub:
        stub.otherwise = obliging
        yield stub


@pytest.mark.enable_socket
class TestOpenAI(ChatModelIntegrationTests):
    """The whole suite over HTTP, for what a client has to do right."""

    @pytest.fixture(autouse=True)
    def _address(self, wire: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OPENAI_BASE_URL", wire.url)

    @property
    def chat_model_params(self) -> dict[str, Any]:
        return {"model": "stub", "api_key": "sk-x", "stream_usage": True}

    @property
    def chat_model_class(self) -> type[OpenAIChat]:
        return OpenAIChat

    @property
    def has_tool_choice(self) -> bool:
        return True

    @property
    def supports_json_mode(self) -> bool:
        return True

    @property
    def supports_model_override(self) -> bool:
        return True

    @property
    def model_override_value(self) -> str:
        return "other"


class TestLocalUnit(ChatModelUnitTests):
    """Without the test of an environment: it has none."""

    @property
    def chat_model_class(self) -> type[LocalChat]:
        return LocalChat

    @property
    def chat_model_params(self) -> dict[str, Any]:
        return {"name_of_model": "onnx:tiny", "load": partial(load_onnx, TINY)}


class TestLocal(ChatModelIntegrationTests):
    """The whole suite, on random weights: what they call is valid because nothing else can be written."""

    @property
    def chat_model_class(self) -> type[LocalChat]:
        return LocalChat

    @property
    def chat_model_params(self) -> dict[str, Any]:
        return {
            "name_of_model": "onnx:tiny", "load": partial(load_onnx, TINY), "max_new_tokens": 1_500, "temperature": 2.0,
            "seed": 11,
        }  # fmt: skip

    @property
    def has_tool_choice(self) -> bool:
        return True

    @RANDOM
    def test_tool_calling(self, model: BaseChatModel) -> None:
        super().test_tool_calling(model)

    @RANDOM
    async def test_tool_calling_async(self, model: BaseChatModel) -> None:
        await super().test_tool_calling_async(model)

    @RANDOM
    def test_agent_loop(self, model: BaseChatModel) -> None:
        super().test_agent_loop(model)

    @RANDOM
    def test_unicode_tool_call_integration(self, model: BaseChatModel, **kwargs: Any) -> None:  # type: ignore[override]
        super().test_unicode_tool_call_integration(model)


class TestTextToolsUnit(ChatModelUnitTests):
    """What it gives is tried in ``test_textual.py``: a suite needs a model that follows words."""

    @property
    def chat_model_class(self) -> type[TextTools]:
        return TextTools

    @property
    def chat_model_params(self) -> dict[str, Any]:
        return {"inner": ScriptedModel(replies=[])}


class TestEmbeddingsUnit(EmbeddingsUnitTests):
    @property
    def embeddings_class(self) -> type[MiniEmbeddings]:
        return MiniEmbeddings


@pytest.mark.enable_socket
class TestNamedEmbeddings(EmbeddingsIntegrationTests):
    """An encoder of a server, its vectors kept."""

    @pytest.fixture
    def model(self, wire: Stub, tmp_path: Path) -> Embeddings:
        found = encoder(Settings(encoder=f"openai:stub@{wire.url}", home=tmp_path))
        assert isinstance(found, CachedEmbeddings)
        return found

    @property
    def embeddings_class(self) -> type[CachedEmbeddings]:
        return CachedEmbeddings


class TestEmbeddings(EmbeddingsIntegrationTests):
    @property
    def embeddings_class(self) -> type[MiniEmbeddings]:
        return MiniEmbeddings


def test_vectors_have_length_one_and_do_not_depend_on_their_company() -> None:
    embeddings = MiniEmbeddings()
    alone = embeddings.embed_query("The annual rent.")
    among = embeddings.embed_documents(["A much longer text. " * 30, "The annual rent."])[1]
    assert sum(number**2 for number in alone) == pytest.approx(1, abs=1e-5)
    assert sum(a * b for a, b in zip(alone, among, strict=True)) > 0.99

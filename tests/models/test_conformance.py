"""LangChain's own suites for what others will plug in elsewhere."""

from typing import Any

import pytest
from langchain_tests.integration_tests import ChatModelIntegrationTests, EmbeddingsIntegrationTests
from langchain_tests.unit_tests import ChatModelUnitTests, EmbeddingsUnitTests

from reckoner.models.embeddings import MiniEmbeddings
from reckoner.models.mini.chat import MiniChat
from reckoner.models.openai import OpenAIChat


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


class TestEmbeddingsUnit(EmbeddingsUnitTests):
    @property
    def embeddings_class(self) -> type[MiniEmbeddings]:
        return MiniEmbeddings


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

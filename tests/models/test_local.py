"""Hugging Face models in process. What needs torch runs where the extra ``local`` is installed."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessageChunk

from reckoner.models.local import LocalChat, _ending, _safe_length, _until

needs_torch = pytest.mark.skipif(find_spec("torch") is None, reason="the extra `local` is not installed")


def test_text_ends_before_the_stop_string_however_it_is_cut() -> None:
    for pieces in (["Hello END more"], ["Hel", "lo E", "N", "D more"], list("Hello END more")):
        assert "".join(_until(iter(pieces), ["END"])) == "Hello "
    assert "".join(_until(iter(["no ", "stop"]), ["END"])) == "no stop"


def test_what_may_begin_a_call_is_held_back() -> None:
    assert _safe_length("Sure. <tool") == len("Sure. ")
    assert _safe_length("1 < 2") == len("1 < 2")
    assert _safe_length('Sure. <tool_call>{"na') == len("Sure. ")


def test_calls_are_read_from_text() -> None:
    good = '<tool_call>\n{"name": "calculate", "arguments": {"expression": "6*7"}}\n</tool_call>'
    text = f"Sure.{good}<tool_call>{{oops}}</tool_call>"
    whole = sum((chunk.message for chunk in _ending(text, 5)), AIMessageChunk(content=""))
    assert [(call["name"], call["args"]) for call in whole.tool_calls] == [("calculate", {"expression": "6*7"})]
    assert len(whole.invalid_tool_calls) == 1


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A Llama of random weights with a tokenizer of its own."""
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    folder = Path(tmp_path_factory.mktemp("tiny"))
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel()
    tokenizer.train_from_iterator(
        ["the quick brown fox jumps over the lazy dog"] * 9,
        trainers.BpeTrainer(vocab_size=300, special_tokens=["<unk>", "<s>", "</s>"]),
    )
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="</s>", unk_token="<unk>").save_pretrained(folder)
    config = LlamaConfig(
        vocab_size=300, hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4,
        max_position_embeddings=128, bos_token_id=1, eos_token_id=2,
    )  # fmt: skip
    LlamaForCausalLM(config).save_pretrained(folder)
    return str(folder)


@needs_torch
@pytest.mark.local
def test_it_generates_streams_and_counts(tiny: str) -> None:
    model = LocalChat(model_id=tiny, max_new_tokens=8, temperature=0)
    reply = model.invoke("hello")
    assert reply.usage_metadata is not None
    assert 0 < reply.usage_metadata["output_tokens"] <= 9
    streamed: Any = sum(model.stream("hello"), AIMessageChunk(content=""))
    assert streamed.text == reply.text


@needs_torch
@pytest.mark.local
def test_leaving_a_stream_ends_the_generation(tiny: str) -> None:
    model = LocalChat(model_id=tiny, max_new_tokens=100, temperature=1.0)
    stream = model.stream("hello")
    next(stream)
    stream.close()
    assert model.invoke("hello").text is not None


@needs_torch
@pytest.mark.local
def test_too_long_and_missing_models_are_told(tiny: str) -> None:
    from reckoner.core import ContextTooLong, ModelUnavailable

    with pytest.raises(ContextTooLong):
        LocalChat(model_id=tiny).invoke("word " * 400)
    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        LocalChat(model_id=tiny + "/none").invoke("hello")

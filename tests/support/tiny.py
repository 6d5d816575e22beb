"""Makes the tiny model of the tests: a Qwen2 of random weights, with a tokenizer and a template of its own.

    python tests/support/tiny.py FOLDER

needs the extras ``local`` and ``onnx``, and ``onnx`` itself. FOLDER/hf holds it for transformers, FOLDER/onnx for ONNX
Runtime, with int4 weights. What ``tests/data/tiny`` holds was made by it.
"""

import subprocess
import sys
from pathlib import Path

TEMPLATE = """\
{%- if tools %}<|im_start|>system
{% if messages[0].role == 'system' %}{{ messages[0].content }}

{% endif %}You may call these tools:
{% for tool in tools %}{{ tool | tojson }}
{% endfor %}Write each call as <tool_call>
{"name": "its name", "arguments": {}}
</tool_call><|im_end|>
{% elif messages[0].role == 'system' %}<|im_start|>system
{{ messages[0].content }}<|im_end|>
{% endif %}{% for message in messages if message.role != 'system' %}<|im_start|>{{ message.role }}
{{ message.content }}{% for call in message.tool_calls %}<tool_call>
{"name": "{{ call.function.name }}", "arguments": {{ call.function.arguments | tojson }}}
</tool_call>{% endfor %}<|im_end|>
{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant
{% endif %}"""
SPECIAL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<tool_call>", "</tool_call>")
_TEXT = Path(__file__).parents[2] / "README.md"


def make(folder: Path) -> None:
    """Make it, in both forms."""
    make_plain(folder / "hf")
    builder = [sys.executable, "-m", "onnxruntime_genai.models.builder", "-m", str(folder / "hf")]
    made = ["-o", str(folder / "onnx"), "-p", "int4", "-e", "cpu", "-c", str(folder / "cache")]
    subprocess.run([*builder, *made, "--extra_options", "prune_lm_head=true"], check=True)


def make_plain(folder: Path) -> None:
    """Make it for transformers."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=512, special_tokens=list(SPECIAL), initial_alphabet=pre_tokenizers.ByteLevel.alphabet()
    )
    tokenizer.train_from_iterator([_TEXT.read_text("utf-8")], trainer)
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<|im_end|>", pad_token="<|endoftext|>")
    fast.chat_template = TEMPLATE
    torch.manual_seed(0)
    config = Qwen2Config(
        vocab_size=512, hidden_size=64, intermediate_size=128, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, max_position_embeddings=2048, tie_word_embeddings=True, bos_token_id=0, eos_token_id=2,
        pad_token_id=0,
    )  # fmt: skip
    Qwen2ForCausalLM(config).save_pretrained(folder)
    fast.save_pretrained(folder)


if __name__ == "__main__":
    make(Path(sys.argv[1]))

"""Writes a Qwen2 of transformers as a GGUF file, for llama.cpp.

    python tests/support/ggufs.py FOLDER FILE [Q8_0]

needs ``gguf``, ``safetensors`` and ``torch``.
"""

import json
import sys
from pathlib import Path
from typing import Any

_NAMES = {
    "model.embed_tokens.weight": "token_embd.weight",
    "model.norm.weight": "output_norm.weight",
    "lm_head.weight": "output.weight",
}
_PARTS = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
    "input_layernorm": "attn_norm",
    "post_attention_layernorm": "ffn_norm",
}


def write(folder: Path, file: Path, kind: str = "Q8_0") -> None:
    """The weights of ``folder`` in ``file``, matrices quantized as ``kind`` (a name of ggml's)."""
    import gguf
    import torch
    from gguf import quants
    from safetensors import safe_open

    config = json.loads((folder / "config.json").read_text("utf-8"))
    writer = gguf.GGUFWriter(file, "qwen2")
    writer.add_name(folder.name)
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    theta = config.get("rope_theta") or config["rope_parameters"]["rope_theta"]
    writer.add_rope_freq_base(theta)
    _tokens(writer, folder, config)
    wanted = gguf.GGMLQuantizationType[kind]
    with safe_open(str(folder / "model.safetensors"), framework="pt") as weights:
        for name in weights.keys():  # noqa: SIM118  # it is no mapping
            values = weights.get_tensor(name).to(torch.float32).numpy()
            # Norms and biases stay as they are.
            if values.ndim == 1:
                writer.add_tensor(_named(name), values)
            else:
                writer.add_tensor(_named(name), quants.quantize(values, wanted), raw_dtype=wanted)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _named(name: str) -> str:
    if name in _NAMES:
        return _NAMES[name]
    _, _, layer, rest = name.split(".", 3)
    part, _, kind = rest.rpartition(".")
    return f"blk.{layer}.{_PARTS[part]}.{kind}"


def _tokens(writer: Any, folder: Path, config: dict[str, Any]) -> None:
    import gguf

    told = json.loads((folder / "tokenizer.json").read_text("utf-8"))
    special = {each["id"]: each["content"] for each in told["added_tokens"]}
    of = {number: token for token, number in told["model"]["vocab"].items()} | special
    numbers = range(config["vocab_size"])
    kinds = [
        gguf.TokenType.CONTROL
        if number in special
        else gguf.TokenType.NORMAL
        if number in of
        else gguf.TokenType.UNUSED
        for number in numbers
    ]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list([of.get(number, f"[unused{number}]") for number in numbers])
    writer.add_token_types(kinds)
    merges = told["model"]["merges"]
    writer.add_token_merges([each if isinstance(each, str) else " ".join(each) for each in merges])
    writer.add_eos_token_id(config["eos_token_id"])
    writer.add_add_bos_token(False)
    template = folder / "chat_template.jinja"
    if template.is_file():
        writer.add_chat_template(template.read_text("utf-8"))


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])

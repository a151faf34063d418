#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the folders beside this file: small random networks of the transformers library, with what
it says of a text. Needs torch, transformers, tokenizers and safetensors; run it in this folder.

Each folder has, besides what the library saves, expected.json: a text, its token numbers and tokens
without special ones, the numbers that the network was given, and the logits after each of the last
eight of them.
"""

import json
import pathlib
import shutil

import torch
import transformers
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from transformers import (BertConfig, BertForMaskedLM, BloomConfig, BloomForCausalLM, GPT2Config,
                          GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast)

TEXT = "The cat sat on the mat, and the dog didn't sit near it: 42 naïve cats sat."
WORDS = sorted(set(TEXT.split()))


def byte_level(pre_tokenizer, specials, size):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizer
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=size, special_tokens=specials, show_progress=False,
                                  initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    tokenizer.train_from_iterator([TEXT] * 3, trainer)
    return tokenizer


def word_level(pre_tokenizer, specials, unknown, lowercase):
    tokenizer = Tokenizer(models.WordLevel(unk_token=unknown))
    tokenizer.pre_tokenizer = pre_tokenizer
    if lowercase:
        tokenizer.normalizer = normalizers.Lowercase()
    trainer = trainers.WordLevelTrainer(special_tokens=specials, show_progress=False)
    tokenizer.train_from_iterator([TEXT], trainer)
    return tokenizer


def fill(model, seed):
    """Every number random, so that none can stand in another's place unseen."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            is_norm = parameter.dim() == 1 and name.endswith("weight")
            parameter.normal_(1.0 if is_norm else 0.0, 0.3, generator=generator)
    model.eval()


def save(name, model, tokenizer, specials, seed, text, before, after, dtype):
    folder = pathlib.Path(name)
    shutil.rmtree(folder, ignore_errors=True)
    fill(model, seed)
    model.to(dtype).save_pretrained(folder)  # rounds the numbers
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **specials).save_pretrained(folder)
    model.to(torch.float32)
    encoded = tokenizer.encode(text, add_special_tokens=False)
    given = before + encoded.ids + after
    with torch.no_grad():
        logits = model(torch.tensor([given])).logits[0]
    expected = {"text": text, "ids": encoded.ids, "tokens": encoded.tokens, "given": given,
                "logits": [[round(value, 5) for value in row] for row in logits[-8:].tolist()]}
    (folder / "expected.json").write_text(json.dumps(expected) + "\n")
    for extra in ("generation_config.json", "special_tokens_map.json"):
        (folder / extra).unlink(missing_ok=True)
    for file in folder.iterdir():
        file.chmod(0o644)


SHORT = "The cat didn't sit: 7 naïve"


def main():
    torch.manual_seed(1)
    transformers.logging.set_verbosity_error()

    end = "<|endoftext|>"
    tokenizer = byte_level(pre_tokenizers.ByteLevel(add_prefix_space=False), [end], 290)
    number = tokenizer.token_to_id(end)
    save("gpt2",
         GPT2LMHeadModel(GPT2Config(vocab_size=tokenizer.get_vocab_size(), n_positions=32,
                                    n_embd=12, n_layer=2, n_head=3, bos_token_id=number,
                                    eos_token_id=number)),
         tokenizer, {"bos_token": end, "eos_token": end, "unk_token": end}, 2, SHORT, [number], [],
         torch.float16)

    tokenizer = word_level(pre_tokenizers.WhitespaceSplit(), ["<unk>", "<s>", "</s>"], "<unk>",
                           False)
    save("llama",
         LlamaForCausalLM(LlamaConfig(vocab_size=tokenizer.get_vocab_size() + 3,
                                      max_position_embeddings=32, hidden_size=16,
                                      num_hidden_layers=2, num_attention_heads=4,
                                      num_key_value_heads=2, head_dim=6, intermediate_size=20,
                                      rope_theta=5000.0, bos_token_id=1, eos_token_id=2)),
         tokenizer, {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"}, 3,
         "The cat sat on a mat, naïve dog", [1], [], torch.float32)

    split = pre_tokenizers.Split(Regex(r" ?[^(\s|[.,!?])]+"), "isolated")
    tokenizer = byte_level(
        pre_tokenizers.Sequence([split, pre_tokenizers.ByteLevel(add_prefix_space=False,
                                                                 use_regex=False)]),
        ["<unk>", "<s>", "</s>", "<pad>"], 290)
    save("bloom",
         BloomForCausalLM(BloomConfig(vocab_size=tokenizer.get_vocab_size(), hidden_size=12,
                                      n_layer=2, n_head=3, seq_length=32)),
         tokenizer, {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"}, 4, SHORT, [1],
         [], torch.bfloat16)

    specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer = word_level(pre_tokenizers.Whitespace(), specials, "[UNK]", True)
    save("bert",
         BertForMaskedLM(BertConfig(vocab_size=tokenizer.get_vocab_size(),
                                    max_position_embeddings=32, hidden_size=16,
                                    num_hidden_layers=2, num_attention_heads=2,
                                    intermediate_size=24)),
         tokenizer, {"cls_token": "[CLS]", "sep_token": "[SEP]", "unk_token": "[UNK]",
                     "mask_token": "[MASK]", "pad_token": "[PAD]"}, 5,
         "The cat didn't sit on it", [2], [4, 3], torch.float32)


if __name__ == "__main__":
    main()

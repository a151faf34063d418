#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the folders beside this file: small random networks of the transformers library, with what
it says of a text. Needs torch, transformers, tokenizers and safetensors; run it in this folder.

Each folder has, besides what the library saves, expected.json: a text, its token numbers and tokens
without special ones, the numbers that the network was given (of two sides, the encoder's and then
the decoder's), and the logits after each of the last five of them.
"""

import json
import pathlib
import shutil

import torch
import transformers
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from transformers import (BertConfig, BertForMaskedLM, BloomConfig, BloomForCausalLM, GPT2Config,
                          GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast,
                          T5Config, T5ForConditionalGeneration)

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


def save(name, model, tokenizer, specials, seed, text, before, after, dtype, read=None):
    folder = pathlib.Path(name)
    shutil.rmtree(folder, ignore_errors=True)
    fill(model, seed)
    model.to(dtype).save_pretrained(folder)  # rounds the numbers
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **specials).save_pretrained(folder)
    model.to(torch.float32)
    encoded = tokenizer.encode(text, add_special_tokens=False)
    given = before + encoded.ids + after
    sides = {"input_ids": torch.tensor([given])}
    if read:
        sides["decoder_input_ids"] = torch.tensor([read])
    with torch.no_grad():
        logits = model(**sides).logits[0]
    expected = {"text": text, "ids": encoded.ids, "tokens": encoded.tokens,
                "given": given + (read or []),
                "logits": [[round(value, 5) for value in row] for row in logits[-5:].tolist()]}
    (folder / "expected.json").write_text(json.dumps(expected) + "\n")
    tokens = folder / "tokenizer.json"  # without the library's indentation
    tokens.write_text(json.dumps(json.loads(tokens.read_text()), ensure_ascii=False,
                                 separators=(",", ":")) + "\n")
    for extra in ("generation_config.json", "special_tokens_map.json"):
        (folder / extra).unlink(missing_ok=True)
    for file in folder.iterdir():
        file.chmod(0o644)


def save_t5(name, seed, dtype, **parts):
    """A text longer than the near distances, which have a bias each; a source as long as our
    networks read it."""
    tokenizer = word_level(pre_tokenizers.WhitespaceSplit(), ["<pad>", "</s>", "<unk>"], "<unk>",
                           False)
    tokenizer.add_special_tokens([f"<extra_id_{number}>" for number in reversed(range(5))])
    source = 40
    config = T5Config(vocab_size=tokenizer.get_vocab_size() + 2, n_positions=source, d_model=16,
                      d_kv=4, d_ff=12, num_heads=3, decoder_start_token_id=0, **parts)
    model = T5ForConditionalGeneration(config)
    if not config.scale_decoder_outputs:  # version 1.1
        model.lm_head.weight = torch.nn.Parameter(torch.zeros(config.vocab_size, config.d_model))
    text = "The cat sat on a mat, naïve dog"
    words = tokenizer.encode(text).ids
    hidden = [tokenizer.token_to_id(f"<extra_id_{number}>") for number in range(3)]
    after = [hidden[0]] + words * 3 + [hidden[1]] + words + [1]
    after = after[:source - len(words)]
    read = [0, hidden[0]] + words + [hidden[1]] + words[::-1] + [hidden[2], 4]
    save(name, model, tokenizer,
         {"eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}, seed, text, [], after,
         dtype, read)


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

    save_t5("t5", 6, torch.float16, num_layers=1, num_decoder_layers=2)
    save_t5("t5_1_1", 7, torch.bfloat16, num_layers=2, num_decoder_layers=1,
            feed_forward_proj="gated-gelu", tie_word_embeddings=False)


if __name__ == "__main__":
    main()

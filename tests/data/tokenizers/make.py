#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the files beside this one: a small WordPiece and a small Unigram tokenizer as the tokenizers
library saves them, with the numbers that it gives to texts. Needs tokenizers, sentencepiece and
protobuf; run it in this folder.

Each NAME.json has a NAME.expected.json: "texts", and varieties, each a "change" of NAME.json (a merge
patch, RFC 7386) and the "ids" of each text, without special tokens. The spelling of special tokens
in a text counts as text (encode_special_tokens).
"""

import base64
import json
import pathlib
import tempfile

import sentencepiece
from sentencepiece import sentencepiece_model_pb2
from tokenizers import Tokenizer

TEXTS = [
    "",
    " ",
    "the cat sat",
    "The CAT Sat on naïve cafés.",
    "unaffable cats, unsat; sit-on it's",
    "  two  spaces\tand\na line\r\nend \n\n",
    "zzz the qqq cat zzzqqq",
    "猫が好き cat猫sat",
    "don't!? (a) «b» – c…",
    "e\u0301te\u0301 a\u030a ﬁ \u2460\u0301 \u2460 \uff21\uff22 x\u00b2 \u2122 İI",
    "con\u0001trol\u0000 \u007f soft\u00adhyphen zero\u200bwidth cat\fsat\x85s \ufeff\ufffd nb\u00a0sp \u3000 em\u2003sp",
    "\U0001f600 cat\U0001f600sat \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\u0001cat",
    "cat" * 33 + "s " + "cat" * 34 + " cat",
    "한국어 ไทย עברית हिन्दी",
    "a ##sat ▁cat ▁ <0xE7>",
    "[CLS] cat [MASK] sat[SEP] [UNK] </s><pad>cat<extra_id_0> <unk>",
]

WORDS = ("the cat sat on a it s sit un two spaces and line end i don t b c x 1 2 tm e te ete naive cafe "
         "fi control soft hyphen zero width nb sp em é naïve café The C I , . ; - ' ! ? ( ) « » … # [ ] < > / _ 猫 "
         "が ##s ##aff ##able ##sat ##cat ##t ##e ##é ##猫 ##きき 한국어 ##n ##o ##d ##ai ##i CLS cls MASK mask "
         "unk ##k ##hyphen ##width pad extra id 0 SEP sep UNK").split()


def word_piece():
    specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokens = specials[:1] + ["[unused0]"] + specials[1:] + list(dict.fromkeys(WORDS))
    return {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [added(tokens.index(token), token) for token in specials],
        "normalizer": {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True,
                       "strip_accents": None, "lowercase": True},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": None,
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                  "max_input_chars_per_word": 100,
                  "vocab": {token: number for number, token in enumerate(tokens)}}}


def added(number, token):
    return {"id": number, "content": token, "single_word": False, "lstrip": False, "rstrip": False,
            "normalized": False, "special": True}


# A few of the rules that T5 has: what becomes of which characters.
RULES = {"\t": " ", "\n": " ", "\r": " ", "\u00a0": " ", "\u200b": " ", "\u3000": " ", "\ufeff": " ",
         "\u2003": " ", "\u0001": "", "\u007f": "", "\u00ad": "", "\uff21": "A", "\uff22": "B",
         "\u2460": "1", "\ufb01": "fi", "e\u0301": "é", "a\u030a": "å", "\u00b2": "2",
         "\u2122": "TM", "\u2026": "..."}


def charsmap():
    with tempfile.TemporaryDirectory() as folder:
        rules = pathlib.Path(folder) / "rules.tsv"
        code = lambda text: " ".join(f"{ord(character):X}" for character in text)
        rules.write_text("".join(f"{code(source)}\t{code(target)}\n"
                                 for source, target in RULES.items()))
        model = pathlib.Path(folder) / "model"
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(["a b c d"] * 9), model_prefix=str(model), vocab_size=8,
            hard_vocab_limit=False, normalization_rule_tsv=str(rules), minloglevel=2)
        proto = sentencepiece_model_pb2.ModelProto()
        proto.ParseFromString(model.with_suffix(".model").read_bytes())
    return base64.b64encode(proto.normalizer_spec.precompiled_charsmap).decode()


PIECES = ("▁ ▁the ▁cat cat ▁sat sat s ▁on ▁a a ▁it t i o n c e h u ▁un aff able ▁s pace ▁two w and d l in "
          "▁end b x . , ; - ' ! ? ( ) é ▁é té A 1 2 f TM ▁naïve ï v 猫 ▁猫 が so ft r y p z <0x00> "
          "<0xF0> <0x9F> <0x98> <0x80> <0xE7> < > / [ ] m k å ▁▁").split()


def unigram():
    specials = ["<pad>", "</s>", "<unk>"]
    sentinels = ["<extra_id_1>", "<extra_id_0>"]
    vocabulary = [[token, 0.0] for token in specials]
    # Scores that no two ways to cut share, and some that make the longest piece a bad one.
    vocabulary += [[piece, -2.5 - 0.37 * (number * 7 % 19) - 0.013 * number]
                   for number, piece in enumerate(PIECES)]
    vocabulary += [[token, 0.0] for token in sentinels]
    numbers = [token for token, _ in vocabulary]
    return {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [added(numbers.index(token), token) for token in specials + sentinels],
        "normalizer": {"type": "Precompiled", "precompiled_charsmap": charsmap()},
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
            {"type": "WhitespaceSplit"}, metaspace("always")]},
        "post_processor": None,
        "decoder": metaspace("always"),
        "model": {"type": "Unigram", "unk_id": 2, "vocab": vocabulary, "byte_fallback": False}}


def metaspace(scheme, split=True):
    return {"type": "Metaspace", "replacement": "▁", "prepend_scheme": scheme, "split": split}


def patched(value, change):
    if not isinstance(change, dict):
        return change
    result = dict(value) if isinstance(value, dict) else {}
    for key, inner in change.items():
        result.pop(key, None) if inner is None else result.update({key: patched(result.get(key), inner)})
    return result


def unspelled(tokenizer):
    """Special tokens under names that no text has: the library's Unigram finds them in a text even
    where they are to count as text, and SentencePiece does not."""
    names = {token["content"]: chr(0xF0000 + token["id"]) for token in tokenizer["added_tokens"]}
    result = json.loads(json.dumps(tokenizer))
    for token in result["added_tokens"]:
        token["content"] = names[token["content"]]
    model = result["model"]
    if "unk_token" in model:
        model["unk_token"] = names[model["unk_token"]]
        model["vocab"] = {names.get(token, token): number
                          for token, number in model["vocab"].items()}
    else:
        model["vocab"] = [[names.get(token, token), score] for token, score in model["vocab"]]
    return result


def save(name, tokenizer, changes):
    varieties = []
    for change in changes:
        library = Tokenizer.from_str(json.dumps(unspelled(patched(tokenizer, change))))
        varieties.append({"change": change,
                          "ids": [library.encode(text, add_special_tokens=False).ids
                                  for text in TEXTS]})
    expected = {"texts": TEXTS, "varieties": varieties}
    for file, value in ((name + ".json", tokenizer), (name + ".expected.json", expected)):
        pathlib.Path(file).write_text(
            json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")


def main():
    save("wordpiece", word_piece(), [
        {},
        {"normalizer": {"lowercase": False}},
        {"normalizer": {"lowercase": False, "strip_accents": True, "handle_chinese_chars": False}},
        {"normalizer": {"clean_text": False}, "model": {"max_input_chars_per_word": 3}},
    ])
    mapped = unigram()["normalizer"]
    replace = {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": "▁"}
    save("unigram", unigram(), [
        {},
        {"model": {"byte_fallback": True},
         "normalizer": {"type": "Sequence", "precompiled_charsmap": None, "normalizers": [
             mapped, {"type": "Strip", "strip_left": False, "strip_right": True}, replace]},
         "pre_tokenizer": metaspace("first")},
        {"normalizer": {"type": "Sequence", "precompiled_charsmap": None, "normalizers": [
            {"type": "Replace", "pattern": {"String": "(a)"}, "content": "(b.)"}, {"type": "Nmt"},
            {"type": "NFKD"}, {"type": "StripAccents"}, {"type": "Lowercase"},
            {"type": "Prepend", "prepend": "▁"}]},
         "pre_tokenizer": metaspace("never", False)},
    ])


if __name__ == "__main__":
    main()

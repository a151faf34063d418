# SPDX-License-Identifier: GPL-3.0-or-later
"""How many tokens a second nanoGPT's model learns from, with its own optimiser and clipping.

usage: nanogpt_step.py FOLDER LAYERS HEADS WIDTH BATCH BLOCK STEPS THREADS
FOLDER is a checkout of nanoGPT. Needs PyTorch.
"""
import contextlib
import io
import sys
import time

import torch

sys.path.insert(0, sys.argv[1])
layers, heads, width, batch, block, steps, threads = map(int, sys.argv[2:9])
torch.set_num_threads(threads)
torch.manual_seed(1)
with contextlib.redirect_stdout(io.StringIO()):
    from model import GPT, GPTConfig

    model = GPT(GPTConfig(block_size=block, vocab_size=65, n_layer=layers, n_head=heads,
                          n_embd=width, dropout=0.0, bias=True))
    optimizer = model.configure_optimizers(0.1, 1e-3, (0.9, 0.99), "cpu")
text = torch.randint(65, (200_000,))


def step():
    starts = torch.randint(len(text) - block, (batch,))
    x = torch.stack([text[i:i + block] for i in starts])
    y = torch.stack([text[i + 1:i + 1 + block] for i in starts])
    _, loss = model(x, y)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)


for _ in range(max(1, steps // 5)):
    step()
start = time.perf_counter()
for _ in range(steps):
    step()
print(f"{steps * batch * block / (time.perf_counter() - start):.0f}")

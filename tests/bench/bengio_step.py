# SPDX-License-Identifier: GPL-3.0-or-later
"""How many milliseconds a step of Bengio's network takes in PyTorch, written as its users would.

usage: bengio_step.py VOCABULARY STEPS THREADS
The network and its training are those of bench_neural's trainingStep: four words of 32 numbers
each, 64 hidden units, 64 examples a step, AdamW, and the gradient's norm, which every run records.
"""
import sys
import time

import torch
from torch import nn

size, steps, threads = map(int, sys.argv[1:4])
torch.set_num_threads(threads)
torch.manual_seed(1)
context, embedding, hidden, batch = 4, 32, 64, 64


class Bengio(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(size, embedding)
        self.hidden = nn.Linear(context * embedding, hidden)
        self.output = nn.Linear(hidden, size)

    def forward(self, words):
        x = self.embedding(words).flatten(1)
        return self.output(torch.tanh(self.hidden(x)))


model = Bengio()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
text = torch.randint(size, (200_000,))
places = torch.arange(context)


def step():
    starts = torch.randint(len(text) - context, (batch,))
    loss = nn.functional.cross_entropy(model(text[starts[:, None] + places]), text[starts + context])
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1e9)
    optimizer.step()


for _ in range(max(1, steps // 5)):
    step()
start = time.perf_counter()
for _ in range(steps):
    step()
print(f"{1000 * (time.perf_counter() - start) / steps:.3f}")

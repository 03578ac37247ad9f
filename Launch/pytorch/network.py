"""The two-branch embedding network in PyTorch, with what PyTorch offers for a sparse first layer.

B images and N texts of a process; D and T numbers of their features; W words of a text; E embedding.
"""

import math

import torch
from torch import nn
from torch.nn import functional

# The first layers of the text branch: a dense one on dense bags, and three on the W non-zeros of a bag alone.
TEXT_LAYERS = {
    "dense": "nn.Linear on dense bags",
    "bag": "nn.EmbeddingBag, dense gradients",
    "sparse-bag": "nn.EmbeddingBag(sparse=True), SparseAdam",
    "csr": "torch.sparse.mm of CSR bags",
}


class BagLayer(nn.Module):
    """The rows of a `[T, hidden]` weight at the words of each text, each times its value, added up; a bias."""

    def __init__(self, columns, hidden, sparse_gradients):
        super().__init__()
        self.words = nn.EmbeddingBag(columns, hidden, mode="sum", sparse=sparse_gradients)
        self.bias = nn.Parameter(torch.empty(hidden))
        initialize(self.words.weight, self.bias, columns)

    def forward(self, bags):
        words, values = bags
        return self.words(words, per_sample_weights=values) + self.bias


class CSRLayer(nn.Module):
    """CSR bags `[N, T]` times a `[T, hidden]` weight, plus a bias."""

    def __init__(self, columns, hidden):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(columns, hidden))
        self.bias = nn.Parameter(torch.empty(hidden))
        initialize(self.weight, self.bias, columns)

    def forward(self, bags):
        # PyTorch has no sparse products in bf16.
        with torch.autocast("cpu", enabled=False):
            return torch.sparse.mm(bags, self.weight) + self.bias


def initialize(weight, bias, columns):
    """As nn.Linear does."""
    bound = 1 / math.sqrt(columns)
    nn.init.uniform_(weight, -bound, bound)
    nn.init.uniform_(bias, -bound, bound)


def first_layer(kind, columns, hidden):
    if kind == "dense":
        return nn.Linear(columns, hidden)
    if kind == "csr":
        return CSRLayer(columns, hidden)
    return BagLayer(columns, hidden, sparse_gradients=kind == "sparse-bag")


class Branch(nn.Module):
    """FC, batch norm, ReLU, dropout, FC, rows of length 1."""

    def __init__(self, first, hidden, embedding, dropout=0.5):
        super().__init__()
        self.fc1 = first
        self.bn = nn.BatchNorm1d(hidden)
        self.dropout = nn.Dropout(dropout)
        self.fc2 = nn.Linear(hidden, embedding)

    def forward(self, rows):
        hidden = self.dropout(functional.relu(self.bn(self.fc1(rows)), inplace=True))
        # In fp32 under autocast too: distances near the margin would drown in bf16's 8 bits.
        return functional.normalize(self.fc2(hidden).float())


class TwoBranch(nn.Module):
    """Features of B images and N texts -> `[B, E]`, `[N, E]`."""

    def __init__(self, shape, text_layer, dropout=0.5):
        super().__init__()
        image_layer = first_layer("dense", shape.image_dimensions, shape.hidden)
        text_layer = first_layer(text_layer, shape.text_dimensions, shape.hidden)
        self.image_branch = Branch(image_layer, shape.hidden, shape.embedding, dropout)
        self.text_branch = Branch(text_layer, shape.hidden, shape.embedding, dropout)

    def forward(self, images, texts):
        return self.image_branch(images), self.text_branch(texts)

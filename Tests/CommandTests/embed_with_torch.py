"""Embeds a split with a plain PyTorch module loaded from a checkpoint, and compares with embeddings in a file.

Arguments: CHECKPOINT DATA SPLIT OURS. Prints one JSON object with the largest absolute differences.
Written from the description of the formats alone.
"""
import json
import sys

import numpy
import torch
from safetensors.torch import load_file

checkpoint, data, split, ours_path = sys.argv[1:]


class Branch(torch.nn.Module):
    def __init__(self, columns, hidden, embedding):
        super().__init__()
        self.fc1 = torch.nn.Linear(columns, hidden)
        self.bn = torch.nn.BatchNorm1d(hidden)
        self.fc2 = torch.nn.Linear(hidden, embedding)

    def forward(self, rows):
        hidden = torch.relu(self.bn(self.fc1(rows)))
        return torch.nn.functional.normalize(self.fc2(hidden))


class TwoBranch(torch.nn.Module):
    def __init__(self, images, texts, hidden, embedding):
        super().__init__()
        self.image_branch = Branch(images, hidden, embedding)
        self.text_branch = Branch(texts, hidden, embedding)


inputs = load_file(f"{checkpoint}/inputs.safetensors")
state = load_file(f"{checkpoint}/model.safetensors")
vocabulary = open(f"{checkpoint}/vocabulary.txt", encoding="utf-8").read().split("\n")[:-1]

features = torch.from_numpy(numpy.load(f"{data}/{split}_ims.npy"))
features = (features - inputs["image.mean"]) / inputs["image.scale"]
captions = open(f"{data}/{split}_caps.txt", encoding="utf-8").read().splitlines()
column = {word: number for number, word in enumerate(vocabulary)}
bags = torch.zeros(len(captions), len(vocabulary))
for row, caption in enumerate(captions):
    for word in caption.split():
        if word in column:
            bags[row, column[word]] += inputs["text.idf"][0, column[word]]
bags = torch.nn.functional.normalize(bags)

hidden, columns = state["image_branch.fc1.weight"].shape
model = TwoBranch(columns, len(vocabulary), hidden, state["image_branch.fc2.weight"].shape[0])
model.load_state_dict(state, strict=True)
model.eval()
ours = load_file(ours_path)
with torch.no_grad():
    theirs = {"images": model.image_branch(features), "texts": model.text_branch(bags)}
result = {name: (theirs[name] - ours[name]).abs().max().item() for name in theirs}
result["rows"] = [len(theirs["images"]), len(theirs["texts"])]
print(json.dumps(result))

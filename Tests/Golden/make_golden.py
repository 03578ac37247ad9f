"""Makes golden.json: three training steps of a small two-branch network, by PyTorch's autograd.

An implementation of its own: nothing here is shared with the Swift code. Everything is computed in float64 and again
in float32; the file holds the float64 numbers, and it is written only if the float32 ones agree, which they would not
if a hinge or a ReLU stood near its kink.

Run: python make_golden.py   (needs torch)
"""

import json
import pathlib

import torch

IMAGE_COLUMNS, TEXT_COLUMNS, IMAGE_HIDDEN, TEXT_HIDDEN, EMBEDDING = 11, 19, 10, 9, 6
SEED, DROPOUT_RATE, STEPS = 0x0123456789ABCDEF, 0.5, 3
MARGIN, TOP_VIOLATIONS = 0.3, 4
WEIGHTS = {"sentenceAnchor": 1.5, "imageAnchor": 1.0, "imageNeighbors": 0.7, "sentenceNeighbors": 0.3}
LEARNING_RATE, WEIGHT_DECAY = 1e-2, 1e-3

# Rows of the data in the batch; the texts of image i of the data are 2 i and 2 i + 1, and the texts of a group are equal.
IMAGES = [4, 0, 7, 2, 9, 5, 1, 8]
EQUAL_TEXTS = [[0, 5, 18], [9, 14], [3, 7]]
IMAGE_COUNT = 10


def images_of_text():
    group = {text: texts for texts in EQUAL_TEXTS for text in texts}
    return [sorted({other // 2 for other in group.get(text, [text])}) for text in range(2 * IMAGE_COUNT)]


def batch_texts():
    return [text for image in IMAGES for text in (2 * image, 2 * image + 1)]


def philox(counter, key):
    """Philox4x32-10 (Salmon et al., SC 2011)."""
    c, (k0, k1), mask = list(counter), key, 0xFFFFFFFF
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(p1 >> 32) ^ c[1] ^ k0, p1 & mask, (p0 >> 32) ^ c[3] ^ k1, p0 & mask]
        k0, k1 = (k0 + 0x9E3779B9) & mask, (k1 + 0xBB67AE85) & mask
    return c


def dropout_mask(rows, columns, step, purpose, dtype):
    key = (SEED & 0xFFFFFFFF, SEED >> 32)
    words = [
        [philox((column // 4, row, step, purpose << 24), key)[column % 4] for column in range(columns)]
        for row in range(rows)
    ]
    kept = torch.tensor(words, dtype=torch.float64) >= DROPOUT_RATE * 2**32
    return kept.to(dtype) / (1 - DROPOUT_RATE)


class Branch(torch.nn.Module):
    def __init__(self, columns, hidden, purpose):
        super().__init__()
        self.fc1 = torch.nn.Linear(columns, hidden)
        self.bn = torch.nn.BatchNorm1d(hidden)
        self.fc2 = torch.nn.Linear(hidden, EMBEDDING)
        self.purpose = purpose

    def forward(self, rows, step):
        hidden = torch.relu(self.bn(self.fc1(rows)))
        hidden = hidden * dropout_mask(*hidden.shape, step, self.purpose, hidden.dtype)
        return torch.nn.functional.normalize(self.fc2(hidden), dim=1)


def distances(a, b):
    return (((a[:, None, :] - b[None, :, :]) ** 2).sum(-1) + 1e-4).sqrt()


def term(table, positive, candidates, farthest):
    """Mean over (anchor, positive) pairs of the mean of the largest hinges over the negatives among `candidates`."""
    means = []
    for anchor in range(table.shape[0]):
        positives = [c for c in range(table.shape[1]) if positive[anchor][c] and candidates[anchor][c]]
        negatives = [c for c in range(table.shape[1]) if not positive[anchor][c] and candidates[anchor][c]]
        if farthest and positives:
            positives = [max(positives, key=lambda c: table[anchor, c].item())]
        for match in positives:
            hinges = torch.relu(MARGIN + table[anchor, match] - table[anchor, negatives])
            means.append(hinges.sort(descending=True).values[:TOP_VIOLATIONS].mean())
    return torch.stack(means).mean()


def loss_terms(images, texts):
    links = images_of_text()
    image_sets = [set(links[text]) for text in batch_texts()]
    text_sets = [{text for text in range(2 * IMAGE_COUNT) if image in links[text]} for image in IMAGES]
    match = [[image in of_text for image in IMAGES] for of_text in image_sets]
    transposed = [list(column) for column in zip(*match)]
    near_texts = [[bool(a & b) for b in image_sets] for a in image_sets]
    near_images = [[bool(a & b) for b in text_sets] for a in text_sets]
    everything = [[True] * 100 for _ in range(100)]
    others = [[row != column for column in range(100)] for row in range(100)]
    terms = {
        "sentenceAnchor": term(distances(texts, images), match, everything, False),
        "imageAnchor": term(distances(images, texts), transposed, everything, False),
        "imageNeighbors": term(distances(images, images), near_images, others, True),
        "sentenceNeighbors": term(distances(texts, texts), near_texts, others, True),
    }
    return {name: WEIGHTS[name] * value for name, value in terms.items()}


def make_inputs():
    """Numbers that float32 holds exactly; equal texts have equal rows."""
    generator = torch.Generator().manual_seed(7)
    images = torch.randn(len(IMAGES), IMAGE_COLUMNS, generator=generator)
    texts = torch.randn(2 * IMAGE_COUNT, TEXT_COLUMNS, generator=generator)
    texts *= torch.rand(texts.shape, generator=generator) < 0.35
    for group in EQUAL_TEXTS:
        for text in group[1:]:
            texts[text] = texts[group[0]]
    return images, texts[batch_texts()]


def make_model():
    torch.manual_seed(3)
    model = torch.nn.ModuleDict(
        {"image_branch": Branch(IMAGE_COLUMNS, IMAGE_HIDDEN, 3), "text_branch": Branch(TEXT_COLUMNS, TEXT_HIDDEN, 4)}
    )
    for name, parameter in model.named_parameters():
        if ".bn." in name:
            parameter.data += 0.2 * torch.randn_like(parameter)
    return model


def optimizer(model):
    """L2 on the weights of the fully connected layers only."""
    named = dict(model.named_parameters())
    weights = [p for name, p in named.items() if ".fc" in name and name.endswith("weight")]
    others = [p for p in named.values() if all(p is not w for w in weights)]
    groups = [{"params": weights, "weight_decay": WEIGHT_DECAY}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.Adam(groups, lr=LEARNING_RATE)


def run(dtype):
    model = make_model()
    record = {"parameters": named(model.named_parameters())}
    model = model.to(dtype)
    images, texts = (rows.to(dtype) for rows in make_inputs())
    adam, losses = optimizer(model), []
    for step in range(STEPS):
        adam.zero_grad()
        terms = loss_terms(model["image_branch"](images, step), model["text_branch"](texts, step))
        sum(terms.values()).backward()
        clear_first_biases(model)
        if step == 0:
            record["gradients"] = {name: flat(p.grad) for name, p in model.named_parameters()}
            record["runningAfterOneStep"] = named(model.named_buffers())
        losses.append({name: value.item() for name, value in terms.items()})
        adam.step()
    record |= {"losses": losses, "parametersAfter": named(model.named_parameters())}
    return record | {"runningAfter": named(model.named_buffers())}


def clear_first_biases(model):
    """Batch norm takes a first layer's bias away again: its gradient is rounding noise, which Adam would blow up."""
    for branch in model.values():
        assert branch.fc1.bias.grad.abs().max() < 1e-6 * branch.fc1.weight.grad.abs().max()
        branch.fc1.bias.grad.zero_()


def flat(tensor):
    return tensor.detach().double().flatten().tolist()


def named(tensors):
    return {name: flat(tensor) for name, tensor in tensors if "num_batches" not in name}


def require_agreement(one, other):
    for key in ("gradients", "parametersAfter", "runningAfter"):
        for name in one[key]:
            a, b = torch.tensor(one[key][name]), torch.tensor(other[key][name])
            difference = ((a - b).norm() / a.norm().clamp_min(1e-30)).item()
            assert difference < 2e-5, f"{key} {name}: float32 is {difference} away"
    for a, b in zip(one["losses"], other["losses"]):
        assert all(abs(a[name] - b[name]) < 1e-5 * abs(a[name]) for name in a), (a, b)
        assert all(value > 1e-2 for value in a.values()), f"a term is empty: {a}"


def main():
    golden, check = run(torch.float64), run(torch.float32)
    require_agreement(golden, check)
    images, texts = make_inputs()
    golden |= {
        "images": IMAGES, "imagesOfText": images_of_text(), "imageCount": IMAGE_COUNT, "texts": batch_texts(),
        "imageInput": flat(images), "textInput": flat(texts), "seed": SEED, "dropoutRate": DROPOUT_RATE,
        "margin": MARGIN, "topViolations": TOP_VIOLATIONS, "weights": WEIGHTS, "learningRate": LEARNING_RATE,
        "weightDecay": WEIGHT_DECAY, "embedding": EMBEDDING,
        "imageShape": [IMAGE_COLUMNS, IMAGE_HIDDEN], "textShape": [TEXT_COLUMNS, TEXT_HIDDEN],
    }
    path = pathlib.Path(__file__).with_name("golden.json")
    path.write_text(json.dumps(golden, indent=None) + "\n")
    print(f"{path.name}: {path.stat().st_size} bytes, losses {golden['losses']}")


if __name__ == "__main__":
    main()

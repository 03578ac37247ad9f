"""Makes golden_similarity.json: three training steps of a small similarity network, by PyTorch's autograd.

As make_golden.py, with the same batch, branches and Adam; the head, the pairs and the logistic loss are its own.

Run: python make_golden_similarity.py   (needs torch)
"""

import json
import pathlib

import torch

import make_golden as base

HEAD_HIDDEN, HEAD_OUTPUT, NEGATIVES, NEGATIVE_CHOICE = 8, 5, 3, 13


class Head(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = torch.nn.Linear(base.EMBEDDING, HEAD_HIDDEN)
        self.bn1 = torch.nn.BatchNorm1d(HEAD_HIDDEN)
        self.fc2 = torch.nn.Linear(HEAD_HIDDEN, HEAD_OUTPUT)
        self.bn2 = torch.nn.BatchNorm1d(HEAD_OUTPUT)
        self.fc3 = torch.nn.Linear(HEAD_OUTPUT, 1)

    def forward(self, images, texts):
        hidden = torch.relu(self.bn1(self.fc1(images * texts)))
        return self.fc3(torch.relu(self.bn2(self.fc2(hidden)))).squeeze(1)


def words(step, index):
    """The stream of random 64-bit numbers of a positive pair."""
    block, key = 0, (base.SEED & 0xFFFFFFFF, base.SEED >> 32)
    while True:
        a, b, c, d = base.philox((block, index, step, NEGATIVE_CHOICE << 24), key)
        yield a | b << 32
        yield c | d << 32
        block += 1


def pick(candidates, stream):
    """Uniform, by Lemire's multiplication; a rejection is so rare for few candidates that it must not occur here."""
    product = next(stream) * len(candidates)
    assert product & (2**64 - 1) >= len(candidates)
    return candidates.pop(product >> 64)


def pairs(step):
    links = base.images_of_text()
    texts = base.batch_texts()
    result, number = [], 0
    for t, text in enumerate(texts):
        for i in [i for i, image in enumerate(base.IMAGES) if image in links[text]]:
            stream = words(step, number)
            images_left = [j for j, image in enumerate(base.IMAGES) if image not in links[text]]
            texts_left = [u for u, other in enumerate(texts) if base.IMAGES[i] not in links[other]]
            result.append((t, i, 1.0))
            for turn in range(NEGATIVES):
                result.append((t, pick(images_left, stream), -1.0) if turn % 2 == 0 else (pick(texts_left, stream), i, -1.0))
            number += 1
    return result


def make_model():
    model = base.make_model()
    torch.manual_seed(11)
    model["head"] = Head()
    for name, parameter in model["head"].named_parameters():
        if "bn" in name:
            parameter.data += 0.2 * torch.randn_like(parameter)
    return model


def loss(model, images, texts, step, table):
    """Over a table of (text, image, label)."""
    rows = [torch.tensor([pair[column] for pair in table]) for column in range(2)]
    labels = torch.tensor([pair[2] for pair in table], dtype=images.dtype)
    image_space = model["image_branch"](images, step)
    text_space = model["text_branch"](texts, step)
    scores = model["head"](image_space[rows[1]], text_space[rows[0]])
    return torch.nn.functional.softplus(-labels * scores).mean()


def clear_biases_before_norms(model):
    for layer in (model["image_branch"].fc1, model["text_branch"].fc1, model["head"].fc1, model["head"].fc2):
        assert layer.bias.grad.abs().max() < 1e-5 * layer.weight.grad.abs().max()
        layer.bias.grad.zero_()


def run(dtype):
    model = make_model()
    record = {"parameters": base.named(model.named_parameters())}
    model = model.to(dtype)
    images, texts = (rows.to(dtype) for rows in base.make_inputs())
    adam, losses = base.optimizer(model), []
    for step in range(base.STEPS):
        adam.zero_grad()
        value = loss(model, images, texts, step, pairs(step))
        value.backward()
        clear_biases_before_norms(model)
        if step == 0:
            record["gradients"] = {name: base.flat(p.grad) for name, p in model.named_parameters()}
        losses.append({"loss": value.item()})
        adam.step()
    record |= {"losses": losses, "parametersAfter": base.named(model.named_parameters())}
    return record | {"runningAfter": base.named(model.named_buffers())}


def main():
    golden, check = run(torch.float64), run(torch.float32)
    base.require_agreement(golden, check)
    golden |= {"losses": [step["loss"] for step in golden["losses"]], "negatives": NEGATIVES}
    golden |= {"headHidden": HEAD_HIDDEN, "headOutput": HEAD_OUTPUT}
    path = pathlib.Path(__file__).with_name("golden_similarity.json")
    path.write_text(json.dumps(golden, indent=None) + "\n")
    print(f"{path.name}: {path.stat().st_size} bytes, losses {golden['losses']}")


if __name__ == "__main__":
    main()

"""Holds what is timed against plain twins: the loss, alone or over ranks, and the first layers."""

import torch
import torch.distributed as dist
from torch.nn import functional

import ranking_loss
from network import TEXT_LAYERS, first_layer

TOLERANCE = 1e-5
# Images and sentences, for up to 4 ranks: fewer than K negatives and more, and texts without neighbours.
BATCHES = [(8, 3), (12, 2), (24, 1)]


def differences(make_bags, rank, ranks):
    """The largest difference of each kind on this rank, relative to the largest number, within the tolerance.

    `make_bags`: words `[N, W]`, columns and the kind of a first layer -> what that layer takes.
    """
    found = {"loss": [], "loss_gradient": [], "first_layer": [], "first_layer_gradient": []}
    for images, sentences in BATCHES:
        loss, gradient = loss_differences(images, sentences, rank, ranks)
        found["loss"].append(loss)
        found["loss_gradient"].append(gradient)
    for kind in TEXT_LAYERS:
        forward, backward = layer_differences(kind, make_bags)
        found["first_layer"].append(forward)
        found["first_layer_gradient"].append(backward)
    largest = {name: max(values) for name, values in found.items()}
    for name, value in largest.items():
        if not value <= TOLERANCE:  # not even where it is no number
            raise SystemExit(f"check: {name} differs by {value}; expected at most {TOLERANCE}")
    return largest


def loss_differences(images, sentences, rank, ranks):
    """Loss and gradient of this rank's embeddings against those of the loop over the whole batch."""
    random = torch.Generator().manual_seed(images)
    sizes = {"image": images, "text": images * sentences}
    whole = {
        side: functional.normalize(torch.randn(size, 5, generator=random)).double().requires_grad_()
        for side, size in sizes.items()
    }
    expected = loop_over_pairs(whole["image"], whole["text"], sentences)
    expected.backward()

    part = {side: slice(size // ranks * rank, size // ranks * (rank + 1)) for side, size in sizes.items()}
    own = {side: rows.detach()[part[side]].float().requires_grad_() for side, rows in whole.items()}
    loss = ranking_loss.RankingLoss(images, sentences, rank, ranks)(own["image"], own["text"])
    loss.backward()
    mean = loss.detach().clone()
    if ranks > 1:
        dist.all_reduce(mean)
    gradients = [
        difference(own[side].grad / ranks, rows.grad[part[side]]) for side, rows in whole.items()
    ]
    return difference(mean / ranks, expected.detach()), max(gradients)


def loop_over_pairs(images, texts, sentences):
    """The loss as it is defined: for each (anchor, positive) pair all hinges, sorted."""
    image_of_text = [text // sentences for text in range(len(texts))]

    def distance(a, b):
        return ((a - b).square().sum() + 1e-4).sqrt()

    def pair(anchor, positive, negatives):
        limit = 0.05 + distance(anchor, positive)
        hinges = [(limit - distance(anchor, row)).clamp(min=0) for row in negatives]
        return torch.stack(sorted(hinges, reverse=True)[:10]).mean()

    texts_with_images, images_with_texts, texts_with_texts = [], [], []
    for text, image in enumerate(image_of_text):
        other_images = [row for place, row in enumerate(images) if place != image]
        other_texts = [row for place, row in enumerate(texts) if image_of_text[place] != image]
        texts_with_images.append(pair(texts[text], images[image], other_images))
        images_with_texts.append(pair(images[image], texts[text], other_texts))
        neighbors = [texts[t] for t, i in enumerate(image_of_text) if i == image and t != text]
        if neighbors:
            farthest = max(neighbors, key=lambda row: distance(texts[text], row).item())
            texts_with_texts.append(pair(texts[text], farthest, other_texts))
    loss = 1.5 * torch.stack(texts_with_images).mean() + torch.stack(images_with_texts).mean()
    return loss + 0.05 * torch.stack(texts_with_texts).mean() if texts_with_texts else loss


def layer_differences(kind, make_bags):
    """Rows and gradient of the weight of a first layer against matrix products in double precision."""
    columns, hidden, texts, words = 13, 6, 9, 4
    torch.manual_seed(1)
    chosen = torch.stack([torch.randperm(columns)[:words].sort().values for _ in range(texts)])
    pulls = torch.randn(texts, hidden)
    layer = first_layer(kind, columns, hidden)
    rows = layer(make_bags(chosen, columns, kind))
    rows.backward(pulls)
    weight = max(layer.parameters(), key=torch.numel)
    gradient = weight.grad.to_dense() if weight.grad.is_sparse else weight.grad
    bags = torch.zeros(texts, columns).double()
    for row, columns_of_row in enumerate(chosen.tolist()):
        for column in columns_of_row:
            bags[row, column] = words**-0.5
    # nn.Linear keeps its weight the other way round.
    turned = (lambda matrix: matrix.t()) if kind == "dense" else (lambda matrix: matrix)
    expected = bags @ turned(weight.detach()).double() + layer.bias.detach()
    return difference(rows.detach(), expected), difference(turned(gradient), bags.t() @ pulls.double())


def difference(ours, expected):
    return ((ours.double() - expected).abs().max() / expected.abs().max()).item()

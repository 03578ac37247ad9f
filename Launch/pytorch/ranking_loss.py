"""The ranking loss of tbn-dist in PyTorch: each process ranks its own anchors against the candidates of all.

P processes, B images and B S texts of each, E embedding, K the worst violations. The S texts of an image stand in a
row.
"""

import torch
import torch.distributed as dist

MARGIN = 0.05
TOP_VIOLATIONS = 10
SENTENCE_ANCHOR, IMAGE_ANCHOR, SENTENCE_NEIGHBORS = 1.5, 1.0, 0.05
DISTANCE_FLOOR = 1e-4


class GatherRows(torch.autograd.Function):
    """`[R, E]` of each process -> `[P, R, E]`; backward, the sum of what all processes ask of these rows.

    In the place of torch.distributed.nn.functional.all_gather, whose backward on gloo is P tensors to and fro.
    """

    @staticmethod
    def forward(context, rows):
        ranks = dist.get_world_size()
        gathered = rows.new_empty(ranks * len(rows), rows.shape[1])
        dist.all_gather_single(gathered, rows)
        return gathered.view(ranks, *rows.shape)

    @staticmethod
    def backward(context, gradient):
        own = gradient.new_empty(gradient.shape[1:])
        dist.reduce_scatter_single(own, gradient.flatten(0, 1))
        return own


class RankingLoss:
    """The loss of this process's anchors; its mean over processes is the loss of the global batch.

    What depends on the shape of the batch alone is made once.
    """

    def __init__(self, images, sentences, rank=0, ranks=1):
        """`images`: of the global batch; each process has an equal part."""
        own = images // ranks
        self.sentences, self.ranks = sentences, ranks
        self.worst_images = min(TOP_VIOLATIONS, images - 1)
        self.worst_texts = min(TOP_VIOLATIONS, (images - 1) * sentences)
        texts = torch.arange(own * sentences) + rank * own * sentences
        self.image_of_text = texts // sentences
        self.texts_of_image = texts.view(own, sentences)
        self.other_images = self.image_of_text[:, None] != torch.arange(images)
        all_texts = torch.arange(images * sentences) // sentences
        self.other_texts = (torch.arange(own) + rank * own)[:, None] != all_texts
        self.others_of_text = self.image_of_text[:, None] != all_texts

    def __call__(self, images, texts):
        """`[B, E]`, `[B S, E]` -> the loss."""
        all_images, all_texts = self.gather(images, texts) if self.ranks > 1 else (images, texts)
        from_texts = squared_distances(texts, all_images)
        # Alone, the distances from images are those from texts, turned round.
        from_images = from_texts.t() if self.ranks == 1 else squared_distances(images, all_texts)
        own_image = from_texts.gather(1, self.image_of_text[:, None])
        own_texts = from_images.gather(1, self.texts_of_image)
        loss = SENTENCE_ANCHOR * mean_hinge(from_texts, own_image, self.other_images, self.worst_images)
        loss = loss + IMAGE_ANCHOR * mean_hinge(from_images, own_texts, self.other_texts, self.worst_texts)
        if self.sentences == 1:
            return loss  # no text has a neighbour
        among_texts = squared_distances(texts, all_texts)
        own = self.texts_of_image.repeat_interleave(self.sentences, 0)
        farthest = among_texts.gather(1, own).max(1, keepdim=True).values
        return loss + SENTENCE_NEIGHBORS * mean_hinge(
            among_texts, farthest, self.others_of_text, self.worst_texts)

    def gather(self, images, texts):
        """All images and texts of the global batch, in one exchange."""
        gathered = GatherRows.apply(torch.cat((images, texts)))
        parts = gathered.split((len(images), len(texts)), 1)
        return [part.reshape(-1, part.shape[-1]) for part in parts]


def squared_distances(anchors, candidates):
    squares = (anchors * anchors).sum(1, keepdim=True) + (candidates * candidates).sum(1)
    return torch.addmm(squares, anchors, candidates.t(), alpha=-2)


def mean_hinge(squared, positives, negative, count):
    """The mean over (anchor, positive) pairs of the mean of the `count` largest hinges.

    The hinges of an anchor share their positive distance: the largest are those of the nearest negatives, found once
    an anchor and on squares, so that roots are taken of what was found alone.

    `squared`: `[A, C]`, squared distances from anchors to candidates; `positives`: `[A, pairs]`, those of pairs;
    `negative`: `[A, C]`, which candidates are negatives, at least `count` for each anchor.
    """
    with torch.no_grad():
        masked = torch.where(negative, squared, torch.inf)
        nearest = masked.topk(count, 1, largest=False, sorted=False).indices
    hinges = MARGIN + distances(positives)[:, :, None] - distances(squared.gather(1, nearest))[:, None, :]
    return hinges.clamp(min=0).mean()


def distances(squared):
    return (squared.clamp(min=0) + DISTANCE_FLOOR).sqrt()

"""Times training steps of the two-branch network in PyTorch, in one arrangement: `Launch/compare-pytorch` starts it.

Alone: one process. Under torchrun: DistributedDataParallel on gloo, with a part of the global batch for each rank.
Made-up features, as in `tbn-dist bench`; one JSON object with the same keys. --check times nothing and holds the loss
and the first layers against plain ones.

What is not tbn-dist's: batch normalisation on CPUs uses the statistics of a rank's own part of the batch, so under
DDP this is another model; gradients are averaged over ranks; sparse ones go to SparseAdam, which leaves alone the
moments of words that are not in the batch. Shapes are those of network.py.
"""

import argparse
import json
import os
import statistics
import time

import torch
import torch.distributed as dist
from torch import nn

import check
from network import TEXT_LAYERS, TwoBranch
from ranking_loss import RankingLoss

UNTIMED_STEPS = 3


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--images", type=int, default=500, help="images in a global batch")
    parser.add_argument("--sentences", type=int, default=2, help="sentences of each image")
    parser.add_argument("--image-dimensions", type=int, default=4096)
    parser.add_argument("--text-dimensions", type=int, default=6000)
    parser.add_argument("--words", type=int, default=0, help="words of a sentence; 0: dense features")
    parser.add_argument("--hidden", type=int, default=2048)
    parser.add_argument("--embedding", type=int, default=512)
    parser.add_argument("--text-layer", choices=TEXT_LAYERS, default="dense")
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="fp32", help="bf16: autocast")
    parser.add_argument("--compile", action="store_true", help="torch.compile the network and the loss")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--steps", type=int, default=10, help="steps timed, after three that are not")
    parser.add_argument("--check", action="store_true")
    return parser.parse_args()


class FeaturePool:
    """Made-up features in memory, of which every step takes other rows, as in `tbn-dist bench`."""

    # Of dense features, a window of the rows stands for all of them.
    MOST_DENSE_ROWS = 1024

    def __init__(self, options, rank, ranks):
        self.text_layer, self.columns = options.text_layer, options.text_dimensions
        self.sizes = [options.images, options.images * options.sentences]
        self.parts = [torch.arange(size // ranks) + size // ranks * rank for size in self.sizes]
        counts = [min(2 * size, self.MOST_DENSE_ROWS) for size in self.sizes]
        self.images = torch.rand(counts[0], options.image_dimensions) * 2 - 1
        if options.words == 0:
            self.texts = torch.rand(counts[1], self.columns) * 2 - 1
            return
        words = [
            torch.randperm(self.columns)[: options.words].sort().values
            for _ in range(counts[1] if self.text_layer == "dense" else 2 * self.sizes[1])
        ]
        self.words = torch.stack(words)
        self.texts = bags(self.words, self.columns, "dense") if self.text_layer == "dense" else None

    def features(self, step):
        """This rank's `[B, D]`, and its texts as the first layer wants them."""
        image_part, text_part = (part + step * size for part, size in zip(self.parts, self.sizes))
        images = self.images.index_select(0, image_part % len(self.images))
        if self.texts is not None:
            return images, self.texts.index_select(0, text_part % len(self.texts))
        words = self.words.index_select(0, text_part % len(self.words))
        return images, bags(words, self.columns, self.text_layer)


def bags(words, columns, text_layer):
    """The words `[N, W]` of each text, weighted to length 1, as the first layer wants them."""
    values = torch.full(words.shape, words.shape[1] ** -0.5)
    if text_layer in ("bag", "sparse-bag"):
        return words, values
    if text_layer == "dense":
        return torch.zeros(len(words), columns).scatter_(1, words, values)
    starts = torch.arange(len(words) + 1) * words.shape[1]
    return torch.sparse_csr_tensor(starts, words.flatten(), values.flatten(), (len(words), columns))


class Optimizers:
    """Fused Adam, and SparseAdam for a weight whose gradient is sparse: Adam refuses one."""

    def __init__(self, network, sparse):
        dense = [weight for name, weight in network.named_parameters() if name != sparse]
        self.all = [torch.optim.Adam(dense, lr=1e-4, fused=True)]
        if sparse:
            self.all.append(torch.optim.SparseAdam([network.get_parameter(sparse)], lr=1e-4))

    def step(self):
        for optimizer in self.all:
            optimizer.step()

    def zero_grad(self):
        for optimizer in self.all:
            optimizer.zero_grad(set_to_none=True)


class Trainer:
    """A step as a user of PyTorch writes it who cares about its speed."""

    def __init__(self, options, rank, ranks):
        torch.manual_seed(rank)
        self.bf16 = options.precision == "bf16"
        self.pool = FeaturePool(options, rank, ranks)
        network = TwoBranch(options, options.text_layer)
        self.optimizers = Optimizers(
            network, "text_branch.fc1.words.weight" if options.text_layer == "sparse-bag" else None)
        self.loss = RankingLoss(options.images, options.sentences, rank, ranks)
        if options.compile:
            network, self.loss = torch.compile(network), torch.compile(self.loss)
        if ranks > 1:
            # Gradients stay in the buckets; running statistics, which nothing here reads, are not broadcast.
            network = nn.parallel.DistributedDataParallel(
                network, gradient_as_bucket_view=True, forward_sync_buffers=False)
        self.network = network

    def step(self, number):
        features = self.pool.features(number)
        with torch.autocast("cpu", torch.bfloat16, enabled=self.bf16):
            embeddings = self.network(*features)
        loss = self.loss(*embeddings)
        self.optimizers.zero_grad()
        loss.backward()
        self.optimizers.step()
        return loss.item()


def resident_bytes(name):
    """The resident size of this process, libraries included: VmRSS, or VmHWM for the largest so far."""
    with open("/proc/self/status", encoding="ascii") as status:
        line = next(line for line in status if line.startswith(f"{name}:"))
    return int(line.split()[1]) * 1024


def largest_of_all(value, ranks):
    if ranks == 1:
        return value
    largest = torch.tensor(value)
    dist.all_reduce(largest, dist.ReduceOp.MAX)
    return largest.item()


def time_steps(options, rank, ranks):
    bytes_before = resident_bytes("VmRSS")
    trainer = Trainer(options, rank, ranks)
    milliseconds = []
    for number in range(-UNTIMED_STEPS, options.steps):
        start = time.perf_counter()
        trainer.step(UNTIMED_STEPS + number)  # Ranks wait for one another in it: no barrier is needed to time the slowest.
        if number >= 0:
            milliseconds.append((time.perf_counter() - start) * 1e3)
    return {
        "ranks": ranks, "threads": options.threads, "steps": options.steps, "precision": options.precision,
        "text_layer": options.text_layer, "compiled": options.compile, "torch": torch.__version__,
        "step_ms_median": round(statistics.median(milliseconds), 3),
        "step_ms_fastest": round(min(milliseconds), 3), "step_ms_slowest": round(max(milliseconds), 3),
        "bytes_before": bytes_before, "peak_bytes": largest_of_all(resident_bytes("VmHWM"), ranks),
    }


def main():
    options = arguments()
    torch.set_num_threads(options.threads)
    rank, ranks = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
    if ranks > 1:
        dist.init_process_group("gloo")
    result = check.differences(bags, rank, ranks) if options.check else time_steps(options, rank, ranks)
    if rank == 0:
        print(json.dumps(result))
    if ranks > 1:
        dist.destroy_process_group()


if __name__ == "__main__":
    main()

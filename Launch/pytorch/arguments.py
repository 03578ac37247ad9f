"""The command line of `Launch/compare-pytorch`."""

import argparse
import os

from failure import CANNOT_CREATE, USAGE, Failure

DESCRIPTION = """\
Times tbn-dist and PyTorch on one machine, in turn, and prints medians, their spread and ratios.

The same training step on both sides, on made-up features: two branches, batch normalisation, dropout .5, the
ranking loss over the global batch (margin .05, the 10 worst violations, weights 1.5, 1 and .05), Adam. PyTorch
runs as DistributedDataParallel (DDP) on gloo with a rank a core, and as one process with a thread a core; with
fused Adam, one exchange of embeddings a step, and gradients that stay in DDP's buckets.

With --words a sentence is a bag of so many words: tbn-dist's first layer is sparse then. PyTorch's is dense, and
the fastest of what it offers for sparse rows, which is tried out first for each arrangement.

What is not the same: PyTorch has no synchronised batch normalisation on CPUs, so its DDP normalises with the
statistics of each rank's part of the batch: another model, with less to exchange. DDP averages the gradients of
its ranks where tbn-dist sums over the global batch, so their parts must be equal. Sparse gradients go to
SparseAdam, which leaves alone the moments of words that are not in the batch.

Needs what Launch/setup installs, and PyTorch: a virtual environment is made for it in .build/pytorch, once
(Launch/pytorch/requirements.txt pins it). A Python of yours with torch 2.13 or newer serves as well:

  PYTHON=/path/to/python Launch/compare-pytorch

On a machine with other work the figures say little: its load is printed beside them."""


class Parser(argparse.ArgumentParser):
    def error(self, message):
        raise Failure(USAGE, f"{message}; see 'Launch/compare-pytorch --help'")


def parse(words=None):
    cores = len(os.sched_getaffinity(0))
    parser = Parser(
        prog="Launch/compare-pytorch", description=DESCRIPTION, allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    counts = [
        ("rounds", 5, "runs of each side and arrangement, in turn"),
        ("steps", 10, "steps timed in a run, after three that are not"),
        ("sentences", 2, "sentences of each image"),
        ("image-dimensions", 4096, "numbers of an image's features"),
        ("text-dimensions", 6000, "numbers of a sentence's features, or words that there are"),
        ("words", 0, "words of a sentence, whose features are then so many non-zeros; 0: dense features"),
        ("hidden", 2048, "width of the hidden layers"),
        ("embedding", 512, "width of the embedding space"),
        ("cores", cores, "ranks, or threads of one process; all that this process may use if not given"),
    ]
    for name, default, text in counts:
        parser.add_argument(f"--{name}", type=int, default=default, metavar="N", help=f"{text} ({default})")
    # PyTorch's ranks need equal parts of a batch.
    parser.add_argument(
        "--images", type=int, metavar="N",
        help="images in a global batch, a multiple of the cores (500, or the next multiple below)")
    parser.add_argument(
        "--precision", choices=["fp32", "bf16", "both"], default="both",
        help="bf16: autocast; tbn-dist's where it has it, else its fp32 stands beside it (both)")
    parser.add_argument(
        "--compile", action="store_true", help="PyTorch also with torch.compile, which needs g++")
    parser.add_argument("--json", metavar="FILE", help="write all figures to a file too")
    options = parser.parse_args(words)
    validate(options, parser, cores)
    if options.images is None:
        options.images = max(500 // options.cores, 2) * options.cores
    return options


def validate(options, parser, cores):
    for name in vars(options):
        value, option = getattr(options, name), f"--{name.replace('_', '-')}"
        if isinstance(value, int) and not isinstance(value, bool) and name != "words" and value < 1:
            parser.error(f"{option} is {value}; expected at least 1")
    if options.cores > cores:
        parser.error(f"--cores is {options.cores}; expected at most {cores}, those that this process may use")
    columns = options.text_dimensions
    if not 0 <= options.words <= columns:
        parser.error(f"--words is {options.words}; expected 0 to {columns}, the text dimensions")
    # Batch normalisation needs two rows, and an anchor a negative.
    given = options.images is not None
    if given and (options.images < 2 * options.cores or options.images % options.cores):
        parser.error(
            f"--images is {options.images}; expected a multiple of {options.cores}, the cores, and at least"
            f" {2 * options.cores}: PyTorch's ranks need equal parts")
    if options.json is not None:
        directory = os.path.dirname(os.path.abspath(options.json))
        if os.path.isdir(options.json) or not os.access(directory, os.W_OK):
            raise Failure(
                CANNOT_CREATE, f"--json: cannot write {options.json}; name a file in a directory that exists")

"""`Launch/compare-pytorch`: both sides in turn, round by round, and what came of it."""

import json
import os
import pathlib
import shutil
import sys

import arguments
import installation
from arrangement import Arrangement, bench_knows
from failure import CANNOT_CREATE, UNAVAILABLE, Failure
from report import Figures, table

SPARSE_TEXT_LAYERS = ["bag", "sparse-bag", "csr"]
TRIALS, TRIAL_STEPS = 2, 5

NOTES = """\
Step: the median over {rounds} rounds of a run's median of {steps} steps; fastest and slowest: of all steps.
Times tbn-dist's: the ratio of a round's medians, its median and spread over rounds; at best: of the fastest steps.
MB/rank: peak resident size of the largest rank, libraries included. tbn-dist's parameters, gradients and moments
stand once a node, in memory that its ranks share, and count in each rank that touches them; PyTorch's are each
rank's own. {before:.0f} MB of PyTorch's figure are there before the network is.
PyTorch's DDP normalises with the statistics of each rank, tbn-dist with those of the global batch: see --help."""


def arrangements(options):
    """Those of tbn-dist and those of PyTorch, whose first layer of texts is still to be chosen."""
    precisions = ["fp32", "bf16"] if options.precision == "both" else [options.precision]
    layouts = [(options.cores, 1), (1, options.cores)] if options.cores > 1 else [(1, 1)]
    our_precisions = precisions if bench_knows("--precision") else ["fp32"]
    ours = [Arrangement("tbn-dist", *layout, precision) for precision in our_precisions for layout in layouts]
    theirs = [
        Arrangement("PyTorch", *layout, precision, compiled=compiled)
        for precision in precisions for layout in layouts
        for compiled in ([False, True] if options.compile else [False])
    ]
    return ours, theirs


def with_text_layers(theirs, options, python):
    """Each with a dense first layer, and with the sparse one that is its fastest."""
    chosen, trials = [], []
    for arrangement in theirs:
        tried = {}
        # In turn and more than once: what else the machine does must not choose.
        for layer in SPARSE_TEXT_LAYERS * TRIALS:
            trial = replace(arrangement, layer)
            fastest = trial.run(options, python, TRIAL_STEPS)["step_ms_fastest"]
            tried[layer] = min(fastest, tried.get(layer, fastest))
            say(f"trying {trial}: {fastest:.1f} ms at best")
        chosen += [replace(arrangement, "dense"), replace(arrangement, min(tried, key=tried.get))]
        trials.append({"arrangement": str(arrangement), "step_ms_fastest": tried})
    return chosen, trials


def replace(arrangement, text_layer):
    return Arrangement(**(vars(arrangement) | {"text_layer": text_layer}))


def prepared(ours, theirs):
    """Figures to be filled; ratios are to tbn-dist's ranks, at the same precision where it has that."""
    first = {}
    figures = []
    for arrangement in ours + theirs:
        reference = first.get(arrangement.precision, first.get("fp32"))
        figures.append(Figures(arrangement, reference))
        if arrangement.side == "tbn-dist":
            first.setdefault(arrangement.precision, figures[-1])
    return figures


def run_rounds(figures, options, python):
    for number in range(1, options.rounds + 1):
        for each in figures:
            each.add(each.arrangement.run(options, python))
            median = each.results[-1]["step_ms_median"]
            say(f"round {number} of {options.rounds}: {each.arrangement}: {median:.1f} ms")


def compare(options):
    python = installation.python()
    version = installation.torch_version(python)
    installation.build()
    if options.compile and shutil.which("g++") is None:
        raise Failure(UNAVAILABLE, "--compile: there is no 'g++' on the PATH; install the package g++")
    load = os.getloadavg()[0]
    ours, theirs = arrangements(options)
    theirs, trials = with_text_layers(theirs, options, python) if options.words else (theirs, [])
    figures = prepared(ours, theirs)
    run_rounds(figures, options, python)

    machine = f"{processor()}, {options.cores} cores, load {load:.1f} before"
    print(f"{machine}; torch {version}")
    print(f"{shape(options)}\n\n{table(figures, options)}\n\n{notes(figures, options)}")
    if options.json:
        write(options.json, {
            "machine": machine, "torch": version, "options": vars(options), "text_layer_trials": trials,
            "runs": [each.record(options.images) for each in figures],
        })


def shape(options):
    columns = options.text_dimensions
    texts = f"bags of {options.words} of {columns} words" if options.words else str(columns)
    return (
        f"{options.images} images x {options.sentences} sentences; features {options.image_dimensions} and"
        f" {texts}; {options.hidden} hidden, {options.embedding} embedding")


def notes(figures, options):
    theirs = [each for each in figures if each.arrangement.side == "PyTorch"]
    before = max(max(each.values("bytes_before")) for each in theirs)
    return NOTES.format(rounds=options.rounds, steps=options.steps, before=before / 1e6)


def processor():
    lines = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else "unknown processor"


def write(path, record):
    try:
        pathlib.Path(path).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise Failure(CANNOT_CREATE, f"--json: cannot write {path}: {error.strerror}") from error


def say(text):
    print(f"compare-pytorch: {text}", file=sys.stderr, flush=True)


def main():
    try:
        compare(arguments.parse())
    except Failure as failure:
        say(failure)
        sys.exit(failure.status)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()

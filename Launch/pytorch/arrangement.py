"""One way of running a training step: of either side, alone or over ranks."""

import dataclasses
import functools
import json
import os
import pathlib
import re
import subprocess

from failure import UNAVAILABLE, Failure

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = ROOT / ".build/release/tbn-dist"
LOG = ROOT / ".build/compare-pytorch.log"
SHAPE = ["images", "sentences", "image_dimensions", "text_dimensions", "words", "hidden", "embedding"]


@dataclasses.dataclass(frozen=True)
class Arrangement:
    side: str
    ranks: int
    threads: int
    precision: str
    """PyTorch's first layer of texts."""
    text_layer: str | None = None
    compiled: bool = False

    def __str__(self):
        ranks = f"{self.ranks} rank{'s' if self.ranks > 1 else ''}"
        threads = f"{self.threads} thread{'s' if self.threads > 1 else ''}"
        side = "PyTorch DDP" if self.side == "PyTorch" and self.ranks > 1 else self.side
        parts = [f"{side}, {ranks} x {threads}", self.precision, self.text_layer]
        return ", ".join(filter(None, parts + ["compiled" if self.compiled else None]))

    def run(self, options, python, steps=None):
        """What the side's program prints of its steps; where it fails, so does this, with its last words."""
        command = self.command(options, python, steps or options.steps)
        environment = dict(os.environ)
        if self.side == "PyTorch":
            environment["OMP_NUM_THREADS"] = str(self.threads)
        outcome = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        if outcome.returncode != 0:
            LOG.write_text(f"{' '.join(command)}\n{outcome.stdout}{outcome.stderr}", encoding="utf-8")
            raise Failure(UNAVAILABLE, f"{self}: {last_words(outcome)}; {LOG} holds the command and all it wrote")
        return json.loads(outcome.stdout.splitlines()[-1])

    def command(self, options, python, steps):
        settings = {name: getattr(options, name) for name in SHAPE}
        settings |= {"steps": steps, "threads": self.threads}
        shape = [
            word
            for name, value in settings.items()
            for word in (f"--{name.replace('_', '-')}", str(value))
        ]
        if self.side == "tbn-dist":
            # mpirun would bind a single rank, with all its threads, to one core.
            unbound = ["--bind-to", "none"] if self.ranks == 1 else []
            precision = ["--precision", self.precision] if bench_knows("--precision") else []
            # The bare products, which it can time too, would only warm the processor between its steps.
            steps_alone = ["--no-floor"] if bench_knows("--no-floor") else []
            job = ["mpirun", "-n", str(self.ranks), *unbound]
            return [*job, str(PROGRAM), "bench", "--json", *shape, *precision, *steps_alone]
        launcher = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", str(self.ranks)]
        return [
            python, *(launcher if self.ranks > 1 else []), str(ROOT / "Launch/pytorch/time_steps.py"), *shape,
            "--precision", self.precision, "--text-layer", self.text_layer or "dense",
            *(["--compile"] if self.compiled else []),
        ]


@functools.cache
def bench_knows(option):
    """Whether this build of tbn-dist has that option."""
    outcome = subprocess.run([PROGRAM, "bench", "--help"], capture_output=True, text=True)
    return re.search(rf"(?<![\w-]){option}(?![\w-])", outcome.stdout) is not None


def last_words(outcome):
    """A program's own message, or the line that the traceback of a rank ends with."""
    said = re.findall(r"^(?:\[rank\d+\]: )?((?:tbn-dist|[\w.]*Error): .+)", outcome.stderr, re.MULTILINE)
    return said[0] if said else f"ended with status {outcome.returncode} and no message"

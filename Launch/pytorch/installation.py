"""What the comparison runs with: a Python that has PyTorch, and the program of this checkout."""

import os
import re
import shutil
import subprocess
import sys

from arrangement import ROOT
from failure import UNAVAILABLE, Failure

LEAST_TORCH = (2, 13)


def python():
    """PYTHON, or that of the virtual environment, which is made if it is not there."""
    given = os.environ.get("PYTHON")
    if not given:
        if subprocess.run([ROOT / "Launch/pytorch/install-pytorch"], stdout=sys.stderr).returncode != 0:
            raise Failure(
                UNAVAILABLE, "PyTorch was not installed, see above; or set PYTHON to a Python that has it")
        return str(ROOT / ".build/pytorch/bin/python")
    program = shutil.which(given)
    if program is None:
        raise Failure(UNAVAILABLE, f"PYTHON is {given}; expected a Python program with torch, or unset it")
    # Programs are started in the project's directory.
    program = os.path.abspath(program)
    version = torch_version(program)
    if tuple(int(part) for part in version.split(".")[:2]) < LEAST_TORCH:
        raise Failure(UNAVAILABLE, f"torch in {program} is {version}; expected 2.13 or newer; unset PYTHON")
    return program


def torch_version(program):
    outcome = subprocess.run(
        [program, "-c", "import torch; print(torch.__version__)"], capture_output=True, text=True)
    version = outcome.stdout.strip()
    if outcome.returncode != 0 or not re.match(r"\d+\.\d+", version):
        lines = outcome.stderr.strip().splitlines() or ["it names no version"]
        raise Failure(UNAVAILABLE, f"no torch in {program}: {lines[-1]}; unset PYTHON, and it is installed")
    return version


def build():
    for tool in ["swift", "mpirun"]:
        if shutil.which(tool) is None:
            raise Failure(UNAVAILABLE, f"there is no '{tool}' on the PATH; run Launch/setup first")
    command = ["swift", "build", "-c", "release", "--product", "tbn-dist"]
    if subprocess.run(command, cwd=ROOT, stdout=sys.stderr).returncode != 0:
        raise Failure(UNAVAILABLE, "tbn-dist could not be built; see above")

"""The figures of all rounds: a table for a person, and a record for a program."""

import statistics


class Figures:
    """What an arrangement showed, round by round."""

    def __init__(self, arrangement, reference):
        """`reference`: the Figures that its ratios are to; None: it is the first."""
        self.arrangement = arrangement
        self.reference = reference
        self.results = []

    def add(self, result):
        self.results.append(result)

    def values(self, key):
        return [result[key] for result in self.results]

    def ratios(self):
        """Of the steps' medians, a round: what else the machine does in a round, it does to both."""
        ours = self.reference.values("step_ms_median")
        return [mine / other for mine, other in zip(self.values("step_ms_median"), ours)]

    def fastest(self):
        return min(self.values("step_ms_fastest"))

    def record(self, images):
        median = statistics.median(self.values("step_ms_median"))
        record = vars(self.arrangement) | {
            "step_ms_median": median, "step_ms_medians": self.values("step_ms_median"),
            "step_ms_fastest": self.fastest(), "step_ms_slowest": max(self.values("step_ms_slowest")),
            "images_per_second": images / median * 1e3, "peak_bytes": max(self.values("peak_bytes")),
        }
        if self.reference is not None:
            ratios = self.ratios()
            record |= {
                "ratio_to": str(self.reference.arrangement), "ratio_median": statistics.median(ratios),
                "ratio_least": min(ratios), "ratio_most": max(ratios),
                "ratio_fastest": self.fastest() / self.reference.fastest(),
            }
        return record


def table(figures, options):
    width = max(len(str(each.arrangement)) for each in figures)
    heads = ["step ms", "fastest", "slowest", "images/s", "MB/rank"]
    lines = [" " * width + "".join(f"{head:>9}" for head in heads) + "  times tbn-dist's (spread), at best"]
    for each in figures:
        lines.append(f"{str(each.arrangement):{width}}{line(each, each.record(options.images))}")
    return "\n".join(lines)


def line(figures, record):
    cells = [
        f"{record['step_ms_median']:9.1f}{record['step_ms_fastest']:9.1f}{record['step_ms_slowest']:9.1f}",
        f"{record['images_per_second']:9.0f}{record['peak_bytes'] / 1e6:9.0f}",
    ]
    if figures.reference is not None:
        spread = f"{record['ratio_least']:.2f} to {record['ratio_most']:.2f}"
        cells.append(f"  {record['ratio_median']:5.2f} ({spread}), {record['ratio_fastest']:.2f}")
        if figures.reference.arrangement.precision != figures.arrangement.precision:
            cells.append(" of its fp32")
    return "".join(cells)

"""A figure: what ruam takes against what another program takes with the same
file, and what is wanted of that. Their table, in Markdown."""

from dataclasses import dataclass

HEAD = "| work | against | ratio | wanted | reached | ruam | the other |\n|---|---|---:|---:|---|---:|---:|"


@dataclass
class Figure:
    """`ours` and `other` are seconds, or MiB where `unit` says so."""

    work: str
    against: str
    ours: float
    other: float
    # At most so much of what the other takes; or so many times as fast.
    most: float | None = None
    times: float | None = None
    unit: str = "s"

    def line(self):
        if self.times is not None:
            ratio = self.other / self.ours
            reached, wanted, shown = ratio >= self.times, f"≥ {self.times:g} ×", f"{ratio:.2f} ×"
        else:
            ratio = self.ours / self.other
            shown = f"{ratio:.3f}"
            reached = self.most is None or ratio <= self.most
            wanted = "" if self.most is None else f"≤ {self.most:g}"
        said = "" if not wanted else "yes" if reached else "**no**"
        absolute = [amount(value, self.unit) for value in (self.ours, self.other)]
        return f"| {self.work} | {self.against} | {shown} | {wanted} | {said} | {' | '.join(absolute)} |"


def amount(value, unit):
    if unit == "MiB":
        return f"{value:.0f} MiB"
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s" if value < 10 else f"{value:.1f} s"

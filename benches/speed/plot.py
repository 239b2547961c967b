"""Time and memory against size as an SVG: two squares side by side, powers of
ten on every axis, so that what grows with size is a straight line. The same
figures give the same bytes."""

import math

WIDTH, HEIGHT = 340, 240
LEFT, TOP, GAP, BELOW = 58, 34, 74, 62
COLOURS = ("#1668b8", "#c2571a")
DARK = ("#6cb2f5", "#f0a067")
STYLE = """  text { font: 12px system-ui, sans-serif; fill: #333 }
  .title { font-weight: 600 }
  .grid { stroke: #ddd; stroke-width: 1 }
  .line { fill: none; stroke-width: 2 }
  .of0 { stroke: %s; fill: %s } .of1 { stroke: %s; fill: %s }
  polyline.of0, polyline.of1 { fill: none }
  text.of0, text.of1 { stroke: none }
  @media (prefers-color-scheme: dark) {
    text { fill: #ddd }
    .grid { stroke: #444 }
    .of0 { stroke: %s; fill: %s } .of1 { stroke: %s; fill: %s }
    polyline.of0, polyline.of1 { fill: none }
    text.of0, text.of1 { stroke: none }
  }"""


def powers(values):
    """The powers of ten around values, as exponents."""
    low = math.floor(math.log10(min(values)) + 1e-9)
    high = math.ceil(math.log10(max(values)) - 1e-9)
    return low, max(high, low + 1)


def short(exponent):
    return f"{10**exponent:,}" if exponent >= 0 else f"{10.0**exponent:.{-exponent}f}"


class Square:
    """One pair of axes."""

    def __init__(self, left, title, sizes, values):
        self.left, self.title = left, title
        self.sizes, self.values = powers(sizes), powers(values)

    def x(self, size):
        low, high = self.sizes
        return round(self.left + (math.log10(size) - low) / (high - low) * WIDTH, 1)

    def y(self, value):
        low, high = self.values
        return round(TOP + HEIGHT - (math.log10(value) - low) / (high - low) * HEIGHT, 1)

    def axes(self, unit):
        right, bottom = self.left + WIDTH, TOP + HEIGHT
        yield f'<text class="title" x="{self.left}" y="{TOP - 14}">{self.title}</text>'
        for exponent in range(self.values[0], self.values[1] + 1):
            y = self.y(10.0**exponent)
            yield f'<line class="grid" x1="{self.left}" y1="{y}" x2="{right}" y2="{y}"/>'
            yield f'<text x="{self.left - 8}" y="{y + 4}" text-anchor="end">{short(exponent)}</text>'
        for exponent in range(self.sizes[0], self.sizes[1] + 1):
            x = self.x(10.0**exponent)
            yield f'<line class="grid" x1="{x}" y1="{TOP}" x2="{x}" y2="{bottom}"/>'
            yield f'<text x="{x}" y="{bottom + 18}" text-anchor="middle">{short(exponent)}</text>'
        yield f'<text x="{self.left + WIDTH / 2}" y="{bottom + 36}" text-anchor="middle">{unit}</text>'

    def line(self, number, points):
        places = [(self.x(size), self.y(value)) for size, value in points]
        joined = " ".join(f"{x},{y}" for x, y in places)
        yield f'<polyline class="line of{number}" points="{joined}"/>'
        for x, y in places:
            yield f'<circle class="of{number}" cx="{x}" cy="{y}" r="3"/>'


def draw(unit, lines):
    """`lines` has (size, seconds, MiB) of each program, by its name."""
    sizes = [point[0] for points in lines.values() for point in points]
    width, height = LEFT + 2 * WIDTH + GAP + 32, TOP + HEIGHT + BELOW
    colours = [colour for pair in (COLOURS, DARK) for colour in pair for _ in range(2)]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
        f"<title>Seconds and MiB against {unit}</title>",
        f"<style>\n{STYLE % tuple(colours)}\n</style>",
    ]
    for at, title in [(1, "seconds"), (2, "MiB, the largest process")]:
        values = [point[at] for points in lines.values() for point in points]
        square = Square(LEFT + (at - 1) * (WIDTH + GAP), title, sizes, values)
        parts += square.axes(unit)
        for number, points in enumerate(lines.values()):
            parts += square.line(number, [(point[0], point[at]) for point in points])
    for number, name in enumerate(lines):
        x = LEFT + number * 180
        parts.append(f'<text class="of{number}" x="{x}" y="{height - 8}">● {name}</text>')
    return "\n".join([*parts, "</svg>", ""])

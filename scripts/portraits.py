#!/usr/bin/env python3
"""Draws the sample portraits: abstract, paper-cut, of nobody.

    python3 scripts/portraits.py [--only ID ...] [--out DIR]

Writes content/interns/<id>/portrait.png (800x1000) for every id below, and two
story pictures (1200x800). Standard library only; the same bytes on every run
with the same Python. No metadata is written into the files.

How it works: a picture is a pile of shapes, each cut from paper of one flat
colour and laid on the ones before, with a thin shadow. A shape is a closed
outline of points; its coverage of each pixel is computed on eight sub-lines
with exact ends, which is what makes the edges smooth.
"""
import argparse
import math
import struct
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Quiet paper, strong ink, one warm colour. The browns are the warm colour mixed
# with ink; nothing else is added.
PAPER, CREAM, SAND, STONE, CLAY = "#FBF8F3", "#F3ECDF", "#E6DBC9", "#D3C7B3", "#B7A88F"
INK, NIGHT, DUSK, SLATE, MIST = "#14213D", "#22335A", "#4A5B80", "#7F8CA6", "#BCC5D2"
WARM, CORAL, BLUSH, SOFT = "#B3372B", "#CB6A55", "#E5AF9C", "#F6E3DC"
UMBER, CHESTNUT, COPPER, WHEAT, SHELL = "#4A2A2C", "#713A31", "#A5614A", "#D8A584", "#EBCBB4"

SUB = 8        # sub-lines in a pixel
LEVELS = 16    # steps of coverage: few colours, small files


# ---------------------------------------------------------------- outlines

def rgb(colour):
    return tuple(int(colour[i:i + 2], 16) for i in (1, 3, 5))


def spline(points, closed=True, step=5.0):
    """A smooth line through all points (centripetal Catmull-Rom)."""
    n = len(points)
    out = []
    for i in range(n if closed else n - 1):
        if closed:
            p0, p1, p2, p3 = (points[(i + k) % n] for k in (-1, 0, 1, 2))
        else:
            p1, p2 = points[i], points[i + 1]
            p0 = points[i - 1] if i else (2 * p1[0] - p2[0], 2 * p1[1] - p2[1])
            p3 = points[i + 2] if i + 2 < n else (2 * p2[0] - p1[0], 2 * p2[1] - p1[1])
        t = [0.0]
        for a, b in ((p0, p1), (p1, p2), (p2, p3)):
            t.append(t[-1] + max(1e-6, math.dist(a, b)) ** 0.5)
        parts = max(2, int(math.dist(p1, p2) / step))
        for s in range(parts):
            u = t[1] + (t[2] - t[1]) * s / parts

            def mix(a, b, ta, tb):
                w = (u - ta) / (tb - ta)
                return (a[0] + (b[0] - a[0]) * w, a[1] + (b[1] - a[1]) * w)
            a1, a2, a3 = mix(p0, p1, t[0], t[1]), mix(p1, p2, t[1], t[2]), mix(p2, p3, t[2], t[3])
            b1, b2 = mix(a1, a2, t[0], t[2]), mix(a2, a3, t[1], t[3])
            out.append(mix(b1, b2, t[1], t[2]))
    if not closed:
        out.append(points[-1])
    return out


def straight(points, step=24.0):
    """A polygon with points along its sides, so that it can be cut by hand too."""
    out = []
    for i, a in enumerate(points):
        b = points[(i + 1) % len(points)]
        parts = max(1, int(math.dist(a, b) / step))
        out += [(a[0] + (b[0] - a[0]) * s / parts, a[1] + (b[1] - a[1]) * s / parts) for s in range(parts)]
    return out


def ellipse(cx, cy, rx, ry=None, turn=0.0, start=0.0, end=360.0):
    ry = rx if ry is None else ry
    parts = max(12, int(max(rx, ry) * math.radians(end - start) / 5))
    c, s = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    out = []
    for i in range(parts + (end - start < 360)):
        a = math.radians(start + (end - start) * i / parts)
        x, y = rx * math.cos(a), ry * math.sin(a)
        out.append((cx + x * c - y * s, cy + x * s + y * c))
    return out


def box(x0, y0, x1, y1):
    return straight([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])


def slit(a, b, bow=0.0, width=6.0, at=0.5):
    """A cut of the knife: a lens from a to b, bent sideways by bow."""
    (x0, y0), (x1, y1) = a, b
    length = max(1e-6, math.dist(a, b))
    nx, ny = -(y1 - y0) / length, (x1 - x0) / length
    left, right = [], []
    parts = max(8, int(length / 6))
    for i in range(parts + 1):
        t = i / parts
        belly = math.sin(math.pi * t ** (math.log(0.5) / math.log(at)))
        off = bow * math.sin(math.pi * t)
        half = width / 2 * belly
        x, y = x0 + (x1 - x0) * t + nx * off, y0 + (y1 - y0) * t + ny * off
        left.append((x + nx * half, y + ny * half))
        right.append((x - nx * half, y - ny * half))
    return left + right[::-1]


def ribbon(points, width, taper=(1.0, 1.0)):
    """A line of some thickness through the points, with round ends."""
    line = spline(points, closed=False)
    n = len(line)
    left, right = [], []
    for i, (x, y) in enumerate(line):
        a, b = line[max(0, i - 1)], line[min(n - 1, i + 1)]
        d = max(1e-6, math.dist(a, b))
        nx, ny = -(b[1] - a[1]) / d, (b[0] - a[0]) / d
        t = i / (n - 1)
        half = width / 2 * (taper[0] + (taper[1] - taper[0]) * t)
        left.append((x + nx * half, y + ny * half))
        right.append((x - nx * half, y - ny * half))

    def cap(centre, start, half):
        if half < 0.6:
            return []
        a0 = math.atan2(start[1] - centre[1], start[0] - centre[0])
        return [(centre[0] + half * math.cos(a0 - math.pi * k / 8), centre[1] + half * math.sin(a0 - math.pi * k / 8)) for k in range(1, 8)]
    return (left + cap(line[-1], left[-1], width / 2 * taper[1]) + right[::-1]
            + cap(line[0], right[0], width / 2 * taper[0]))


def shift(path, dx, dy):
    return [(x + dx, y + dy) for x, y in path]


class Hole(list):
    """An outline that is cut out of the sheet it is listed with."""


def turned(path, clockwise):
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(path, path[1:] + path[:1]))
    return path if (area > 0) == clockwise else path[::-1]


def noise(seed, i):
    h = (i * 374761393 + seed * 668265263) & 0xFFFFFFFF
    h = ((h ^ (h >> 13)) * 1274126177) & 0xFFFFFFFF
    return ((h ^ (h >> 16)) & 0xFFFF) / 32768.0 - 1.0


def by_hand(path, seed, reach=1.4, wave=58.0):
    """The same outline as scissors would follow it: off by a pixel, slowly."""
    out, along = [], 0.0
    total = sum(math.dist(path[i], path[(i + 1) % len(path)]) for i in range(len(path)))
    knots = max(3, round(total / wave))
    for i, (x, y) in enumerate(path):
        if i:
            along += math.dist(path[i - 1], path[i])
        p = along / total * knots
        k, f = int(p), p - int(p)
        f = f * f * (3 - 2 * f)

        def at(s):
            return noise(s, k % knots) * (1 - f) + noise(s, (k + 1) % knots) * f
        out.append((x + reach * at(seed), y + reach * at(seed + 7919)))
    return out


# ---------------------------------------------------------------- coverage

def coverage(paths, width, height):
    """Rows of (x0, x1, level) for one or more outlines, by the non-zero rule."""
    edges = []
    for path in paths:
        for (x0, y0), (x1, y1) in zip(path, path[1:] + path[:1]):
            if y0 != y1:
                edges.append((min(y0, y1), max(y0, y1), x0, y0, (x1 - x0) / (y1 - y0), 1 if y1 > y0 else -1))
    if not edges:
        return {}
    edges.sort()
    first = max(0, int(min(e[0] for e in edges)))
    last = min(height - 1, int(max(e[1] for e in edges)))
    rows, active, nxt = {}, [], 0
    for y in range(first, last + 1):
        delta = {}
        for sub in range(SUB):
            line = y + (sub + 0.5) / SUB
            while nxt < len(edges) and edges[nxt][0] <= line:
                active.append(edges[nxt])
                nxt += 1
            active = [e for e in active if e[1] > line]
            hits = sorted((e[2] + (line - e[3]) * e[4], e[5]) for e in active)
            wind, begin = 0, 0.0
            for x, way in hits:
                if wind == 0:
                    begin = x
                wind += way
                if wind == 0:
                    a, b = max(0.0, begin), min(float(width), x)
                    if b > a:
                        for edge, sign in ((a, 1.0), (b, -1.0)):
                            i = int(edge)
                            f = edge - i
                            delta[i] = delta.get(i, 0.0) + sign * (1 - f)
                            delta[i + 1] = delta.get(i + 1, 0.0) + sign * f
        runs, level = [], 0.0
        keys = sorted(delta)
        for i, x in enumerate(keys):
            level += delta[x]
            end = keys[i + 1] if i + 1 < len(keys) else x + 1
            q = round(level / SUB * LEVELS)
            if q > 0 and x < width:
                end = min(end, width)
                if runs and runs[-1][1] == x and runs[-1][2] == q:
                    runs[-1] = (runs[-1][0], end, q)
                else:
                    runs.append((x, end, min(q, LEVELS)))
        if runs:
            rows[y] = runs
    return rows


def within(rows, limit):
    out = {}
    for y, runs in rows.items():
        got = []
        for a0, a1, qa in runs:
            for b0, b1, qb in limit.get(y, ()):
                lo, hi = max(a0, b0), min(a1, b1)
                q = round(qa * qb / LEVELS)
                if lo < hi and q:
                    got.append((lo, hi, q))
        if got:
            out[y] = got
    return out


class Sheet:
    """The picture: paper is laid on it from the back to the front."""

    def __init__(self, width, height, colour, seed):
        self.w, self.h, self.seed = width, height, seed
        self.rows = [bytearray(bytes(rgb(colour)) * width) for _ in range(height)]

    def _lay(self, rows, colour, alpha):
        new = rgb(colour)
        for y, runs in rows.items():
            row = self.rows[y]
            for x0, x1, q in runs:
                a = alpha * q / LEVELS
                if a >= 0.999:
                    row[x0 * 3:x1 * 3] = bytes(new) * (x1 - x0)
                    continue
                x = x0
                while x < x1:                     # equal neighbours are blended once
                    old = bytes(row[x * 3:x * 3 + 3])
                    e = x + 1
                    while e < x1 and row[e * 3:e * 3 + 3] == old:
                        e += 1
                    mixed = bytes(round(o + (n - o) * a) for o, n in zip(old, new))
                    row[x * 3:e * 3] = mixed * (e - x)
                    x = e

    def cut(self, path, colour, lift=5, clip=None, hand=1.4, alpha=1.0):
        """Lays down one shape; several are joined to one sheet, and a Hole is cut out of
        it. lift is the height of its shadow."""
        paths = path if path and isinstance(path[0], list) else [path]
        paths = [turned(p, not isinstance(p, Hole)) for p in paths]
        self.seed += 101
        if hand:
            paths = [by_hand(p, self.seed + i, hand) for i, p in enumerate(paths)]
        rows = coverage(paths, self.w, self.h)
        limit = coverage([clip] if clip and not isinstance(clip[0], list) else clip, self.w, self.h) if clip else None
        if lift:
            for reach, dark in ((1.7, 0.06), (0.8, 0.12)):
                shade = coverage([shift(p, lift * 0.55 * reach, lift * reach) for p in paths], self.w, self.h)
                self._lay(within(shade, limit) if limit else shade, "#1A1420", dark)
        self._lay(within(rows, limit) if limit else rows, colour, alpha)
        return paths

    def save(self, file):
        """Writes an indexed PNG: the 256 commonest colours, the others (all of them
        in the blur of an edge) moved to the nearest of these."""
        count = {}
        for row in self.rows:
            for x in range(0, self.w * 3, 3):
                c = bytes(row[x:x + 3])
                count[c] = count.get(c, 0) + 1
        ranked = sorted(count, key=lambda c: (-count[c], c))
        palette = ranked[:256]
        index = {c: i for i, c in enumerate(palette)}
        for c in ranked[256:]:
            index[c] = min(range(256), key=lambda i: (sum((a - b) ** 2 for a, b in zip(c, palette[i])), i))
        raw = bytearray()
        for row in self.rows:
            raw += b"\0" + bytes(index[bytes(row[x:x + 3])] for x in range(0, self.w * 3, 3))

        def chunk(kind, data):
            return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        data = (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", self.w, self.h, 8, 3, 0, 0, 0))
                + chunk(b"PLTE", b"".join(palette)) + chunk(b"IDAT", zlib.compress(bytes(raw), 9)) + chunk(b"IEND", b""))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        print(f"{file}  {len(data) / 1024:.0f} KB, {len(count)} colours")


# ---------------------------------------------------------------- heads

class Head:
    """Unit coordinates of a head on the sheet: y 0 at the crown and 1 at the chin,
    x 0 in the middle; turned about the pit of the neck."""

    def __init__(self, cx, top, size, flip=False, tilt=0.0):
        self.cx, self.top, self.size = cx, top, size
        self.flip = -1 if flip else 1
        self.c, self.s = math.cos(math.radians(tilt)), math.sin(math.radians(tilt))
        self.py = 1.15

    def at(self, x, y):
        x, y = x * self.flip, y - self.py
        x, y = x * self.c - y * self.s, x * self.s + y * self.c
        return (self.cx + x * self.size, self.top + (y + self.py) * self.size)

    def line(self, *points, closed=True):
        return spline([self.at(*p) for p in points], closed)

    def oval(self, x, y, rx, ry=None, turn=0.0, start=0.0, end=360.0):
        k = self.size
        return [self.at(px / k, py / k) for px, py in ellipse(x * k, y * k, rx * k, (ry or rx) * k, turn, start, end)]

    def slit(self, a, b, bow=0.0, width=0.02, at=0.5):
        return slit(self.at(*a), self.at(*b), bow * self.size * self.flip, width * self.size, at)

    def ribbon(self, points, width, taper=(1.0, 1.0)):
        return ribbon([self.at(*p) for p in points], width * self.size, taper)


def side_face(h, nose=0.0, chin=0.0, brow=0.0, lips=0.0, depth=0.0):
    """Head and neck from the side, looking to the right. The parameters vary the outline."""
    return h.line(
        (-0.02, 0.0), (0.16, 0.03), (0.27, 0.10), (0.335, 0.21), (0.365 + brow * 0.5, 0.31),
        (0.378 + brow, 0.385), (0.352, 0.445), (0.372 + nose * 0.4, 0.50), (0.42 + nose * 0.8, 0.575),
        (0.462 + nose, 0.635), (0.452 + nose, 0.668), (0.385, 0.684), (0.382, 0.705), (0.412 + lips, 0.735),
        (0.41 + lips, 0.757), (0.382, 0.770), (0.405 + lips, 0.792), (0.398 + lips, 0.822), (0.358, 0.845),
        (0.365 + chin, 0.885), (0.375 + chin, 0.925), (0.345 + chin, 0.975), (0.27, 1.0), (0.185, 0.985),
        (0.12, 1.01), (0.10, 1.08), (0.12, 1.25), (0.2, 1.5), (-0.42, 1.5), (-0.345, 1.2), (-0.335, 1.0),
        (-0.375 - depth, 0.82), (-0.455 - depth, 0.64), (-0.485 - depth, 0.44), (-0.43 - depth, 0.22), (-0.27, 0.06))


def front_face(h, jaw=0.0, length=0.0, cheek=0.0):
    half = [(0.13, 0.01), (0.265, 0.075), (0.345, 0.21), (0.368 + cheek, 0.40), (0.358 + cheek, 0.56),
            (0.315 + jaw, 0.74), (0.225 + jaw, 0.89 + length * 0.6), (0.11 + jaw * 0.5, 0.98 + length)]
    return h.line((0, 0), *half, (0, 1.0 + length), *[(-x, y) for x, y in reversed(half)])


def front_neck(h, width=0.175, top=0.7, bottom=1.45):
    half = [(width, top), (width - 0.008, 1.0), (width + 0.02, 1.2), (width + 0.12, bottom)]
    return h.line(*half, (0, bottom + 0.02), *[(-x, y) for x, y in reversed(half)])


def nose_line(h, right=True, bottom=1.3):
    """The region right of a line that runs as a profile down the middle of a face."""
    s = 1 if right else -1
    edge = [(0.03, -0.1), (0.03, 0.2), (0.035, 0.34), (0.012, 0.42), (-0.01, 0.5), (-0.04, 0.58), (-0.062, 0.632),
            (-0.045, 0.665), (0.0, 0.676), (0.004, 0.70), (-0.022, 0.728), (-0.024, 0.748), (0.004, 0.765),
            (-0.018, 0.785), (-0.014, 0.812), (0.018, 0.835), (0.008, 0.885), (0.004, 0.94), (0.03, 1.0), (0.06, bottom)]
    line = spline([h.at(s * x, y) for x, y in edge], closed=False)
    return line + [h.at(s * 0.9, bottom), h.at(s * 0.9, -0.1)]


def ears(s, h, colour, y=0.50, x=0.372, lift=3):
    for side in (-1, 1):
        s.cut(h.oval(side * x, y, 0.055, 0.095, turn=side * 8), colour, lift)


def bust(s, colour, top=760, slope=80, width=760, neck=220, cx=400, lift=7, scoop=60, bottom=1040, clip=None):
    """Shoulders from the front: top is the height at which the garment meets the neck,
    scoop how deep its opening hangs. Returns the outline."""
    w, n = width / 2, neck / 2
    half = [(n, top), (n + (w - n) * 0.30, top + slope * 0.36), (n + (w - n) * 0.68, top + slope * 0.86),
            (w * 0.95, top + slope * 1.75), (w * 1.05, bottom)]
    opening = [(-n, top), (-n * 0.72, top + scoop * 0.62), (0, top + scoop), (n * 0.72, top + scoop * 0.62), (n, top)]
    right = spline([(cx + x, y) for x, y in half], closed=False)
    left = spline([(cx - x, y) for x, y in half], closed=False)[::-1]
    mouth = spline([(cx + x, y) for x, y in opening], closed=False)[1:-1]
    path = right + left + mouth
    s.cut(path, colour, lift, clip)
    return path


def fern(s, root, tip, colour, size=70, leaves=9, bow=30, lift=3):
    """A stem with leaves that grow shorter towards the tip."""
    (x0, y0), (x1, y1) = root, tip
    d = math.dist(root, tip)
    ux, uy = (x1 - x0) / d, (y1 - y0) / d
    stem = []
    for i in range(21):
        t = i / 20
        off = bow * math.sin(math.pi * t)
        stem.append((x0 + (x1 - x0) * t - uy * off, y0 + (y1 - y0) * t + ux * off))
    s.cut(ribbon(stem, 7, (1.0, 0.4)), colour, lift, hand=0)
    for i in range(leaves):
        t = 0.2 + 0.76 * i / (leaves - 1)
        k = min(19, int(t * 20))
        f = t * 20 - k
        px, py = stem[k][0] + (stem[k + 1][0] - stem[k][0]) * f, stem[k][1] + (stem[k + 1][1] - stem[k][1]) * f
        ang = math.atan2(stem[k + 1][1] - stem[k][1], stem[k + 1][0] - stem[k][0])
        long = size * (1.0 - 0.62 * t) * (0.75 + 0.25 * math.sin(math.pi * min(1, t * 1.6)))
        for side in (-1, 1):
            a = ang + side * math.radians(58 - 14 * t)
            s.cut(slit((px, py), (px + long * math.cos(a), py + long * math.sin(a)), side * long * 0.08, long * 0.34, 0.4), colour, lift, hand=0)
    s.cut(slit(stem[-2], (x1 + ux * size * 0.3, y1 + uy * size * 0.3), 0, size * 0.12), colour, lift, hand=0)


# ---------------------------------------------------------------- parts of a face

def side_hair_edge():
    """From the forehead over the temple and round the ear to the nape."""
    return [(-0.345, 0.93), (-0.235, 0.80), (-0.165, 0.66), (-0.15, 0.52), (-0.10, 0.42), (0.02, 0.40), (0.085, 0.46),
            (0.125, 0.40), (0.135, 0.30), (0.21, 0.235), (0.315, 0.175)]


def side_features(s, h, line):
    """A lowered eye and a brow; everything else is the outline's."""
    s.cut(h.slit((0.225, 0.452), (0.325, 0.448), 0.014, 0.020), line, 0, hand=0)
    s.cut(h.slit((0.205, 0.372), (0.352, 0.352), -0.022, 0.026, 0.6), line, 0, hand=0)


def side_neck_shade(s, h, face, colour):
    s.cut(h.line((0.36, 1.0), (0.24, 1.005), (0.09, 0.955), (-0.05, 0.86), (-0.13, 0.72), (-0.26, 0.80), (-0.5, 0.9),
                 (-0.5, 1.6), (0.4, 1.6)), colour, 0, clip=face)


def front_features(s, h, line, mouth):
    for side in (-1, 1):
        s.cut(h.slit((side * 0.105, 0.478), (side * 0.25, 0.474), side * 0.024, 0.020), line, 0, hand=0)
        s.cut(h.slit((side * 0.085, 0.402), (side * 0.275, 0.394), side * -0.026, 0.028, 0.45), line, 0, hand=0)
    s.cut(h.slit((-0.095, 0.765), (0.095, 0.765), -0.008, 0.030), mouth, 0, hand=0)
    s.cut(h.slit((-0.07, 0.79), (0.07, 0.79), 0.022, 0.022), mouth, 0, hand=0)


def glasses(s, h, colour, y=0.475, r=0.135, gap=0.185):
    for side in (-1, 1):
        ring = h.oval(side * gap, y, r, r * 0.92)
        hole = Hole(h.oval(side * gap, y, r - 0.021, r * 0.92 - 0.021))
        s.cut([ring, hole], colour, 2, hand=0)
        s.cut(h.ribbon([(side * (gap + r - 0.01), y - 0.02), (side * 0.39, y - 0.035)], 0.02), colour, 0, hand=0)
    s.cut(h.ribbon([(-gap + r - 0.01, y - 0.01), (0, y - 0.035), (gap - r + 0.01, y - 0.01)], 0.02), colour, 0, hand=0)


def waves(s, y, colours, step=46, swing=14, length=230, phase=0.0, lift=4, clip=None):
    for i, colour in enumerate(colours):
        top = [(x, y + i * step + swing * math.sin((x + phase + i * 97) / length * math.pi)) for x in range(-60, 1280, 40)]
        s.cut(spline(top, closed=False, step=12) + [(1260, 1060), (-60, 1060)], colour, lift, clip)


# ---------------------------------------------------------------- portraits

def p_7f3k(s):
    """Turned to one side; a round crown of hair; a lake, and a fern to talk to."""
    s.cut(box(-20, -20, 820, 1020), CREAM, 0, hand=0)
    s.cut(ellipse(500, 400, 330), SAND, 5)
    waves(s, 640, [MIST], swing=9, length=300)
    for x0, x1, y in ((20, 150, 684), (640, 790, 700), (560, 700, 742), (690, 800, 770)):
        s.cut(slit((x0, y), (x1, y), 0, 6), PAPER, 0, hand=0)
    fern(s, (96, 1030), (128, 560), DUSK, 120, 10, -40)
    h = Head(400, 205, 440)
    face = side_face(h, nose=-0.018, lips=0.008, brow=-0.004)
    s.cut(face, CHESTNUT, 6)
    side_neck_shade(s, h, face, UMBER)
    side_features(s, h, UMBER)
    edge = side_hair_edge()
    mass = [h.line(*edge, (0.32, 0.10), (0.22, -0.04), (0.0, -0.13), (-0.26, -0.10), (-0.47, 0.05), (-0.60, 0.28),
                   (-0.60, 0.54), (-0.50, 0.78))]
    for i in range(15):
        a = math.radians(122 + i * 14.0)
        mass.append(h.oval(-0.155 + 0.40 * math.cos(a), 0.37 + 0.46 * math.sin(a), 0.13))
    s.cut(mass, INK, 7, hand=0)
    for i in range(11):
        a = math.radians(128 + i * 15.5)
        for r, w in ((0.36, 0.05), (0.23, 0.045)):
            x, y = -0.155 + r * math.cos(a + r), 0.35 + 1.1 * r * math.sin(a + r)
            if y < 0.36 or x < -0.2:
                arc = h.oval(x, y, w, start=math.degrees(a) - 110, end=math.degrees(a) + 60)
                s.cut(ribbon(arc[::2], 6, (0.3, 1.0)), DUSK, 0, hand=0)
    s.cut(h.oval(-0.03, 0.545, 0.054, 0.094, turn=-8), CHESTNUT, 3)
    s.cut(h.slit((-0.04, 0.487), (-0.025, 0.60), -0.030, 0.018), UMBER, 0, hand=0)
    s.cut(h.oval(-0.02, 0.69, 0.035, 0.035), CORAL, 3, hand=0)
    bust(s, WARM, 770, 92, 800, 250, 365, scoop=70)
    s.cut(ribbon([(242, 772), (300, 826), (366, 846), (440, 820), (488, 772)], 16), CORAL, 3)


def p_2m9d(s):
    """In profile, to the left; the hair in a knot; the arches of a street front."""
    s.cut(box(-20, -20, 820, 1020), SAND, 0, hand=0)
    for i, x in enumerate((-165, 100, 365, 630)):
        s.cut(spline([(x + 15, 400), (x + 22, 300), (x + 62, 236), (x + 118, 214), (x + 174, 236), (x + 214, 300), (x + 221, 400)], closed=False)
              + [(x + 221, 1050), (x + 15, 1050)], CREAM, 5)
        s.cut(spline([(x + 50, 420), (x + 58, 326), (x + 118, 262), (x + 178, 326), (x + 186, 420)], closed=False)
              + [(x + 186, 1050), (x + 50, 1050)], SLATE if i % 2 else MIST, 4)
    s.cut(box(-20, 96, 820, 130), CREAM, 5)
    h = Head(410, 190, 450, flip=True)
    s.cut(h.oval(-0.46, 0.12, 0.215), UMBER, 6)
    s.cut(h.slit((-0.60, 0.04), (-0.35, 0.24), 0.06, 0.016), CHESTNUT, 0, hand=0)
    s.cut(h.slit((-0.62, 0.16), (-0.40, 0.28), 0.03, 0.014), CHESTNUT, 0, hand=0)
    face = side_face(h, nose=0.012, chin=-0.01)
    s.cut(face, SHELL, 6)
    side_neck_shade(s, h, face, WHEAT)
    side_features(s, h, CHESTNUT)
    edge = side_hair_edge()[1:]
    hair = h.line(*edge, (0.30, 0.085), (0.17, -0.01), (-0.02, -0.045), (-0.25, 0.0), (-0.43, 0.14), (-0.515, 0.36), (-0.49, 0.58), (-0.40, 0.78), (-0.30, 0.86))
    s.cut(hair, UMBER, 5)
    for a, b, bow in (((0.24, 0.12), (-0.36, 0.20), -0.09), ((0.17, 0.20), (-0.38, 0.30), -0.09), ((0.08, 0.30), (-0.40, 0.40), -0.07),
                      ((-0.12, 0.46), (-0.42, 0.50), -0.03), ((-0.18, 0.62), (-0.40, 0.60), -0.02)):
        s.cut(h.slit(a, b, bow, 0.014), CHESTNUT, 0, clip=hair, hand=0)
    s.cut(h.oval(-0.045, 0.545, 0.052, 0.09, turn=-8), SHELL, 3)
    s.cut(h.slit((-0.055, 0.49), (-0.04, 0.60), -0.028, 0.016), WHEAT, 0, hand=0)
    bust(s, INK, 790, 86, 790, 270, 440, scoop=54)
    s.cut(spline([(292, 770), (350, 792), (440, 806), (520, 796), (590, 764), (600, 800), (560, 852), (470, 880), (370, 868), (300, 822)]), WARM, 5)
    s.cut(slit((322, 812), (572, 808), 34, 9), CORAL, 0, hand=0)


def p_c4tw(s):
    """From the front, broad and calm: straight hair, a low sun, a wide river."""
    s.cut(box(-20, -20, 820, 1020), SOFT, 0, hand=0)
    s.cut(ellipse(575, 450, 300), BLUSH, 5)
    s.cut(ellipse(575, 450, 236), CORAL, 4)
    waves(s, 600, [CREAM, SAND, STONE, SAND], step=74, swing=8, length=360)
    h = Head(400, 225, 420)
    back = h.line((0, -0.11), (0.25, -0.07), (0.43, 0.10), (0.485, 0.36), (0.49, 0.70), (0.515, 1.02), (0.30, 1.06), (0, 1.04),
                  (-0.30, 1.06), (-0.515, 1.02), (-0.49, 0.70), (-0.485, 0.36), (-0.43, 0.10), (-0.25, -0.07))
    s.cut(back, INK, 7)
    s.cut(front_neck(h), COPPER, 4)
    bust(s, DUSK, 752, 96, 860, 232, scoop=92)
    face = front_face(h, jaw=0.0, length=-0.02, cheek=0.0)
    s.cut(face, WHEAT, 5)
    s.cut(nose_line(h), COPPER, 0, clip=face, alpha=0.55)
    front_features(s, h, UMBER, mouth=CHESTNUT)
    fringe = h.line((0, -0.10), (0.25, -0.06), (0.42, 0.11), (0.475, 0.36), (0.475, 0.62), (0.47, 0.92), (0.40, 0.94), (0.375, 0.74), (0.355, 0.44),
                    (0.33, 0.315), (0.16, 0.335), (0, 0.325), (-0.16, 0.335), (-0.33, 0.315), (-0.355, 0.44), (-0.375, 0.74), (-0.40, 0.94), (-0.47, 0.92),
                    (-0.475, 0.62), (-0.475, 0.36), (-0.42, 0.11), (-0.25, -0.06))
    s.cut(fringe, INK, 5)
    for x in (-0.20, -0.07, 0.07, 0.20):
        s.cut(h.slit((x * 0.8, 0.02), (x * 1.1, 0.31), 0.0, 0.010), DUSK, 0, hand=0)
    for side in (-1, 1):
        s.cut(h.slit((side * 0.40, 0.20), (side * 0.435, 0.86), side * -0.02, 0.012), DUSK, 0, hand=0)
    s.cut(ribbon([(284, 756), (330, 818), (400, 846), (470, 818), (516, 756)], 18), PAPER, 3)


def p_9xhn(s):
    """Looking straight ahead through round glasses; hills, and one flat-topped tree."""
    s.cut(box(-20, -20, 820, 1020), CREAM, 0, hand=0)
    s.cut(ellipse(640, 190, 84), WARM, 5)
    for pts, colour in (([(-40, 420), (140, 372), (330, 430), (520, 360), (700, 410), (840, 380)], STONE),
                        ([(-40, 520), (180, 470), (360, 520), (600, 450), (840, 500)], CLAY),
                        ([(-40, 610), (200, 590), (420, 640), (640, 570), (840, 600)], SLATE)):
        s.cut(spline(pts, closed=False) + [(840, 1050), (-40, 1050)], colour, 5)
    s.cut(ribbon([(112, 640), (118, 560), (100, 480), (84, 420)], 16, (1.0, 0.5)), UMBER, 3)
    s.cut(ribbon([(116, 560), (140, 490), (176, 424)], 11, (1.0, 0.5)), UMBER, 3)
    s.cut(spline([(-30, 420), (10, 384), (70, 372), (120, 352), (190, 376), (240, 396), (262, 424), (190, 434), (110, 428), (40, 438)]), NIGHT, 5)
    h = Head(405, 190, 445)
    s.cut(front_neck(h, 0.19), UMBER, 4)
    bust(s, INK, 762, 92, 820, 250, 405, scoop=80)
    ears(s, h, CHESTNUT)
    face = front_face(h, jaw=0.022, length=0.01)
    s.cut(face, CHESTNUT, 6)
    s.cut(nose_line(h), UMBER, 0, clip=face, alpha=0.75)
    s.cut(h.slit((-0.105, 0.775), (0.105, 0.775), -0.006, 0.028), "#3A2024", 0, hand=0)
    s.cut(h.slit((-0.075, 0.80), (0.075, 0.80), 0.026, 0.020), "#3A2024", 0, hand=0)
    for side in (-1, 1):
        s.cut(h.slit((side * 0.09, 0.350), (side * 0.29, 0.345), side * -0.024, 0.030, 0.45), "#2B191D", 0, hand=0)
        s.cut(h.slit((side * 0.115, 0.476), (side * 0.255, 0.474), side * -0.004, 0.052), "#2B191D", 0, hand=0)
    hair = h.line((0, -0.055), (0.20, -0.035), (0.345, 0.07), (0.392, 0.24), (0.372, 0.42), (0.345, 0.30), (0.305, 0.195), (0.15, 0.165), (0, 0.172),
                  (-0.15, 0.165), (-0.305, 0.195), (-0.345, 0.30), (-0.372, 0.42), (-0.392, 0.24), (-0.345, 0.07), (-0.20, -0.035))
    s.cut(hair, "#211419", 4)
    glasses(s, h, PAPER)
    s.cut(straight([(296, 748), (405, 872), (350, 930), (248, 778)]), PAPER, 4)
    s.cut(straight([(514, 748), (405, 872), (460, 930), (562, 778)]), PAPER, 4)


def p_b6rz(s):
    """Layer on layer, as on a map of heights, with no features; the arms of a delta."""
    s.cut(box(-20, -20, 820, 1020), MIST, 0, hand=0)
    for pts, wid in (([(120, -40), (150, 120), (90, 260), (140, 420), (60, 560), (80, 760), (10, 1040)], 46),
                     ([(140, 400), (210, 520), (180, 700), (240, 860), (220, 1040)], 26),
                     ([(700, -40), (660, 140), (730, 300), (690, 470), (760, 640), (730, 820), (790, 1040)], 52),
                     ([(690, 470), (620, 600), (650, 760), (590, 900), (610, 1040)], 28),
                     ([(730, 300), (810, 400), (840, 520)], 22), ([(90, 260), (10, 340), (-40, 460)], 22)):
        s.cut(ribbon(pts, wid), PAPER, 4)
    h = Head(470, 195, 430, flip=True)
    layers = ((92, NIGHT), (46, DUSK), (0, None))
    for dx, colour in layers:
        k = Head(470 + dx, 195, 430, flip=True)
        long = k.line((0.30, 0.13), (0.22, 0.0), (0.0, -0.07), (-0.26, -0.02), (-0.45, 0.14), (-0.54, 0.40), (-0.56, 0.72), (-0.60, 1.05), (-0.66, 1.40), (-0.74, 1.95),
                      (0.02, 1.95), (-0.02, 1.30), (-0.10, 1.0), (-0.14, 0.78), (-0.15, 0.52), (-0.06, 0.36), (0.10, 0.26))
        if colour:
            s.cut(long, colour, 7)
    face = side_face(h, nose=-0.004, lips=0.004)
    s.cut(face, CHESTNUT, 7)
    for dx, dy, grow, colour in ((0.035, 0.02, 0.93, COPPER), (0.075, 0.045, 0.85, "#BF7E60"), (0.12, 0.075, 0.76, WHEAT), (0.17, 0.11, 0.66, "#E3B999")):
        inner = [((x - 0.02) * grow + 0.02 - dx + 0.02, (y - 0.55) * grow + 0.55 - dy + 0.03) for x, y in
                 ((-0.02, 0.06), (0.14, 0.08), (0.25, 0.15), (0.31, 0.25), (0.335, 0.36), (0.325, 0.46), (0.345, 0.56), (0.36, 0.65), (0.335, 0.74), (0.32, 0.84),
                  (0.29, 0.93), (0.20, 0.95), (0.05, 0.90), (-0.10, 0.78), (-0.16, 0.60), (-0.16, 0.30))]
        s.cut(h.line(*inner), colour, 5, clip=face)
    s.cut(long, INK, 7)
    for i in range(5):
        s.cut(h.slit((-0.20 - i * 0.075, 0.24 + i * 0.02), (-0.12 - i * 0.13, 1.36), 0.06 - i * 0.015, 0.015), DUSK, 0, clip=long, hand=0)
    for top, colour, width, neck, scoop in ((778, UMBER, 860, 290, 70), (826, CHESTNUT, 880, 420, 84), (882, WARM, 900, 540, 92), (946, CORAL, 920, 640, 90)):
        w, n = width / 2, neck / 2
        s.cut(spline([(450 - w - 40, 1060), (450 - w, top + 120), (450 - n - 60, top + 26), (450 - n, top), (450, top + scoop), (450 + n, top), (450 + n + 60, top + 26), (450 + w, top + 120), (450 + w + 40, 1060)], closed=False), colour, 7)


def p_k3vp(s):
    """The head tilted, over a wide band of striped shoulders; the sea behind."""
    s.cut(box(-20, -20, 820, 1020), CREAM, 0, hand=0)
    s.cut(ellipse(150, 190, 92), CORAL, 5)
    waves(s, 350, [MIST, SLATE, MIST, SLATE, DUSK], step=82, swing=17, length=150)
    h = Head(395, 215, 425, tilt=-11)
    curls = []
    for i in range(22):
        a = math.radians(140 + i * 260 / 21)
        r = 0.50 + 0.035 * math.sin(i * 2.3)
        curls.append(h.oval(r * math.cos(a), 0.40 + r * math.sin(a) * 1.02, 0.135 + 0.025 * math.sin(i * 1.7)))
    for x, y in ((-0.50, 0.78), (-0.53, 0.95), (-0.46, 1.10), (0.50, 0.80), (0.53, 0.98), (0.45, 1.12), (-0.36, 1.04), (0.36, 1.04)):
        curls.append(h.oval(x, y, 0.15))
    s.cut([h.oval(0, 0.42, 0.48, 0.52), h.oval(0, 0.8, 0.46, 0.3)] + curls, UMBER, 8, hand=0)
    neck = front_neck(h, 0.175, bottom=1.5)
    s.cut(neck, COPPER, 4)
    band = bust(s, PAPER, 770, 74, 900, 270, 405, scoop=84)
    for y in range(800, 1040, 46):
        s.cut(spline([(-60, y + 62), (140, y + 14), (300, y + 22), (405, y + 44), (510, y + 22), (670, y + 14), (880, y + 62)], closed=False)
              + spline([(880, y + 84), (670, y + 36), (510, y + 44), (405, y + 66), (300, y + 44), (140, y + 36), (-60, y + 84)], closed=False), WARM, 0, clip=band)
    face = front_face(h, jaw=-0.008, length=0.0)
    s.cut(face, SHELL, 6)
    s.cut(nose_line(h, right=False), WHEAT, 0, clip=face)
    front_features(s, h, UMBER, mouth=WARM)
    front = [h.line((0.02, -0.06), (0.22, -0.02), (0.38, 0.12), (0.44, 0.36), (0.40, 0.54), (0.345, 0.36), (0.28, 0.22), (0.12, 0.17), (-0.02, 0.20),
                    (-0.16, 0.19), (-0.29, 0.27), (-0.345, 0.40), (-0.40, 0.56), (-0.44, 0.36), (-0.37, 0.12), (-0.20, -0.02))]
    for x, y, r in ((-0.30, 0.20, 0.095), (-0.16, 0.135, 0.10), (0.0, 0.13, 0.095), (0.15, 0.13, 0.10), (0.29, 0.19, 0.095), (0.385, 0.34, 0.08), (-0.385, 0.36, 0.08),
                    (-0.40, 0.52, 0.07), (0.40, 0.50, 0.07)):
        front.append(h.oval(x, y, r))
    s.cut(front, UMBER, 5, hand=0)
    for x, y, r, a in ((-0.33, 0.05, 0.07, 200), (-0.08, -0.03, 0.075, 210), (0.2, 0.0, 0.07, 230), (0.42, 0.2, 0.07, 250), (-0.46, 0.3, 0.07, 170), (0.49, 0.62, 0.075, 300),
                       (-0.51, 0.66, 0.075, 150), (-0.5, 0.95, 0.07, 150), (0.5, 0.95, 0.07, 300)):
        arc = h.oval(x, y, r, start=a, end=a + 190)
        s.cut(ribbon(arc[::2], 6, (0.3, 1.0)), CHESTNUT, 0, hand=0)


def p_5qjs(s):
    """Chin up, hair high, in a handful of bold shapes; a row of chimneys."""
    s.cut(box(-20, -20, 820, 1020), WARM, 0, hand=0)
    s.cut(ellipse(470, 420, 300), CORAL, 6)
    roof = [(-30, 1050), (-30, 700), (40, 640), (40, 560), (96, 560), (96, 640), (150, 690), (150, 640), (230, 572), (230, 500), (292, 500), (292, 572),
            (370, 640), (370, 1050)]
    s.cut(straight(roof), NIGHT, 6)
    s.cut(straight([(560, 1050), (560, 690), (640, 620), (640, 540), (700, 540), (700, 620), (780, 690), (840, 690), (840, 1050)]), NIGHT, 6)
    for x, y in ((60, 760), (200, 700), (250, 800), (700, 740), (90, 860)):
        s.cut(box(x, y, x + 34, y + 50), BLUSH, 0)
    h = Head(375, 245, 420, tilt=-9)
    # hair gathered high: a band and a round crown of twists
    for i in range(9):
        a = math.radians(196 + i * 19)
        s.cut(h.oval(-0.23 + 0.20 * math.cos(a), -0.12 + 0.20 * math.sin(a), 0.205, 0.098, turn=math.degrees(a)), INK, 4, hand=0)
    s.cut(h.oval(-0.23, -0.10, 0.21), INK, 0, hand=0)
    face = side_face(h, nose=-0.02, lips=0.012, chin=0.008)
    s.cut(face, UMBER, 6)
    side_neck_shade(s, h, face, "#391F24")
    s.cut(h.slit((0.225, 0.445), (0.325, 0.441), 0.014, 0.020), "#24141A", 0, hand=0)
    s.cut(h.slit((0.205, 0.365), (0.352, 0.345), -0.022, 0.026, 0.6), "#24141A", 0, hand=0)
    edge = side_hair_edge()
    hair = h.line(*edge[1:], (0.29, 0.085), (0.16, -0.012), (-0.03, -0.035), (-0.26, 0.02), (-0.43, 0.16), (-0.51, 0.38), (-0.49, 0.60), (-0.42, 0.80), (-0.33, 0.90))
    s.cut(hair, INK, 5)
    for a, b, bow in (((0.26, 0.13), (-0.18, 0.00), -0.03), ((0.18, 0.22), (-0.27, 0.05), -0.05), ((0.10, 0.33), (-0.34, 0.14), -0.05),
                      ((-0.06, 0.40), (-0.38, 0.22), -0.04), ((-0.15, 0.54), (-0.42, 0.30), -0.04), ((-0.18, 0.68), (-0.46, 0.42), -0.03), ((-0.26, 0.80), (-0.47, 0.56), -0.02)):
        s.cut(h.slit(a, b, bow, 0.013), DUSK, 0, clip=hair, hand=0)
    s.cut(h.line((-0.36, 0.10), (-0.20, -0.02), (-0.04, -0.055), (-0.03, -0.015), (-0.19, 0.03), (-0.33, 0.145)), PAPER, 3)
    s.cut(h.oval(-0.035, 0.535, 0.054, 0.094, turn=-8), UMBER, 3)
    s.cut(h.slit((-0.045, 0.48), (-0.03, 0.59), -0.030, 0.018), "#24141A", 0, hand=0)
    s.cut([h.oval(-0.02, 0.735, 0.105), Hole(h.oval(-0.02, 0.735, 0.082))], PAPER, 4, hand=0)
    bust(s, INK, 800, 84, 820, 300, 380, scoop=40)
    s.cut(spline([(214, 772), (300, 806), (390, 818), (470, 804), (540, 764), (560, 812), (500, 862), (384, 884), (270, 862), (204, 820)]), CREAM, 5)
    s.cut(slit((232, 812), (534, 806), 34, 9), STONE, 0, hand=0)


def p_w8ye(s):
    """Half in light shapes and half in dark, down one line."""
    h = Head(400, 185, 440)
    light = dict(bg=CREAM, hill=SAND, far=SOFT, face=SHELL, line=COPPER, hair=CHESTNUT, neck=WHEAT, coat=PAPER, under=BLUSH, sun=CORAL)
    dark = dict(bg=INK, hill=NIGHT, far="#1B2A4C", face=COPPER, line=UMBER, hair="#2E1A20", neck=CHESTNUT, coat=DUSK, under=WARM, sun=WARM)
    for p, x0, x1 in ((light, -30, 400), (dark, 400, 830)):
        half = box(x0, -30, x1, 1030)
        s.cut(half, p["bg"], 0, hand=0)
        s.cut(spline([(-60, 520), (90, 400), (210, 470), (330, 420), (470, 400), (600, 470), (720, 380), (860, 500)], closed=False) + [(860, 1050), (-60, 1050)], p["far"], 5, clip=half)
        s.cut(spline([(-60, 620), (120, 540), (300, 640), (500, 640), (690, 540), (860, 640)], closed=False) + [(860, 1050), (-60, 1050)], p["hill"], 5, clip=half)
        s.cut(front_neck(h, 0.19), p["neck"], 4, clip=half)
        s.cut(ellipse(400, 800, 150, 120), p["under"], 0, clip=half)
        bust(s, p["coat"], 752, 96, 840, 250, scoop=130, clip=half)
        for side in (-1, 1):
            s.cut(h.oval(side * 0.378, 0.50, 0.055, 0.095, turn=side * 8), p["face"], 3, clip=half)
        s.cut(front_face(h, jaw=0.02, length=0.01), p["face"], 6, clip=half)
    s.cut(ellipse(150, 190, 84), CORAL, 5)
    s.cut([ellipse(655, 190, 70)], PAPER, 0, hand=0)
    s.cut([ellipse(690, 172, 66)], INK, 0, hand=0)
    face = front_face(h, jaw=0.02, length=0.01)
    s.cut(face, light["face"], 0, hand=0)
    s.cut(nose_line(h), dark["face"], 0, clip=face, hand=0)
    right, left = box(400, -30, 830, 1030), box(-30, -30, 400, 1030)
    beard = h.line((0.372, 0.50), (0.37, 0.62), (0.335, 0.78), (0.24, 0.935), (0.11, 1.035), (0, 1.05), (-0.11, 1.035), (-0.24, 0.935), (-0.335, 0.78), (-0.37, 0.62), (-0.372, 0.50),
                   (-0.33, 0.62), (-0.25, 0.70), (-0.14, 0.69), (0, 0.715), (0.14, 0.69), (0.25, 0.70), (0.33, 0.62))
    top = h.line((-0.02, -0.085), (0.2, -0.07), (0.36, 0.04), (0.402, 0.22), (0.385, 0.46), (0.352, 0.33), (0.30, 0.20), (0.13, 0.15), (-0.06, 0.19),
                 (-0.24, 0.17), (-0.32, 0.24), (-0.355, 0.36), (-0.385, 0.46), (-0.41, 0.22), (-0.36, 0.03), (-0.2, -0.07))
    for p, half in ((light, left), (dark, right)):
        s.cut(beard, p["hair"], 3, clip=half, hand=0)
        s.cut(top, p["hair"], 4, clip=half, hand=0)
    s.cut(h.slit((-0.09, 0.795), (0.09, 0.795), 0.006, 0.034), CORAL, 0, hand=0)
    for side, p in ((-1, light), (1, dark)):
        s.cut(h.slit((side * 0.105, 0.478), (side * 0.25, 0.474), side * 0.024, 0.020), p["line"] if side < 0 else "#2E1A20", 0, hand=0)
        s.cut(h.slit((side * 0.085, 0.400), (side * 0.285, 0.392), side * -0.026, 0.034, 0.45), p["hair"], 0, hand=0)


def p_t2gc(s):
    """A round head over sloping shoulders; paper in a stack, and an asterisk."""
    s.cut(box(-20, -20, 820, 1020), STONE, 0, hand=0)
    for i, (dx, dy, turn) in enumerate(((0, 0, -5), (18, 10, 3), (-6, 22, -1.5))):
        c, si = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        page = [(400 + dx + x * c - y * si, 400 + dy + x * si + y * c) for x, y in ((-290, -330), (290, -330), (290, 430), (-290, 430))]
        s.cut(straight(page), (SAND, CREAM, PAPER)[i], 7)
    for k in range(6):
        a = math.radians(k * 60 + 8)
        s.cut(slit((628 + 9 * math.cos(a), 158 + 9 * math.sin(a)), (628 + 66 * math.cos(a), 158 + 66 * math.sin(a)), 0, 19, 0.68), WARM, 0, hand=0)
    h = Head(400, 235, 400)
    s.cut(front_neck(h, 0.20, bottom=1.5), UMBER, 4)
    body = bust(s, NIGHT, 742, 150, 900, 250, scoop=64)
    for y, colour, wide in ((46, WARM, 26), (98, SLATE, 20), (140, MIST, 20), (182, SLATE, 20), (234, WARM, 26)):
        s.cut(ribbon([(-40, 950 + y * 1.05), (90, 868 + y), (230, 812 + y), (400, 800 + y * 1.02), (570, 812 + y), (710, 868 + y), (840, 950 + y * 1.05)], wide), colour, 0, clip=body)
    s.cut(spline([(284, 726), (340, 764), (400, 776), (460, 764), (516, 726), (520, 766), (470, 812), (400, 826), (330, 812), (280, 766)]), INK, 4)
    ears(s, h, CHESTNUT, y=0.53, x=0.43)
    head = h.line((0, 0.0), (0.24, 0.05), (0.39, 0.22), (0.44, 0.48), (0.40, 0.72), (0.26, 0.92), (0, 1.0), (-0.26, 0.92), (-0.40, 0.72), (-0.44, 0.48), (-0.39, 0.22), (-0.24, 0.05))
    s.cut(head, CHESTNUT, 7)
    s.cut(nose_line(h), UMBER, 0, clip=head, alpha=0.7)
    cap = h.line((0, -0.045), (0.26, 0.0), (0.43, 0.20), (0.462, 0.42), (0.425, 0.44), (0.375, 0.28), (0.22, 0.185), (0, 0.20), (-0.22, 0.185), (-0.375, 0.28), (-0.425, 0.44), (-0.462, 0.42), (-0.43, 0.20), (-0.26, 0.0))
    s.cut(cap, "#1C1218", 5)
    front_features(s, h, "#24141A", mouth="#3A2024")


def p_n7ld(s):
    """Sliced into narrow upright strips and put together again, not quite level."""
    h = Head(400, 195, 435)
    sets = (dict(bg=SAND, disc=CORAL, hair=INK, face=COPPER, neck=CHESTNUT, coat=WARM, trim=SOFT, line=UMBER),
            dict(bg=CREAM, disc=WARM, hair=NIGHT, face=WHEAT, neck=COPPER, coat="#8E2B24", trim=BLUSH, line=CHESTNUT))
    edges = [-10, 96, 190, 280, 364, 436, 520, 610, 704, 812]
    drops = [10, -14, 15, -7, 4, -9, 9, -16, 14]
    for i in range(9):
        p, d = sets[i % 2], drops[i]
        strip = straight([(edges[i], -20), (edges[i + 1], -20), (edges[i + 1], 1020), (edges[i], 1020)])
        s.cut(strip, p["bg"], 6, hand=0)

        def put(path, colour):
            s.cut(shift(path, 0, d), colour, 0, clip=strip, hand=0)
        put(ellipse(590, 330, 225), p["disc"])
        put(h.line((0, -0.10), (0.25, -0.07), (0.43, 0.10), (0.49, 0.40), (0.50, 0.80), (0.53, 1.15), (0.50, 1.48), (0, 1.5), (-0.50, 1.48), (-0.53, 1.15), (-0.50, 0.80), (-0.49, 0.40), (-0.43, 0.10), (-0.25, -0.07)), p["hair"])
        put(front_neck(h, 0.165, bottom=1.8), p["neck"])
        w = 410
        put(spline([(400 - 128, 760), (400 - 240, 800), (400 - 350, 850), (400 - w, 960), (400 - w - 10, 1060)], closed=False)
            + spline([(400 + w + 10, 1060), (400 + w, 960), (400 + 350, 850), (400 + 240, 800), (400 + 128, 760)], closed=False)
            + spline([(400 + 128, 760), (400 + 70, 850), (400, 920), (400 - 70, 850), (400 - 128, 760)], closed=False), p["coat"])
        put(ribbon([(272, 760), (330, 850), (400, 920), (470, 850), (528, 760)], 22), p["trim"])
        put(front_face(h, jaw=-0.012), p["face"])
        for side in (-1, 1):
            put(h.slit((side * 0.105, 0.478), (side * 0.25, 0.474), side * 0.024, 0.022), p["line"])
            put(h.slit((side * 0.085, 0.402), (side * 0.275, 0.394), side * -0.026, 0.030, 0.45), p["line"])
        put(h.slit((0.035, 0.44), (-0.03, 0.67), 0.03, 0.020, 0.7), p["line"])
        put(h.slit((-0.08, 0.775), (0.08, 0.775), -0.004, 0.042), p["line"])
        for side in (-1, 1):
            put(h.line((side * 0.0, -0.095), (side * 0.25, -0.065), (side * 0.43, 0.10), (side * 0.485, 0.40), (side * 0.49, 0.80), (side * 0.42, 0.86), (side * 0.375, 0.60), (side * 0.335, 0.36),
                       (side * 0.20, 0.20), (side * 0.02, 0.10)), p["hair"])


def p_h5mb(s):
    """Seated at a table, from the waist up, in a few soft shapes."""
    s.cut(box(-20, -20, 820, 1020), SOFT, 0, hand=0)
    for inset, colour, lift in ((0, CREAM, 6), (30, MIST, 0)):
        s.cut(ellipse(640, 270, 150 - inset, start=180, end=360) + [(790 - inset, 590 - inset), (490 + inset, 590 - inset)], colour, lift)
    pane = ellipse(640, 270, 120, start=180, end=360) + [(760, 560), (520, 560)]
    s.cut(spline([(500, 480), (570, 440), (640, 462), (720, 410), (790, 440)], closed=False) + [(790, 580), (500, 580)], SLATE, 3, clip=pane)
    s.cut(box(632, 140, 648, 570), CREAM, 3)
    s.cut(box(515, 330, 765, 344), CREAM, 3)
    s.cut(ribbon([(150, -20), (152, 180)], 6), INK, 0, hand=0)
    s.cut(spline([(60, 270), (86, 214), (128, 184), (152, 178), (176, 184), (218, 214), (244, 270)]), WARM, 6)
    s.cut(spline([(200, 660), (196, 540), (240, 478), (330, 452), (400, 448), (470, 452), (560, 478), (604, 540), (600, 660), (610, 900), (190, 900)]), CLAY, 6)
    h = Head(400, 165, 290)
    hair = h.line((0.02, -0.13), (0.32, -0.08), (0.52, 0.16), (0.54, 0.50), (0.60, 0.80), (0.55, 1.10), (0.30, 1.22), (0, 1.16), (-0.30, 1.22), (-0.55, 1.10), (-0.60, 0.80), (-0.54, 0.50), (-0.50, 0.16), (-0.28, -0.08))
    s.cut(hair, UMBER, 6)
    s.cut(front_neck(h, 0.19), COPPER, 3)
    body = spline([(344, 520), (270, 545), (190, 590), (140, 690), (120, 800), (130, 900), (250, 930), (400, 936), (550, 930), (670, 900), (680, 800), (660, 690), (610, 590), (530, 545),
                   (456, 520), (440, 556), (400, 574), (360, 556)])
    s.cut(body, WARM, 7)
    s.cut(slit((262, 640), (246, 880), -16, 12, 0.4), "#8E2B24", 0, clip=body, hand=0)
    s.cut(slit((540, 640), (556, 880), 16, 12, 0.4), "#8E2B24", 0, clip=body, hand=0)
    face = front_face(h, jaw=-0.005, length=-0.01)
    s.cut(face, WHEAT, 5)
    s.cut(nose_line(h), COPPER, 0, clip=face, alpha=0.5)
    front_features(s, h, UMBER, mouth=CHESTNUT)
    s.cut(h.line((0.10, -0.11), (0.34, -0.05), (0.50, 0.18), (0.52, 0.50), (0.44, 0.62), (0.385, 0.46), (0.33, 0.30), (0.20, 0.20), (0.06, 0.12)), UMBER, 4)
    s.cut(h.line((0.14, -0.11), (-0.10, -0.11), (-0.36, -0.02), (-0.50, 0.20), (-0.52, 0.52), (-0.43, 0.62), (-0.38, 0.46), (-0.34, 0.34), (-0.14, 0.27), (0.06, 0.14)), UMBER, 4)
    s.cut(box(-30, 868, 830, 1050), INK, 8)
    s.cut(straight([(300, 930), (520, 918), (540, 985), (286, 1000)]), PAPER, 4)
    for y in (946, 962):
        s.cut(slit((330, y + 2), (490, y - 6), 0, 5), CLAY, 0, hand=0)
    for side in (-1, 1):
        arm = [(272, 776), (236, 764), (196, 790), (120, 846), (36, 872), (20, 896), (36, 918), (120, 914), (220, 886), (266, 838)]
        s.cut(spline([(400 + side * x, y) for x, y in arm]), "#9E3026", 5)
        cuff = [(58, 862), (34, 872), (20, 896), (36, 918), (62, 918), (50, 892)]
        s.cut(spline([(400 + side * x, y) for x, y in cuff]), SOFT, 3)
    s.cut(spline([(366, 880), (404, 870), (440, 878), (452, 900), (428, 920), (384, 916), (360, 900)]), COPPER, 3)
    s.cut(spline([(434, 876), (398, 868), (362, 882), (354, 904), (384, 918), (424, 910), (446, 894)]), WHEAT, 4)
    for x in (372, 390, 408):
        s.cut(slit((x - 6, 912), (x + 12, 884), 2, 5), COPPER, 0, hand=0)


# ---------------------------------------------------------------- story pictures

def desk(s):
    """A desk beside a window; pale light from a lake falls across it."""
    s.cut(box(-20, -20, 1220, 820), SAND, 0, hand=0)
    s.cut(box(128, -30, 752, 520), CREAM, 7)
    view = box(156, -30, 724, 488)
    s.cut(view, SOFT, 0)
    s.cut(ellipse(590, 120, 54), CORAL, 4, clip=view)
    for pts, colour in (([(140, 300), (250, 214), (318, 252), (420, 150), (520, 246), (600, 196), (740, 292)], MIST),
                        ([(140, 330), (300, 272), (400, 306), (540, 262), (740, 330)], SLATE)):
        s.cut(spline(pts, closed=False) + [(740, 520), (140, 520)], colour, 4, clip=view)
    s.cut(spline([(140, 352), (300, 346), (460, 354), (740, 346)], closed=False) + [(740, 520), (140, 520)], PAPER, 4, clip=view)
    s.cut(spline([(140, 400), (300, 392), (460, 402), (740, 392)], closed=False) + [(740, 520), (140, 520)], MIST, 3, clip=view)
    for x0, x1, y in ((190, 330, 374), (420, 470, 382), (560, 690, 372), (230, 300, 428), (470, 640, 440), (340, 420, 462)):
        s.cut(slit((x0, y), (x1, y), 0, 6), PAPER if y > 395 else MIST, 0, hand=0)
    s.cut(straight([(330, 386), (392, 386), (380, 400), (342, 400)]), INK, 0, hand=0)
    s.cut(straight([(358, 384), (358, 322), (394, 378)]), WARM, 0, hand=0)
    s.cut(box(428, -30, 450, 500), CREAM, 4)
    s.cut(box(104, 486, 776, 520), PAPER, 6)
    # the desk
    top = straight([(-30, 590), (1230, 560), (1230, 830), (-30, 830)])
    s.cut(top, COPPER, 8)
    for y in (664, 742):
        s.cut(ribbon([(-30, y + 14), (420, y + 4), (800, y), (1230, y - 16)], 4), CHESTNUT, 0, clip=top, alpha=0.35)
    light = straight([(250, 560), (470, 560), (690, 830), (330, 830)])
    s.cut(light, PAPER, 0, clip=top, alpha=0.30, hand=0)
    s.cut(straight([(500, 560), (690, 560), (1040, 830), (760, 830)]), PAPER, 0, clip=top, alpha=0.30, hand=0)
    # the fern
    for tip, bow, size, tone in (((770, 330), -90, 66, SLATE), ((1178, 340), 90, 66, SLATE), ((812, 210), -76, 78, DUSK), ((1140, 216), 76, 78, DUSK),
                                 ((888, 116), -46, 84, DUSK), ((1066, 124), 46, 84, DUSK), ((984, 84), 10, 88, NIGHT)):
        fern(s, (978, 456), tip, tone, size, 12, bow, 3 if tone == NIGHT else 0)
    s.cut(straight([(896, 440), (1060, 440), (1034, 604), (922, 604)]), WARM, 7)
    s.cut(box(886, 424, 1070, 462), CORAL, 4)
    # page proofs, a pencil, a mug
    for turn, dx, dy, colour in ((-9, -10, 6, CLAY), (-4, 6, 2, STONE), (3, 0, -4, CREAM), (-2, 4, -12, PAPER)):
        a = math.radians(turn)
        page = [(470 + dx + x * math.cos(a) - y * math.sin(a) * 0.7 + y * 0.18, 690 + dy + x * math.sin(a) * 0.6 + y * 0.62) for x, y in ((-170, -110), (170, -110), (170, 120), (-170, 120))]
        s.cut(straight(page), colour, 4)
    for i in range(7):
        y = 632 + i * 17
        x = 330 + i * 3
        s.cut(slit((x, y + 3), (x + (250 if i not in (2, 6) else 150), y - 6), 0, 6), SLATE, 0, hand=0)
    ring = ellipse(548, 700, 40, 19, turn=-3)
    s.cut([ring, Hole(ellipse(548, 700, 34, 14, turn=-3))], WARM, 0, hand=0)
    s.cut(ribbon([(620, 640), (770, 706)], 13), INK, 4, hand=0)
    s.cut(straight([(764, 698), (796, 718), (759, 711)]), SOFT, 0, hand=0)
    s.cut([ellipse(196, 690, 44, 40), Hole(ellipse(196, 690, 27, 25))], NIGHT, 4, hand=0)
    s.cut(spline([(72, 634), (192, 634), (188, 700), (172, 752), (132, 764), (92, 752), (76, 700)]), NIGHT, 7)
    s.cut(ellipse(132, 636, 62, 20), DUSK, 0, hand=0)
    s.cut(ellipse(132, 640, 50, 14), UMBER, 0, hand=0)


def street(s):
    """A street of low buildings under wide trees, in late light."""
    s.cut(box(-20, -20, 1220, 820), SOFT, 0, hand=0)
    s.cut(spline([(-20, 214), (200, 190), (420, 206), (640, 184), (860, 204), (1220, 180)], closed=False) + [(1220, 520), (-20, 520)], BLUSH, 0, hand=0)
    s.cut(ellipse(636, 396, 176), CORAL, 0)
    s.cut(ellipse(636, 396, 112), WARM, 4)
    s.cut(spline([(-20, 440), (300, 424), (520, 436), (760, 428), (1220, 440)], closed=False) + [(1220, 560), (-20, 560)], SLATE, 4)
    vx, vy = 636, 452                                         # where the street runs to

    def far(x, y, t):                                         # a point moved towards it
        return (x + (vx - x) * t, y + (vy - y) * t)
    # the road, with the light along it
    s.cut(straight([(-120, 830), (1330, 830), (690, 458), (590, 458)]), STONE, 0, hand=0)
    s.cut(straight([(420, 830), (840, 830), (650, 458), (624, 458)]), BLUSH, 0, alpha=0.8, hand=0)
    # houses on the left and on the right: facades that shrink towards the end of the street
    left = ((0.0, 0.30, 250, CREAM, UMBER), (0.30, 0.50, 210, WHEAT, CHESTNUT), (0.50, 0.65, 250, PAPER, UMBER), (0.65, 0.77, 190, COPPER, UMBER), (0.77, 0.86, 230, CREAM, UMBER))
    right = ((0.0, 0.26, 240, WHEAT, UMBER), (0.26, 0.47, 280, PAPER, CHESTNUT), (0.47, 0.63, 215, COPPER, UMBER), (0.63, 0.76, 250, CREAM, UMBER), (0.76, 0.86, 205, WHEAT, UMBER))
    for base, rows in ((-190, left), (1440, right)):
        for t0, t1, roof, wall, shade in reversed(rows):
            low, high = 800, 452 - roof * 1.45
            face = straight([far(base, low, t0), far(base, low, t1), far(base, high, t1), far(base, high, t0)])
            s.cut(face, wall, 4)
            eave = straight([far(base, high - 26, t0 - 0.012), far(base, high - 26, t1 + 0.012), far(base, high + 34, t1 + 0.012), far(base, high + 34, t0 - 0.012)])
            s.cut(eave, INK if wall in (PAPER, COPPER) else WARM, 4)
            n = 3
            for k in range(n):                                # shutters above, open shop fronts below
                a, b = t0 + (t1 - t0) * (k + 0.22) / n, t0 + (t1 - t0) * (k + 0.78) / n
                up, dn = high + (low - high) * 0.20, high + (low - high) * 0.40
                s.cut(straight([far(base, dn, a), far(base, dn, b), far(base, up, b), far(base, up, a)]), shade if (k + roof // 10) % 3 else DUSK, 0, hand=0)
                s.cut(straight([far(base, low, a), far(base, low, b), far(base, high + (low - high) * 0.62, b), far(base, high + (low - high) * 0.62, a)]), NIGHT, 0, hand=0)
            y0, y1 = high + (low - high) * 0.52, high + (low - high) * 0.60
            out = 60 if base < 0 else -60
            a0, a1 = far(base, y0, t0 + 0.01), far(base, y0, t1 - 0.01)
            b0, b1 = far(base + out * 1.6, y1 + 10, t0 + 0.01), far(base + out * 1.6, y1 + 10, t1 - 0.01)
            s.cut(straight([a0, a1, b1, b0]), CORAL if wall in (CREAM, PAPER) else CREAM, 3)
    # trees: a thin trunk, wide flat canopies in layers
    def tree(x, foot, head, wide, tone):
        s.cut(ribbon([(x, foot), (x - wide * 0.03, (foot + head) / 2), (x + wide * 0.01, head)], wide * 0.075, (1.0, 0.6)), UMBER, 4)
        for side in (-1, 1):
            s.cut(ribbon([(x, head + (foot - head) * 0.34), (x + side * wide * 0.16, head + (foot - head) * 0.12), (x + side * wide * 0.30, head)], wide * 0.04, (1.0, 0.5)), UMBER, 0)
        for dx, dy, w, hgt, colour in ((-0.20, 0.02, 0.40, 0.13, tone[0]), (0.24, 0.0, 0.38, 0.12, tone[0]), (0.02, -0.09, 0.46, 0.15, tone[1]), (-0.06, -0.20, 0.28, 0.10, tone[2])):
            cx, cy, rx, ry = x + dx * wide, head + dy * wide, w * wide, hgt * wide
            edge = []
            for k in range(22):
                a = 2 * math.pi * k / 22
                r = 1 + 0.10 * math.sin(k * 2.9 + dx * 9) + 0.05 * math.sin(k * 5.3)
                edge.append((cx + rx * r * math.cos(a), cy + ry * r * math.sin(a) * (1 if math.sin(a) < 0 else 0.62)))
            s.cut(spline(edge), colour, 6)
    tree(812, 560, 330, 210, (DUSK, SLATE, MIST))
    tree(470, 580, 320, 250, (DUSK, SLATE, MIST))
    tree(980, 690, 190, 520, (NIGHT, DUSK, SLATE))
    tree(150, 790, 130, 700, (INK, NIGHT, DUSK))
    # a bicycle against the nearest trunk
    s.cut(spline([(800, 768), (880, 758), (1010, 758), (1060, 764), (1010, 772), (880, 776)]), CLAY, 0, hand=0)
    for x in (872, 968):
        s.cut([ellipse(x, 722, 37), Hole(ellipse(x, 722, 32))], INK, 0, hand=0)
    for pts in ([(872, 722), (902, 670), (948, 668), (968, 722)], [(902, 670), (918, 722), (948, 668)], [(872, 722), (918, 722)],
                [(896, 658), (918, 722)], [(884, 656), (908, 656)], [(944, 650), (948, 670)], [(932, 648), (960, 652)]):
        for a, b in zip(pts, pts[1:]):
            s.cut(ribbon([a, b], 6), INK, 0, hand=0)


PORTRAITS = {
    "i-7f3k": p_7f3k, "i-2m9d": p_2m9d, "i-c4tw": p_c4tw, "i-9xhn": p_9xhn, "i-b6rz": p_b6rz, "i-k3vp": p_k3vp,
    "i-5qjs": p_5qjs, "i-w8ye": p_w8ye, "i-t2gc": p_t2gc, "i-n7ld": p_n7ld, "i-h5mb": p_h5mb,
}
PICTURES = {("i-7f3k", "desk.png"): desk, ("i-c4tw", "street.png"): street}



def main():
    args = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    args.add_argument("--only", nargs="*", default=[])
    args.add_argument("--out", type=Path, default=ROOT / "content" / "interns")
    opts = args.parse_args()
    for i, (person, draw) in enumerate(PORTRAITS.items()):
        if not opts.only or person in opts.only:
            sheet = Sheet(800, 1000, PAPER, seed=1000 * (i + 1))
            draw(sheet)
            sheet.save(opts.out / person / "portrait.png")
    for i, ((person, name), draw) in enumerate(PICTURES.items()):
        if not opts.only or name in opts.only:
            sheet = Sheet(1200, 800, PAPER, seed=90000 + 1000 * i)
            draw(sheet)
            sheet.save(opts.out / person / name)


if __name__ == "__main__":
    main()

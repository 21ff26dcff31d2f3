"""The ways a drive fails: each model with a seed is always the same drive, on any machine."""

import random

MODELS = ("healthy", "scatter", "scratch", "head", "advanced", "weak", "wearout")
SECTOR = 512
PHYSICAL = 4096
BAND = 2 << 20


class Faults:
    """The faults of one drive; start and length in bytes."""

    def __init__(self, model, size, seed):
        self.size, self.bad_extents, self.weak_extents, self.dies_after = size, [], [], None
        self.random = random.Random(f"{model}-{size}-{seed}")
        self.cost_ms = 3000 if model == "head" else 5000
        getattr(self, model)()

    def healthy(self):
        pass

    def scatter(self, every=2 << 20, unit=SECTOR):
        """Isolated bad sectors."""
        self.bad_extents += [(at, unit) for at in self.places(every, unit)]

    def scratch(self, scratches=3, share=0.05):
        """Radial scratches: bad runs of 1 to 64 sectors that recur every track, over a share of the drive each."""
        for _ in range(scratches):
            at = self.random.randrange(int(self.size * (1 - share)))
            end = at + self.size * share
            while at < end:
                if self.random.random() < 0.8:
                    self.bad_extents.append((at // SECTOR * SECTOR, self.random.randint(1, 64) * SECTOR))
                at += self.random.randint(700 << 10, 840 << 10)

    def head(self):
        """One head of four is dead: every fourth band."""
        first = self.random.randrange(4)
        self.bad_extents += [(i * BAND, BAND) for i in range(first, self.size // BAND, 4)]

    def advanced(self):
        """Physical sectors of 4096 bytes behind logical ones of 512."""
        self.scatter(4 << 20, PHYSICAL)

    def weak(self):
        """Isolated sectors, four of five answer after one to four failures."""
        for at in self.places(4 << 20, SECTOR):
            if self.random.random() < 0.8:
                self.weak_extents.append((at, SECTOR, self.random.randint(1, 4)))
            else:
                self.bad_extents.append((at, SECTOR))

    def wearout(self):
        """Two scratches and some isolated sectors on a drive that dies after so many failed commands."""
        self.scatter(32 << 20)
        self.scratch(2, 0.08)
        self.dies_after = max(20, self.size >> 23)

    def places(self, every, unit):
        return sorted({self.random.randrange(self.size // unit) * unit for _ in range(self.size // every)})

    def write(self, path):
        """For the drive, and for `sim:faults=FILE`."""
        with open(path, "w") as out:
            print("rate 100\nseek 12\ncommand 0.1", file=out)
            for start, length in self.bad_extents:
                print("bad", start, length, self.cost_ms, file=out)
            for start, length, times in self.weak_extents:
                print("weak", start, length, self.cost_ms, times, file=out)
            if self.dies_after:
                print("die", self.dies_after, 1, file=out)

    def bad_sectors(self):
        """A byte a sector: 1 where no command ever succeeds."""
        sectors = bytearray(self.size // SECTOR)
        for start, length in self.bad_extents:
            end = min(self.size, start + length)
            sectors[start // SECTOR:end // SECTOR] = b"\1" * ((end - start) // SECTOR)
        return sectors

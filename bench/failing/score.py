"""What a rescue got out of a drive and at what price, from the drive's command log."""

import dataclasses

SECTOR = 512


@dataclasses.dataclass
class Score:
    rescued: float = 0.0  # share of the readable bytes, in all; a weak sector is readable
    mean: float = 0.0  # drive-seconds until a readable byte was out; one never out counts until the end
    mean_first: float = 0.0  # the same until the first retry
    failed: int = 0  # failed commands until the first retry
    failed_retrying: int = 0  # and after it
    failed_999: int = 0  # failed commands until 99.9 % of the readable bytes were out
    total: float = 0.0  # drive-seconds in all


def score(log, bad):
    """Also gives a byte a sector: 1 where a command gave it. `bad` is 1 where no command can.

    A retry is a command for nothing but sectors that failed before in commands no longer than this.
    """
    readable = bad.count(0)
    got = bytearray(len(bad))
    smallest = [1 << 62] * len(bad)  # of the commands that failed here
    result, clock, weighted, done, failed, retrying = Score(), 0.0, 0.0, 0, 0, False
    with open(log) as lines:
        for line in lines:
            when, offset, length, outcome = line.split()
            start, length = int(offset) // SECTOR, int(length)
            end = start + length // SECTOR
            if not retrying and all(size <= length for size in smallest[start:end]):
                retrying = True
                result.failed = failed
                result.mean_first = mean(weighted, readable - done, clock, readable)
            clock = float(when)
            if outcome == "ok":
                fresh = got[start:end].count(0)
                got[start:end] = b"\1" * (end - start)
                done += fresh
                weighted += fresh * clock
            else:
                failed += 1
                smallest[start:end] = [min(size, length) for size in smallest[start:end]]
                result.failed_999 += done < 0.999 * readable
    result.mean = mean(weighted, readable - done, clock, readable)
    if retrying:
        result.failed_retrying = failed - result.failed
    else:
        result.failed, result.mean_first = failed, result.mean
    result.rescued, result.total = done / readable, clock
    return result, got


def mean(weighted, missing, clock, readable):
    return (weighted + missing * clock) / readable

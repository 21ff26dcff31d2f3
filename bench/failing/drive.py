"""A failing drive, as a plugin for nbdkit's python plugin.

It keeps the drive's own clock. A command costs `command` (0.1 ms), and `seek` (12 ms) unless it begins
where the one before ended, and then
  its bytes at `rate` (100 MB/s) when it is answered,
  what the fault says (3 or 5 s) when it touches a faulty extent: it fails whole, with EIO;
once the drive is dead, all that a failed command costs is what `die` says.
Nobody waits for that time, unless wait=X asks for X seconds a drive-second.

  disk=FILE    what the platters hold
  faults=FILE  lines, numbers in bytes and ms: bad START LENGTH MS; weak START LENGTH MS TIMES (fails so often);
               die FAILURES MS; rate MB/S; seek MS; command MS
  log=FILE     gets a line a command: drive-seconds OFFSET LENGTH ok|fail
"""

import bisect
import errno
import io
import os
import time

import nbdkit

API_VERSION = 2

settings = {"wait": "0"}
drive = None


class Drive:
    def __init__(self, disk, faults, log, wait):
        self.disk = os.open(disk, os.O_RDONLY)
        self.size = os.fstat(self.disk).st_size
        self.log = io.open(log, "w", buffering=1)
        self.wait = wait
        self.faults = []  # [start, end, seconds, failures left]
        self.dies_after, self.dead_cost = float("inf"), 0.0
        self.rate, self.seek, self.command = 100e6, 0.012, 0.0001
        with io.open(faults) as lines:
            for line in lines:
                self.configure(line.split("#")[0].split())
        self.faults.sort()
        self.starts = [fault[0] for fault in self.faults]
        self.longest = max((fault[1] - fault[0] for fault in self.faults), default=0)
        self.clock, self.head, self.failures = 0.0, None, 0

    def configure(self, words):
        match words:
            case []:
                pass
            case ["bad", start, length, ms]:
                self.faults.append([int(start), int(start) + int(length), float(ms) / 1e3, float("inf")])
            case ["weak", start, length, ms, times]:
                self.faults.append([int(start), int(start) + int(length), float(ms) / 1e3, int(times)])
            case ["die", failures, ms]:
                self.dies_after, self.dead_cost = int(failures), float(ms) / 1e3
            case ["rate", mb]:
                self.rate = float(mb) * 1e6
            case ["seek", ms]:
                self.seek = float(ms) / 1e3
            case ["command", ms]:
                self.command = float(ms) / 1e3
            case _:
                raise ValueError(f"not a fault: {' '.join(words)}")

    def fault_in(self, start, end):
        first = bisect.bisect_left(self.starts, start - self.longest)
        for fault in self.faults[first:bisect.bisect_left(self.starts, end)]:
            if fault[1] > start and fault[3] > 0:
                return fault
        return None

    def read(self, buffer, offset):
        """True, or False when the command failed."""
        end = offset + len(buffer)
        cost = self.command + (0 if offset == self.head else self.seek)
        self.head = end
        if self.failures >= self.dies_after:
            answered, cost = False, self.dead_cost
        elif fault := self.fault_in(offset, end):
            fault[3] -= 1
            answered, cost = False, cost + fault[2]
        else:
            answered, cost = True, cost + len(buffer) / self.rate
            done = 0
            while done < len(buffer):
                done += os.preadv(self.disk, [memoryview(buffer)[done:]], offset + done)
        self.failures += not answered
        self.clock += cost
        if self.wait:
            time.sleep(cost * self.wait)
        print(f"{self.clock:.4f} {offset} {len(buffer)} {'ok' if answered else 'fail'}", file=self.log)
        return answered


def config(key, value):
    settings[key] = value


def get_ready():
    global drive
    drive = Drive(settings["disk"], settings["faults"], settings["log"], float(settings["wait"]))


def thread_model():
    return nbdkit.THREAD_MODEL_SERIALIZE_ALL_REQUESTS


def open(readonly):
    return drive


def get_size(handle):
    return handle.size


def pread(handle, buffer, offset, flags):
    if not handle.read(buffer, offset):
        nbdkit.set_error(errno.EIO)
        raise OSError(errno.EIO, "medium error")

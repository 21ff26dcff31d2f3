"""A failing drive as a real block device: nbdkit serves it, nbdfuse makes that a file, losetup a device."""

import contextlib
import os
import subprocess
import time

HERE = os.path.dirname(os.path.realpath(__file__))


@contextlib.contextmanager
def failing_device(folder, disk, faults, wait=0.0):
    """Gives the node, as /dev/loop0, and the command log's path. Takes all down at the end."""
    socket, mount, log = (os.path.join(folder, name) for name in ("socket", "mount", "log"))
    os.mkdir(mount)
    with contextlib.ExitStack() as stack:
        serve = ["nbdkit", "-f", "-r", "-U", socket, "python", f"{HERE}/drive.py"]
        serve += [f"disk={disk}", f"faults={faults}", f"log={log}", f"wait={wait}"]
        start(stack, folder, serve, socket)
        start(stack, folder, ["nbdfuse", mount, "--unix", socket], f"{mount}/nbd")
        stack.callback(subprocess.run, ["fusermount3", "-u", "-z", mount])
        attach = ["losetup", "--find", "--show", "--read-only", "--direct-io=on", f"{mount}/nbd"]
        node = subprocess.run(attach, check=True, capture_output=True, text=True).stdout.strip()
        stack.callback(subprocess.run, ["losetup", "--detach", node])
        yield node, log


def start(stack, folder, command, appears):
    with open(os.path.join(folder, command[0] + ".log"), "w") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    stack.callback(process.wait)
    stack.callback(process.terminate)
    for _ in range(200):
        if os.path.exists(appears):
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise SystemExit(f"dying: {appears} did not appear; see {log.name}")

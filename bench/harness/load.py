# SPDX-License-Identifier: Apache-2.0
"""Load: our own as a closed loop, h2load at a fixed rate."""
import os
import re
import subprocess

from system import OTHERS_CPU

PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "target", "load")
CONNECTIONS = 64


class Result:
    def __init__(self, requests, seconds, wrong, broken, p50, p99):
        self.requests, self.seconds, self.wrong, self.broken = requests, seconds, wrong, broken
        self.p50, self.p99 = p50, p99

    @property
    def rate(self):
        return self.requests / self.seconds


def closed(requests, port, seconds, connections=CONNECTIONS):
    """As many requests as the candidate answers on these connections."""
    if not os.path.exists(PROGRAM):
        raise SystemExit(f"{PROGRAM} is missing: run bench/prepare first")
    done = subprocess.run(
        ["taskset", "-c", OTHERS_CPU, PROGRAM, str(port), str(connections), str(seconds), requests],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    match = re.search(r"RESULT (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)", done.stdout)
    if not match:
        raise SystemExit("the load failed: " + done.stdout + done.stderr)
    requests, micros, wrong, broken, p50, p99 = map(int, match.groups())
    return Result(requests, micros / 1e6, wrong, broken, p50, p99)


def open_loop(port, key, rate, seconds, log, clients=32):
    """A fixed offered rate, whatever the answers take; percentiles in microseconds."""
    if os.path.exists(log):
        os.remove(log)
    subprocess.run(
        ["taskset", "-c", OTHERS_CPU, "h2load", "--h1", "-t1", f"-c{clients}", f"--rps={rate // clients}",
         f"-D{seconds}", f"--log-file={log}", "-H", f"X-API-Key: {key}", "-H", "Accept: application/json",
         f"http://127.0.0.1:{port}/api/s01/items/42?limit=10"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    times, wrong = [], 0
    with open(log) as file:
        for line in file:
            fields = line.split()
            times.append(int(fields[2]))
            wrong += fields[1] != "200"
    times.sort()
    at = lambda share: times[min(len(times) - 1, int(len(times) * share))] if times else 0
    return Result(len(times), seconds, wrong, 0, at(0.5), at(0.99))

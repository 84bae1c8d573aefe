# SPDX-License-Identifier: Apache-2.0
"""Processes, pinned to processors, and what the kernel says they used."""
import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request

TICK = os.sysconf("SC_CLK_TCK")
PROXY_CPU, OTHERS_CPU = "0", "1"


class Processes:
    """Everything that was started, so that it can be ended."""

    def __init__(self):
        self.started = []

    def start(self, command, cpu, log):
        out = open(log, "ab")
        process = subprocess.Popen(
            ["taskset", "-c", cpu, *command], stdout=out, stderr=subprocess.STDOUT, start_new_session=True)
        self.started.append(process)
        return process

    def end(self, process):
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.started.remove(process)

    def end_all(self):
        for process in reversed(list(self.started)):
            self.end(process)


def tree(pid):
    """The process and its children."""
    found = [pid]
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                parent = int(_stat(entry)[1])
            except OSError:
                continue
            if parent == pid:
                found.append(int(entry))
    return found


def _stat(pid):
    with open(f"/proc/{pid}/stat") as file:
        return file.read().rsplit(")", 1)[1].split()


def cpu_micros(pids):
    """User and kernel time so far."""
    user = system = 0
    for pid in pids:
        fields = _stat(pid)
        user += int(fields[11])
        system += int(fields[12])
    return user * 1e6 / TICK, system * 1e6 / TICK


def switches(pids):
    """Voluntary and involuntary context switches so far, of all threads."""
    total = 0
    for pid in pids:
        for task in os.listdir(f"/proc/{pid}/task"):
            try:
                with open(f"/proc/{pid}/task/{task}/status") as file:
                    total += sum(map(int, re.findall(r"ctxt_switches:\s+(\d+)", file.read())))
            except OSError:
                continue
    return total


def resident_mib(pids):
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/status") as file:
            match = re.search(r"VmRSS:\s+(\d+)", file.read())
        total += int(match.group(1)) if match else 0
    return total / 1024


def steal():
    """Ticks that the hypervisor gave to somebody else, and all ticks."""
    with open("/proc/stat") as file:
        fields = [int(x) for x in file.readline().split()[1:]]
    return fields[7], sum(fields[:8])


def idle_micros():
    """Time so far that the candidates' processor had nothing to do."""
    with open("/proc/stat") as file:
        fields = next(line.split() for line in file if line.startswith(f"cpu{PROXY_CPU} "))
    return (int(fields[4]) + int(fields[5])) * 1e6 / TICK


def system_calls(pids, seconds, load):
    """System calls of all threads while load runs, by name; a pass of its own, for it perturbs."""
    tasks = [t for pid in pids for t in os.listdir(f"/proc/{pid}/task")]
    trace = subprocess.Popen(
        ["strace", "-c", "-f", *[a for t in tasks for a in ("-p", t)]],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True)
    time.sleep(1)
    before = time.time()
    requests = load(seconds)
    elapsed = time.time() - before
    trace.send_signal(signal.SIGINT)
    lines = trace.communicate()[1].splitlines()
    calls = {}
    for line in lines:
        fields = line.split()
        if len(fields) >= 5 and fields[0].replace(".", "").isdigit() and fields[-1] != "total":
            calls[fields[-1]] = int(fields[3])
    return requests, calls, elapsed


def wait_for(url, seconds, headers=None):
    """Until the address answers without an error; seconds that it took."""
    began, last = time.monotonic(), None
    while time.monotonic() - began < seconds:
        try:
            urllib.request.urlopen(urllib.request.Request(url, headers=headers or {}), timeout=2).read()
            return time.monotonic() - began
        except (urllib.error.URLError, OSError) as failure:
            last = failure
            time.sleep(0.02)
    raise SystemExit(f"{url}: {last}")


def text(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.stdout.strip()

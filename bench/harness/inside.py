# SPDX-License-Identifier: Apache-2.0
"""What is measured inside one JVM: the decision and the cache by JMH, and the heap of a cached key."""
import json
import os
import re
import statistics
import subprocess

import candidates as known
import measure
from system import PROXY_CPU

BENCH = f"{known.HERE}/target"


def java(*arguments):
    return ["taskset", "-c", PROXY_CPU, "java", "-cp", f"{BENCH}/latchkey-bench.jar:{BENCH}/lib/*", *arguments]


def inside(run, report, latchkey, turns=3):
    """J5 and J6 at two table sizes, J2 at two cache sizes, the heap of a cached key."""
    results = jmh(run, 2, "j5Route|j6DecisionWithCounters", "routes=20,10000", "keys=1000")
    run.figures["decision/ns"], run.figures["decision/bytes"] = next(
        (ns, allocated) for name, params, ns, allocated in results if (name, params) == ("j6DecisionWithCounters", "keys=1000 routes=20"))
    measure.warm(run, latchkey, "get", run.warm)
    found = [recognition(run, latchkey) for _ in range(turns)]
    results += [each for few, _, many in found for each in (few, many)]
    report.table("Inside, by JMH", ("benchmark", "with", "ns", "bytes"),
                 [(name, params, f"{ns:,.0f}", f"{allocated:,.0f}") for name, params, ns, allocated in results])
    shares = [cpu / (cpu + max(0.0, many[2] - few[2]) / 1000) for few, cpu, many in found]
    run.figures["keys"] = statistics.median(shares)
    report.table("A million keys", ("measure", "median", "least - most"),
                 [("CPU of a call / of one whose key is one of a million: J2 at both sizes, and a call between them",
                   f"**{statistics.median(shares):.3f}**", f"{min(shares):.3f} - {max(shares):.3f}")])
    heap(run, report)


def recognition(run, latchkey):
    """J2 among a thousand and among a million keys, and between them the CPU of a call: a machine that is half as quick is that for all three."""
    few, = jmh(run, 1, "j2Recognize", "keys=1000")
    cpu = measure.once(run, latchkey, "get", 3).cpu
    many, = jmh(run, 1, "j2Recognize", "keys=1000000")
    return few, cpu, many


def jmh(run, forks, names, *parameters):
    out = f"{run.directory}/jmh.json"
    arguments = [a for p in parameters for a in ("-p", p)]
    subprocess.run(java("-Xmx4g", "org.openjdk.jmh.Main", "-f", str(forks), "-jvmArgs", "-Xmx6g", "-wi", "6", "-i", "10", "-w", "1", "-r", "1",
                        "-prof", "gc", "-rf", "json", "-rff", out, *arguments, names),
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    with open(out) as file:
        measured = json.load(file)
    os.remove(out)
    return [(m["benchmark"].split(".")[-1], " ".join(f"{k}={v}" for k, v in sorted(m["params"].items())),
             median(m["primaryMetric"]), allocation(m["secondaryMetrics"])) for m in measured]


def median(metric):
    """Of all iterations: a mean would be a tale of the machine's neighbours."""
    return statistics.median(score for fork in metric["rawData"] for score in fork)


def allocation(metrics):
    return next((m["score"] for name, m in metrics.items() if name.endswith("gc.alloc.rate.norm")), 0)


def heap(run, report):
    said = subprocess.run(java("-Xmx3g", "dev.latchkey.gateway.authenticate.HeapPerKey"),
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True).stdout
    lines = said.strip().splitlines()
    report.table("Heap per key", ("what",), [(line,) for line in lines])
    run.figures["heap"] = float(re.search(r"(\d+) bytes of heap each", lines[0]).group(1))

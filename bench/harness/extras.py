# SPDX-License-Identifier: Apache-2.0
"""What is measured of Latchkey beside the comparison: counts, policy tax, refusals, size, start."""
import os
import statistics
import time

import candidates as known
import keys as key_rows
import load
import measure
import system


def counts(run, report, all_candidates, samples, case="get"):
    rows = []
    for c in all_candidates:
        requests, calls, _ = system.system_calls(
            c.pids, 3, lambda s, c=c: load.closed(run.script, c.port, s, env={**run.env, "CASE": case}).requests)
        most = sorted(calls.items(), key=lambda x: -x[1])[:6]
        allocated = run.allocations.get(c.name)
        rows.append((c.name, f"{sum(calls.values()) / requests:.2f}", f"{measure.median(samples[c.name], lambda s: s.switches):.3f}",
                     "-" if allocated is None else f"{allocated:,.0f}",
                     ", ".join(f"{name} {n / requests:.2f}" for name, n in most)))
    report.table("Counts per request", ("candidate", "system calls", "context switches", "allocated bytes", "which calls"), rows)


def allocations(run, candidate, case, seconds):
    """Bytes per request over one long round, by the collector's log."""
    before = candidate.allocated(run)
    if before is None:
        return
    sample = measure.once(run, candidate, case, seconds)
    run.allocations[candidate.name] = (candidate.allocated(run) - before) / sample.result.requests


def policy_tax(run, report, latchkey, count, seconds):
    """All policies against a public route in the same process."""
    measure.warm(run, latchkey, "open", run.warm)
    shares, cpu = [], []
    for number in range(count):
        order = ("get", "open") if number % 2 == 0 else ("open", "get")
        pair = {case: measure.once(run, latchkey, case, seconds) for case in order}
        for case in order:
            run.raw(f"tax-{case}", number, latchkey.name, pair[case])
        shares.append(pair["get"].result.rate / pair["open"].result.rate)
        cpu.append(pair["open"].cpu / pair["get"].cpu)
    report.table("Policy tax", ("measure", "median", "least - most"),
                 [("requests/s with all policies / on a public route", f"**{statistics.median(shares):.3f}**", f"{min(shares):.3f} - {max(shares):.3f}"),
                  ("CPU on a public route / with all policies", f"{statistics.median(cpu):.3f}", f"{min(cpu):.3f} - {max(cpu):.3f}")])


def refusals(run, report, latchkey, seconds):
    """Answers of our own against proxied ones, per CPU of the gateway."""
    rows = []
    for case in ("no-key", "bad-key", "wrong-scope", "over-limit"):
        measure.warm(run, latchkey, case, run.warm)
        pairs = []
        for number in range(3):
            proxied = measure.once(run, latchkey, "get", seconds)
            refused = measure.once(run, latchkey, case, seconds)
            run.raw(case, number, latchkey.name, refused)
            pairs.append((refused.result.rate / proxied.result.rate, proxied.cpu / refused.cpu))
        rows.append((case, f"**{statistics.median(p[0] for p in pairs):.2f}**", f"{statistics.median(p[1] for p in pairs):.2f}"))
    report.table("Refusals", ("cause", "refused/s / proxied/s", "CPU proxied / CPU refused"), rows)


def open_loop(run, report, all_candidates, peak, seconds):
    rate = int(peak / 2) // 32 * 32
    rows, p99 = [], {}
    for c in all_candidates:
        results = [load.open_loop(c.port, run.keys[1][0], rate, seconds, f"{run.directory}/h2load.log") for _ in range(3)]
        p99[c.name] = statistics.median(r.p99 for r in results)
        rows.append((c.name, f"{statistics.median(r.rate for r in results):,.0f}", f"{statistics.median(r.p50 for r in results):.0f}",
                     f"{p99[c.name]:.0f}", sum(r.wrong for r in results)))
    report.table(f"Open loop at {rate:,} requests/s, half of HAProxy's peak", ("candidate", "served/s", "p50 us", "p99 us", "errors"), rows)
    if "haproxy" in p99:
        report.add(f"p99 of Latchkey / HAProxy: **{p99['latchkey'] / p99['haproxy']:.2f}**")


def start_time(run, report, flags):
    """From exec to ready, with the external store as it is."""
    took = []
    for n in range(3):
        candidate = known.Latchkey(9190 + 2 * n, f"start-{n}", flags)
        began = time.monotonic()
        candidate.process = run.processes.start(candidate.command(run), "0,1", f"{run.directory}/start.log", run.env)
        system.wait_for(f"http://127.0.0.1:{candidate.port + 1}/readyz", 60)
        took.append(time.monotonic() - began)
        run.processes.end(candidate.process)
    report.table("Start to ready, both processors, external PostgreSQL", ("keys in the store", "median s", "least - most"),
                 [(f"{run.postgres.sql('SELECT count(*) FROM latchkey.api_key')}", f"**{statistics.median(took):.2f}**", f"{min(took):.2f} - {max(took):.2f}")])


def statements(run, report, latchkey, seconds):
    """What the store was asked while known keys were served."""
    before = run.postgres.statements()
    sample = measure.once(run, latchkey, "get", seconds)
    asked = run.postgres.statements() - before
    report.table("Database statements with known keys", ("statements", "requests", "per 10^6 requests"),
                 [(asked, f"{sample.result.requests:,}", f"**{asked * 1e6 / sample.result.requests:.0f}**")])


def growth(run, report, flags, count, seconds):
    """The same process shape with 10,000 routes, and with a million keys in the cache."""
    wide = known.Latchkey(9170, "routes-10000", flags, routes=10_000)
    narrow = known.Latchkey(9174, "routes-10", flags, routes=10)
    for c in (wide, narrow):
        c.begin(run)
    os.environ.pop("KEYS", None)
    envs = {wide.name: {"ROUTES": "20"}, narrow.name: {"ROUTES": "10"}}
    for c in (wide, narrow):
        measure.warm(run, c, "get", run.warm, **envs[c.name])
    shares = []
    for number in range(count):
        pair = {}
        for c in (wide, narrow) if number % 2 == 0 else (narrow, wide):
            pair[c.name] = measure.once(run, c, "get", seconds, **envs[c.name])
            run.raw("routes", number, c.name, pair[c.name])
        shares.append(pair[wide.name].result.rate / pair[narrow.name].result.rate)
    report.table("Growth", ("measure", "median", "least - most"),
                 [("requests/s at 10,000 routes / at 10", f"**{statistics.median(shares):.3f}**", f"{min(shares):.3f} - {max(shares):.3f}")])
    for c in (wide, narrow):
        run.processes.end(c.process)

# SPDX-License-Identifier: Apache-2.0
"""What is measured of Latchkey beside the comparison: counts, policy tax, refusals, size, start."""
import statistics
import time

import asked
import candidates as known
import keys as key_rows
import load
import measure
import system


def counts(run, report, all_candidates, samples, case="get"):
    rows = []
    for c in all_candidates:
        requests, calls, _ = system.system_calls(
            c.pids, 3, lambda s, c=c: load.closed(asked.file(run.directory, case), c.port, s).requests)
        most = sorted(calls.items(), key=lambda x: -x[1])[:6]
        allocated = run.allocations.get(c.name)
        if c.name == "latchkey":
            run.figures.update(calls=sum(calls.values()) / requests, bytes=allocated)
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
    measure.warm(run, latchkey, "get", run.step)
    shares, cpu = [], []
    for number in range(count):
        order = ("get", "open") if number % 2 == 0 else ("open", "get")
        pair = run.still.round(lambda: {case: measure.once(run, latchkey, case, seconds) for case in order})
        for case in order:
            run.raw(f"tax-{case}", number, latchkey.name, pair[case])
        shares.append(pair["get"].result.rate / pair["open"].result.rate)
        cpu.append(pair["open"].cpu / pair["get"].cpu)
    run.figures["tax"] = statistics.median(shares)
    report.table("Policy tax", ("measure", "median", "least - most"),
                 [("requests/s with all policies / on a public route", f"**{statistics.median(shares):.3f}**", f"{min(shares):.3f} - {max(shares):.3f}"),
                  ("CPU on a public route / with all policies", f"{statistics.median(cpu):.3f}", f"{min(cpu):.3f} - {max(cpu):.3f}")])


def refusals(run, report, latchkey, count, seconds, peer):
    """Answers of our own against proxied ones; and the peer's, which show what the load can ask for at most."""
    rows = []
    # What is forgotten after a while has to be looked up again: few keys, or that is what is measured.
    key_rows.write(key_rows.make(10), run.directory, "unknown.tsv")
    for case in ("no-key", "bad-key", "unknown-key", "wrong-scope", "over-limit"):
        asking = {"keys": "unknown.tsv"} if case == "unknown-key" else {}
        peers = [] if peer is latchkey or case == "over-limit" else [peer]  # the peers' limits never bite
        measure.warm(run, latchkey, case, run.warm, **asking)
        found = []
        for number in range(count):
            proxied, refused, *others = run.still.round(
                lambda: [measure.once(run, latchkey, "get", seconds),
                         *(measure.once(run, c, case, seconds, **asking) for c in (latchkey, *peers))])
            run.raw(case, number, latchkey.name, refused)
            for other in others:
                run.raw(case, number, peer.name, other)
            found.append((proxied, refused, *others))
        middle = lambda value: statistics.median(value(*each) for each in found)
        ratio = middle(lambda p, r, *o: r.result.rate / p.result.rate)
        run.figures["refusals"] = min(ratio, run.figures.get("refusals", ratio))
        idle = lambda which: f"{100 * middle(lambda *all: all[which].idle):.0f}"
        rows.append((case, f"**{ratio:.2f}**", f"{middle(lambda p, r, *o: p.cpu / r.cpu):.2f}", idle(0), idle(1),
                     f"{middle(lambda p, r, o: o.result.rate / p.result.rate):.2f}" if peers else "-",
                     f"{middle(lambda p, r, o: r.cpu / o.cpu):.2f}" if peers else "-"))
    report.table("Refusals", ("cause", "refused/s / proxied/s", "CPU proxied / CPU refused",
                              "the gateway's processor idle while proxying, %", "while refusing, %",
                              f"{peer.name}'s refused/s / proxied/s of ours", f"CPU refused / {peer.name}'s"), rows)


def open_loop(run, report, all_candidates, peak, seconds):
    rate = int(peak / 2) // 32 * 32
    rows, p99 = [], {}

    def one():
        return {c.name: load.open_loop(c.port, run.keys[1][0], rate, seconds, f"{run.directory}/h2load.log") for c in all_candidates}

    found = [run.still.round(one) for _ in range(5)]
    for c in all_candidates:
        results = [each[c.name] for each in found]
        p99[c.name] = statistics.median(r.p99 for r in results)
        rows.append((c.name, f"{statistics.median(r.rate for r in results):,.0f}", f"{statistics.median(r.p50 for r in results):.0f}",
                     f"{p99[c.name]:.0f}", sum(r.wrong for r in results)))
    report.table(f"Open loop at {rate:,} requests/s, half of HAProxy's peak", ("candidate", "served/s", "p50 us", "p99 us", "errors"), rows)
    if "haproxy" in p99:
        run.figures["p99"] = p99["latchkey"] / p99["haproxy"]
        report.add(f"p99 of Latchkey / HAProxy: **{p99['latchkey'] / p99['haproxy']:.2f}**")


def start_time(run, report, flags):
    """From exec to ready with 10,000 keys in an external store, without and with an archive of loaded classes."""
    run.postgres.load(key_rows.make(10_000 - run.key_count))
    archive = f"{run.directory}/classes.jsa"
    rows = []
    for title, more in (("as it is", []), ("with a class archive", [f"-XX:SharedArchiveFile={archive}"])):
        if more:
            start_once(run, [*flags, f"-XX:ArchiveClassesAtExit={archive}"], 9)
        took = [start_once(run, [*flags, *more], n) for n in range(3)]
        run.figures["start"] = statistics.median(took)
        rows.append((title, f"**{statistics.median(took):.2f}**", f"{min(took):.2f} - {max(took):.2f}"))
    report.table("Start to ready, both processors, external PostgreSQL, 10,000 keys", ("how", "median s", "least - most"), rows)


def start_once(run, flags, number):
    candidate = known.Latchkey(9200 + 2 * number, f"start-{number}", flags)
    command = candidate.command(run)
    began = time.monotonic()
    candidate.process = run.processes.start(command, "0,1", f"{run.directory}/start.log")
    system.wait_for(f"http://127.0.0.1:{candidate.port + 1}/readyz", 60)
    took = time.monotonic() - began
    run.processes.end(candidate.process)
    return took


def statements(run, report, latchkey, seconds):
    """What the store was asked while known keys were served; and whether load and meters have counted the same."""
    before, counted = run.postgres.statements(), latchkey.forwarded()
    sample = measure.once(run, latchkey, "get", seconds)
    asked_of_store, forwarded = run.postgres.statements() - before, latchkey.forwarded() - counted
    if not 0 <= forwarded - sample.result.requests <= load.CONNECTIONS:
        raise SystemExit(f"the load counted {sample.result.requests} answers, Latchkey forwarded {forwarded:.0f}")
    run.figures["statements"] = asked_of_store * 1e6 / sample.result.requests
    report.table("Database statements with known keys", ("statements", "requests", "per 10^6 requests"),
                 [(asked_of_store, f"{sample.result.requests:,}", f"**{run.figures['statements']:.0f}**")])


def growth(run, report, flags, count, seconds):
    """The same process shape with 10,000 routes, and with a million keys in the cache."""
    room = [*flags, "-Xmx1g"]  # ten thousand routes have as many meters
    wide = known.Latchkey(9170, "routes-10000", room, routes=10_000)
    narrow = known.Latchkey(9174, "routes-10", room, routes=10)
    for c in (wide, narrow):
        c.begin(run)
    routes = {wide.name: 20, narrow.name: 10}
    for c in (wide, narrow):
        measure.warm(run, c, "get", run.warm, routes=routes[c.name])
    shares = []
    for number in range(count):
        order = (wide, narrow) if number % 2 == 0 else (narrow, wide)
        pair = run.still.round(lambda: {c.name: measure.once(run, c, "get", seconds, routes=routes[c.name]) for c in order})
        for c in order:
            run.raw("routes", number, c.name, pair[c.name])
        shares.append(pair[wide.name].result.rate / pair[narrow.name].result.rate)
    run.figures["routes"] = statistics.median(shares)
    report.table("Growth", ("measure", "median", "least - most"),
                 [("requests/s at 10,000 routes / at 10", f"**{statistics.median(shares):.3f}**", f"{min(shares):.3f} - {max(shares):.3f}")])
    for c in (wide, narrow):
        run.processes.end(c.process)


def http2_upstream(run, report, latchkey, flags, count, seconds):
    """The same job with HTTP/2 to the backend, where many calls share few connections and their writes."""
    other = known.Latchkey(9178, "http2-upstream", flags, http2=True)
    other.begin(run)
    for c in (other, latchkey):
        measure.warm(run, c, "get", run.warm)
    samples = measure.rounds(run, [latchkey, other], "get", count, seconds)
    rows = [(title, "**%.2f**" % middle, "%.2f - %.2f" % (least, most)) for title, (middle, least, most) in (
        ("CPU per request with HTTP/2 to the backend / with HTTP/1.1", measure.ratios(samples, other.name, latchkey.name)),
        ("requests/s likewise", measure.ratios(samples, other.name, latchkey.name, lambda s: s.result.rate)))]
    report.table("HTTP/2 to the backend", ("measure", "median", "least - most"), rows)
    run.processes.end(other.process)

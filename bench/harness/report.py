# SPDX-License-Identifier: Apache-2.0
"""The report: machine, versions, settings, results, raw rows."""
import statistics
import time

import measure
import system
import verdict

BEGIN, END = "<!-- results -->", "<!-- end of results -->"


def machine():
    with open("/proc/cpuinfo") as file:
        info = file.read()
    model = [line.split(":")[1].strip() for line in info.splitlines() if line.startswith("model name")]
    return [("processors", f"{len(model)} x {model[0] if model else 'unknown'}"),
            ("kernel", system.text("uname", "-r")),
            ("java", system.text("java", "-version").splitlines()[1]),
            ("h2load, compiler of the load", system.text("h2load", "--version") + "; " + system.text("cc", "--version").splitlines()[0])]


class Report:
    def __init__(self, run, candidates):
        self.run, self.parts = run, []
        self.add("# Whole-process benchmark", time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()))
        self.table("Machine and versions", ("what", "which"),
                   machine() + [(c.name, c.version()) for c in candidates])
        self.add("Each candidate runs on processor 0 with one event loop or worker, its compiler and collector threads"
                 " included; load and backend run on processor 1. 64 keep-alive connections, keep-alive upstream, a"
                 f" backend that answers 200 bytes, {run.key_count} keys, 20 routes. Candidates take turns, A B C then"
                 " C B A. A ratio is the median of the ratios within each round, with the least and the most.")

    def add(self, *paragraphs):
        self.parts.extend(paragraphs)

    def table(self, title, header, rows):
        lines = [f"## {title}", "", "| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
        lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
        self.add("\n".join(lines))

    def case(self, title, case, candidates, samples):
        rows = []
        for c in candidates:
            own = samples[c.name]
            get = lambda value, own=own: statistics.median(value(s) for s in own)
            rows.append((c.name, f"{get(lambda s: s.result.rate):,.0f}",
                         f"{get(lambda s: s.cpu):.1f}", f"{get(lambda s: s.user):.1f}", f"{get(lambda s: s.kernel):.1f}",
                         f"{get(lambda s: s.switches):.3f}", f"{get(lambda s: s.result.p50):.0f} / {get(lambda s: s.result.p99):.0f}",
                         f"{get(lambda s: s.rss):.0f}", sum(s.result.wrong + s.result.broken for s in own)))
        if case == "get":
            self.run.figures["switches"] = statistics.median(s.switches for s in samples["latchkey"])
        self.table(title, ("candidate", "requests/s", "CPU us/request", "user", "kernel", "switches/request",
                           "p50 / p99 us, saturated", "RSS MiB", "errors"), rows)
        self.ratios(case, candidates, samples)

    def ratios(self, case, candidates, samples):
        rows = []
        for c in candidates:
            if c.name == "latchkey":
                continue
            middle, least, most = measure.ratios(samples, "latchkey", c.name)
            self.run.figures[f"{case}/{c.name}"] = middle
            rows.append((f"CPU per request / {c.name}", f"**{middle:.2f}**", f"{least:.2f} - {most:.2f}"))
        if rows:
            self.table(f"Latchkey against each, {case}", ("measure", "median ratio", "least - most"), rows)

    def controls(self, samples, dropped):
        """Says what was measured in vain, and whether the machine held still in what counts."""
        self.add(*dropped)
        found = measure.controls(samples)
        if not found or any(len(samples[name]) < measure.QUOTABLE for name in found):
            self.add(f"**No control, or fewer than {measure.QUOTABLE} rounds: this shows that the benchmark works, and nothing else.**")
            return False
        still = all(share <= measure.MOVED for share in found.values())
        self.add(f"The controls held still: {measure.shares(found)}." if still else
                 f"**The controls moved: {measure.shares(found)}. Repeat this run.**")
        return still

    def verdict(self, still):
        """What was reached, as a table, with what the controls did."""
        lines = ["| measure | at most | stretch | measured | holds |", "|---|---|---|---|---|"]
        lines += ["| " + " | ".join(row) + " |" for row in verdict.rows(self.run.figures)]
        worth = ("The controls held still." if still else
                 "**Not to be quoted: the controls moved by more than 15 %, or there were fewer than 10 rounds. Repeat this run.**")
        return "\n".join(lines) + "\n\n" + worth

    def write(self, path, still):
        raw = "\n".join(["case round candidate requests/s user kernel switches p50 p99 errors", *self.run.rows])
        parts = [*self.parts[:2], "## Reached", self.verdict(still), *self.parts[2:], "## Raw rows",
                 f"```\n{raw}\n```", "## Notes", "\n".join(f"- {n}" for n in self.run.notes)]
        with open(path, "w") as file:
            file.write("\n\n".join(parts) + "\n")

    def publish(self, path, still):
        """Writes verdict and tables into a page, between its marks."""
        with open(path) as file:
            before, rest = file.read().split(BEGIN, 1)
        after = rest.split(END, 1)[1]
        body = "\n\n".join([f"Measured {self.parts[1]}.", self.verdict(still), *self.parts[2:]]).replace("\n## ", "\n### ")
        with open(path, "w") as file:
            file.write(f"{before}{BEGIN}\n\n{body}\n\n{END}{after}")

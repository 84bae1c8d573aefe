# SPDX-License-Identifier: Apache-2.0
"""Rounds: candidates take turns, forth and back, and each is compared within its round."""
import statistics
import time

import asked
import load
import system

MOVED, QUOTABLE = 0.15, 10  # share of the median; rounds


class Sample:
    """What one turn of a candidate showed; idle is the share of its time that its processor had nothing to do."""

    def __init__(self, result, user, kernel, switches, rss, idle):
        self.result, self.idle = result, idle
        self.user, self.kernel = user / result.requests, kernel / result.requests
        self.switches, self.rss = switches / result.requests, rss

    @property
    def cpu(self):
        return self.user + self.kernel


def once(run, candidate, case, seconds, **asking):
    pids = candidate.pids
    user, kernel = system.cpu_micros(pids)
    switches = system.switches(pids)
    idle, began = system.idle_micros(), time.monotonic()
    result = load.closed(asked.file(run.directory, case, **asking), candidate.port, seconds)
    user_after, kernel_after = system.cpu_micros(pids)
    idle_after, took = system.idle_micros(), (time.monotonic() - began) * 1e6
    if result.requests == 0:
        raise SystemExit(f"{candidate.name} answered nothing")
    return Sample(result, user_after - user, kernel_after - kernel, system.switches(pids) - switches,
                  candidate.resident(),
                  (idle_after - idle) / took)


def warm(run, candidate, case, most, **asking):
    """Until CPU per request has stopped falling: five rounds in a row without a gain of 3 %.

    Two are not enough: a neighbour of the machine, or the compiler at a large method, makes as many look still.
    """
    spent, best, still = 0, float("inf"), 0
    most = most if case == "get" else most // 2  # the code is warm; what is new is little
    while spent < most and still < 5:
        cpu = once(run, candidate, case, run.step, **asking).cpu
        spent += run.step
        still = still + 1 if cpu > 0.97 * best else 0
        best = min(best, cpu)
    run.note(f"warm-up of {candidate.name} for {case}: {spent} s, {best:.1f} us per request")


class Stillness:
    """Whether the machine is as quick as in the quicker quarter of all looks at a control that does the same each time.

    A neighbour of a virtual machine can double what a request costs for minutes, and no counter of the guest shows it.
    Not as quick as at its quickest: a single lucky second would put all later ones in the wrong.
    """

    most, look = 1.15, 1

    def __init__(self, run, control, patience):
        self.run, self.control, self.patience = run, control, patience
        self.looks, self.kept, self.repeated, self.moved = [], 0, 0, 0

    def holds(self):
        cpu = once(self.run, self.control, "get", self.look).cpu
        self.looks.append(cpu)
        return cpu <= self.most * sorted(self.looks)[len(self.looks) // 4]

    def round(self, do):
        """Does it between two looks at the control, and again if that moved, as long as there is patience."""
        while True:
            began = time.monotonic()
            before = self.holds()
            if before or self.patience <= 0:
                result = do()
                still = self.holds() and before
                if still or self.patience <= 0:
                    self.kept += 1
                    self.moved += not still
                    return result
                self.repeated += 1
            self.patience -= time.monotonic() - began

    def text(self):
        return (f"{self.kept} rounds were kept, {self.repeated} repeated because the control moved by more than "
                f"{100 * (self.most - 1):.0f} % before or after them, {self.moved} kept although it had.")

    def held(self):
        return self.moved * 10 <= self.kept


def rounds(run, candidates, case, count, seconds, first=0):
    """Samples by candidate name; A B C, then C B A. The rounds' numbers begin with the first."""
    samples = {candidate.name: [] for candidate in candidates}

    def one(number):
        order = candidates if number % 2 == 0 else list(reversed(candidates))
        return {candidate.name: once(run, candidate, case, seconds) for candidate in order}

    for number in range(first, first + count):
        for name, sample in run.still.round(lambda: one(number)).items():
            samples[name].append(sample)
            run.raw(case, number, name, sample)
    return samples


def still_rounds(run, candidates, case, count, seconds, attempts):
    """Samples of the first attempt whose controls held still, else of the last one; and what is to be said of those before.

    Only the controls tell which attempt counts: what is compared with them has no part in it. With too few rounds to be
    quoted there is one attempt.
    """
    attempts, dropped = attempts if count >= QUOTABLE else 1, []
    for attempt in range(attempts):
        first, before = attempt * count, (run.still.kept, run.still.moved)
        samples = rounds(run, candidates, case, count, seconds, first)
        moved = {name: share for name, share in controls(samples).items() if share > MOVED}
        if not moved or attempt + 1 == attempts:
            return samples, dropped
        run.still.kept, run.still.moved = before  # what does not count does not count against the run either
        dropped.append(f"Rounds {first} - {first + count - 1} do not count, for the controls moved: {shares(moved)}.")
        run.note(f"{case}: {dropped[-1]}")


def ratios(samples, name, control, value=lambda s: s.cpu):
    """The candidate over the control, within each round: median, least, most."""
    each = [value(a) / value(b) for a, b in zip(samples[name], samples[control])]
    return statistics.median(each), min(each), max(each)


def median(samples, value):
    return statistics.median(value(s) for s in samples)


def spread(samples, value=lambda s: s.cpu):
    """How far the middle half of a control's samples lies apart, as a share of the median."""
    values = sorted(value(s) for s in samples)
    quarter = max(1, len(values) // 4) if len(values) > 3 else 0
    middle = values[quarter:len(values) - quarter] or values
    return (max(middle) - min(middle)) / statistics.median(values)


def controls(samples):
    """How far each control moved; more than MOVED means that the machine did not hold still."""
    return {name: spread(samples[name]) for name in ("nginx", "haproxy") if name in samples}


def shares(of):
    return ", ".join(f"{name} {100 * share:.0f} %" for name, share in of.items())

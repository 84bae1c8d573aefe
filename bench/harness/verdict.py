# SPDX-License-Identifier: Apache-2.0
"""The figures that are to be reached, and whether they were."""

# name, what, bound, stretch, digits; a bound that begins with > is a least one
ROWS = [
    ("get/nginx", "CPU per request / nginx", "1.35", "1.1", 2),
    ("get/nginx-lua", "CPU per request / nginx with Lua", "1.1", "0.9", 2),
    ("get/haproxy", "CPU per request / HAProxy", "1.1", "0.9", 2),
    ("get/spring-cloud-gateway", "CPU per request / Spring Cloud Gateway", "0.25", "0.18", 2),
    ("get/vertx-http-proxy", "CPU per request / bare vertx-http-proxy", "0.85", "0.7", 2),
    ("tax", "requests/s with all policies / without, same process", ">0.93", ">0.97", 3),
    ("calls", "system calls per request", "5.2", "4.6", 2),
    ("switches", "context switches per request", "0.15", "0.05", 3),
    ("bytes", "allocated bytes per request", "5000", "2500", 0),
    ("decision/ns", "whole decision with counters, ns", "900", "500", 0),
    ("decision/bytes", "whole decision with counters, bytes", "200", "64", 0),
    ("refusals", "refusals/s / proxied/s, the slowest cause", ">2", ">3", 2),
    ("routes", "requests/s at 10,000 routes / at 10", ">0.96", ">0.99", 3),
    ("keys", "requests/s at 1,000,000 keys / at 1,000, by J2 and CPU per request", ">0.94", ">0.97", 3),
    ("heap", "heap per cached key at 1,000,000, bytes", "400", "220", 0),
    ("p99", "p99 at half of HAProxy's peak / HAProxy's", "2.0", "1.3", 2),
    ("post/nginx", "16 KiB POST: CPU per request / nginx", "1.8", "1.3", 2),
    ("start", "start to ready, external PostgreSQL, 10,000 keys, s", "2.5", "1.0", 2),
    ("statements", "database statements per 10^6 requests", "100", "40", 0),
]


def reached(value, bound):
    return value >= float(bound[1:]) if bound.startswith(">") else value <= float(bound)


def said(bound):
    return "≥ " + bound[1:] if bound.startswith(">") else "≤ " + bound


def rows(figures):
    """Measure, bound, stretch, figure, whether it holds; what was not measured is left out."""
    return [(what, said(bound), said(stretch), f"**{figures[name]:,.{digits}f}**",
             "stretch" if reached(figures[name], stretch) else "yes" if reached(figures[name], bound) else "no")
            for name, what, bound, stretch, digits in ROWS if name in figures]

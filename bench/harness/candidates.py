# SPDX-License-Identifier: Apache-2.0
"""What is measured: each candidate is one process on one processor, with one event loop or worker."""
import abc
import os
import re
import urllib.request

from system import PROXY_CPU, resident_mib, text, tree, wait_for

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PEERS = f"{HERE}/peers"
APP = f"{os.path.dirname(HERE)}/deploy/app/target"
HEAP = ["-Xms256m", "-Xmx256m"]
GC_LOG = "-Xlog:gc:file={}:none"


class Candidate(abc.ABC):
    """Started once per run; measured many times."""

    java = False

    def __init__(self, name, port):
        self.name, self.port = name, port
        self.process = None

    def begin(self, run):
        self.process = run.processes.start(self.command(run), PROXY_CPU, f"{run.directory}/{self.name}.log")
        wait_for(f"http://127.0.0.1:{self.port}/api/s01/items/1", 60, {"X-API-Key": run.keys[0][0]})

    @abc.abstractmethod
    def command(self, run):
        """The words that start it, its configuration written."""

    @abc.abstractmethod
    def version(self):
        """For the report."""

    @property
    def pids(self):
        return tree(self.process.pid)

    def allocated(self, run):
        """Bytes allocated so far by the collector's own account, to about one young generation."""
        if not self.java:
            return None
        total, after = 0.0, 0.0
        with open(f"{run.directory}/{self.name}.gc") as file:
            for before, left in re.findall(r"(\d+)M->(\d+)M", file.read()):
                total += int(before) - after
                after = int(left)
        return total * 1024 * 1024

    def resident(self):
        return resident_mib(self.pids)


def filled(template, target, run, port):
    with open(f"{PEERS}/{template}") as file:
        content = file.read()
    for name, value in {"DIR": run.directory, "PORT": port, "BACKEND": run.backend_port, "HTTP2": run.http2_port, "PEERS": PEERS}.items():
        content = content.replace(f"@{name}@", str(value))
    with open(f"{run.directory}/{target}", "w") as file:
        file.write(content)


def nginx_routes(run, name, policy, before=""):
    """Twenty locations, a scope each."""
    with open(f"{run.directory}/{name}-routes.conf", "w") as file:
        for i in range(20):
            file.write(f"location /api/s{i:02d}/ {{ set $need s{i:02d}; include {run.directory}/{policy}; }}\n")


class Nginx(Candidate):
    config, policy = "nginx", "nginx-policy.conf"

    def command(self, run):
        for part in (f"{self.config}.conf", self.policy, "nginx-forward.conf"):
            filled(part, part, run, self.port)
        nginx_routes(run, self.config, self.policy)
        return ["nginx", "-c", f"{run.directory}/{self.config}.conf"]

    def version(self):
        return text("nginx", "-v").split("/")[-1]


class NginxLua(Nginx):
    config, policy = "nginx-lua", "nginx-lua-policy.conf"

    def version(self):
        return super().version() + " with LuaJIT"


class HAProxy(Candidate):
    def command(self, run):
        filled("haproxy.cfg", "haproxy.cfg", run, self.port)
        return ["haproxy", "-db", "-f", f"{run.directory}/haproxy.cfg"]

    def version(self):
        return text("haproxy", "-v").splitlines()[0].split()[2]


class Jar(Candidate):
    java = True

    def __init__(self, name, port, jar, version):
        super().__init__(name, port)
        self.jar, self.known_version = jar, version

    def command(self, run):
        return ["java", *HEAP, GC_LOG.format(f"{run.directory}/{self.name}.gc"), "-jar", self.jar,
                str(self.port), str(run.backend_port), f"{run.directory}/keys.tsv"]

    def version(self):
        return self.known_version


class Latchkey(Candidate):
    java = True

    def __init__(self, port, name="latchkey", flags=(), routes=20, app=APP, http2=False):
        super().__init__(name, port)
        self.flags, self.routes, self.app, self.http2 = list(flags), routes, app, http2

    def command(self, run):
        self.write_config(run)
        return ["java", *HEAP, *self.flags, GC_LOG.format(f"{run.directory}/{self.name}.gc"),
                "-jar", f"{self.app}/latchkey.jar", "serve", "--config", f"{run.directory}/{self.name}.yaml"]

    def begin(self, run):
        super().begin(run)
        wait_for(f"http://127.0.0.1:{self.port + 1}/readyz", 60)

    def forwarded(self):
        """Calls so far that the upstream answered, by its own meters."""
        page = urllib.request.urlopen(f"http://127.0.0.1:{self.port + 1}/metrics", timeout=5).read().decode()
        return sum(float(line.rsplit(" ", 1)[1]) for line in page.splitlines()
                   if line.startswith("latchkey_requests_total{") and 'outcome="forwarded"' in line)

    def version(self):
        return text("git", "-C", HERE, "describe", "--always", "--dirty")

    def write_config(self, run):
        """All policies, metrics and the access log, as the measures say."""
        backend = (f'targets: [ "http://127.0.0.1:{run.http2_port}" ], protocol: http2' if self.http2
                   else f'targets: [ "http://127.0.0.1:{run.backend_port}" ]')
        lines = ["version: 1", "store:", f'  postgres: {{ url: "{run.postgres.url}" }}', "gateway:",
                 f"  listen: 127.0.0.1:{self.port}", f"  keyCache: {{ maxKeys: {max(100_000, run.key_count + 1000)} }}",
                 "management:", f"  listen: 127.0.0.1:{self.port + 1}", "scopes:"]
        lines += [f'  - {{ id: "s{i:02d}:read" }}' for i in range(max(20, self.routes))]
        lines += ["plans:", "  plenty: { limits: [ { name: minute, limit: 100000000, window: 60s } ] }",
                  "profiles:", "  bench:", "    prefix: bk_live_", "    scopePolicy: optional", "    plan: plenty",
                  "upstreams:", f"  backend: {{ {backend} }}", "routes:"]
        lines += [f'  - {{ id: r{i:02d}, path: /api/s{i:02d}/**, scopes: {{ all: [ "s{i:02d}:read" ] }}, upstream: backend }}'
                  for i in range(self.routes)]
        lines += ["  - { id: open, path: /open/**, public: true, upstream: backend }",
                  '  - { id: tight, path: /tight/**, scopes: { all: [ "s00:read" ] }, upstream: backend,'
                  " limits: [ { name: tight, limit: 1, window: 3600s } ] }"]
        with open(f"{run.directory}/{self.name}.yaml", "w") as file:
            file.write("\n".join(lines) + "\n")


def all_candidates():
    return [
        Nginx("nginx", 9110),
        NginxLua("nginx-lua", 9120),
        HAProxy("haproxy", 9130),
        Jar("vertx-http-proxy", 9140, f"{PEERS}/vertx-http-proxy/target/peer.jar", "5.0.7"),
        Jar("spring-cloud-gateway", 9150, f"{PEERS}/spring-cloud-gateway/target/peer.jar", "2025.1.4 on Boot 4.0.7"),
        Latchkey(9160),
    ]

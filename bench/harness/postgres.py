# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL of this run, from the Debian package."""
import glob
import os
import pwd
import shutil
import subprocess
import time

import keys as key_rows
from system import OTHERS_CPU


class Postgres:
    def __init__(self, processes, directory, port):
        self.processes, self.directory, self.port = processes, f"{directory}/postgres", port
        self.bin = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]
        self.user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
        self.process = None

    @property
    def url(self):
        return f"postgresql://bench@127.0.0.1:{self.port}/bench"

    def start(self):
        shutil.rmtree(self.directory, ignore_errors=True)
        os.makedirs(self.directory)
        if self.user:
            owner = pwd.getpwnam("postgres")
            os.chown(self.directory, owner.pw_uid, owner.pw_gid)
        self._run("initdb", "-D", self.directory, "-U", "bench", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.process = self.processes.start(
            [*self.user, f"{self.bin}/postgres", "-D", self.directory, "-p", str(self.port), "-k", self.directory,
             "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=60", "-c", "fsync=off",
             "-c", "shared_preload_libraries=pg_stat_statements", "-c", "jit=off", "-c", "shared_buffers=256MB"],
            OTHERS_CPU, "/dev/null")
        for _ in range(200):
            if self._try("psql", *self._target("postgres"), "-c", "SELECT 1"):
                break
            time.sleep(0.1)
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "bench", "bench")
        self.sql("CREATE EXTENSION pg_stat_statements")

    def load(self, keys):
        """Puts keys behind the change feed's back: only for a store that nobody serves from yet."""
        psql = subprocess.Popen(
            [f"{self.bin}/psql", *self._target("bench"), "-q", "-v", "ON_ERROR_STOP=1"],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        psql.stdin.write("BEGIN; ALTER TABLE latchkey.api_key DISABLE TRIGGER USER;"
                         " ALTER TABLE latchkey.api_key_secret DISABLE TRIGGER USER;\n")
        for row in key_rows.copy_rows(keys):
            psql.stdin.write(row)
        psql.stdin.write("ALTER TABLE latchkey.api_key ENABLE TRIGGER USER;"
                         " ALTER TABLE latchkey.api_key_secret ENABLE TRIGGER USER; COMMIT; ANALYZE;\n")
        psql.stdin.close()
        if psql.wait():
            raise SystemExit("the keys could not be loaded")

    def statements(self):
        """Calls so far, transaction control apart."""
        return int(self.sql("SELECT coalesce(sum(calls), 0) FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid"
                            " WHERE query NOT ILIKE '%pg_stat_statements%'"))

    def sql(self, statement):
        return subprocess.run([f"{self.bin}/psql", *self._target("bench"), "-Atc", statement],
                              stdout=subprocess.PIPE, text=True, check=True).stdout.strip()

    def _target(self, database):
        return ["-h", "127.0.0.1", "-p", str(self.port), "-U", "bench", "-d", database]

    def _run(self, program, *arguments):
        subprocess.run([*self.user, f"{self.bin}/{program}", *arguments], stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, check=True, cwd="/")

    def _try(self, program, *arguments):
        return subprocess.run([f"{self.bin}/{program}", *arguments], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL).returncode == 0

# SPDX-License-Identifier: Apache-2.0
"""What is asked in each case: requests as octets, made once for a run; keys and routes take turns."""
import os

BODY = "x" * 16_384


def _request(method, path, key=None, body=""):
    head = (f"{method} {path} HTTP/1.1\r\nHost: api.example.test\r\nUser-Agent: bench/1.0\r\n"
            "Accept: application/json\r\nAccept-Encoding: gzip\r\n")
    if key:
        head += f"X-API-Key: {key}\r\n"
    if body:
        head += f"Content-Length: {len(body)}\r\n"
    return head + "\r\n" + body


def _spoilt(key):
    """The same key with a check sum that is not its own."""
    return key[:-2] + ("bb" if key.endswith("aa") else "aa")


def _of(case, key, own, full):
    """The request of a case with this key, whose route is the own one; none where the key does not fit."""
    path = f"/api/s{own:02d}/items/42?limit=10"
    if case == "post":
        return _request("POST", path, key, BODY)
    if case == "open":
        return _request("GET", "/open/items/42?limit=10")
    if case == "no-key":
        return _request("GET", path)
    if case == "bad-key":
        return _request("GET", path, _spoilt(key))
    if case == "wrong-scope":
        return None if full else _request("GET", "/api/s19/items/42", key)
    if case == "over-limit":
        return _request("GET", "/tight/items/42", key)
    return _request("GET", path, key)


def file(directory, case, keys="keys.tsv", routes=20):
    """The file with all requests of a case: each as its length in a line, and its octets."""
    name = f"{directory}/{case}-{routes}-{keys}.requests"
    if not os.path.exists(name):
        with open(f"{directory}/{keys}") as rows, open(name, "w") as out:
            for number, row in enumerate(rows):
                key, _, scopes = row.rstrip("\n").split("\t")
                full = len(scopes) > 10
                request = _of(case, key, number % (routes if full else 2), full)
                if request:
                    out.write(f"{len(request)}\n{request}")
    return name

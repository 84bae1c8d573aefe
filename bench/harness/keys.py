# SPDX-License-Identifier: Apache-2.0
"""Keys that are made for one run: for the peers as files, for Latchkey as rows."""
import hashlib
import secrets
import string
import uuid
import zlib

BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase
PREFIX = "bk_live_"
FULL = [f"s{i:02d}" for i in range(20)]


def mint():
    body = PREFIX + "".join(secrets.choice(BASE62) for _ in range(30))
    check, rest = "", zlib.crc32(body.encode())
    for _ in range(6):
        check = BASE62[rest % 62] + check
        rest //= 62
    return body + check


def make(count):
    """Every second key may call all routes, the others two."""
    return [(mint(), str(uuid.UUID(int=(secrets.randbits(128) & ~(0xF << 76) & ~(3 << 62)) | (7 << 76) | (2 << 62))),
             FULL if i % 2 else FULL[:2]) for i in range(count)]


def write(keys, directory, name="keys.tsv"):
    with open(f"{directory}/{name}", "w") as file:
        file.writelines(f"{key}\t{identity}\t{' '.join(scopes)}\n" for key, identity, scopes in keys)


def write_maps(keys, directory):
    """The same keys as the peers want them."""
    with open(f"{directory}/nginx-keys.map", "w") as file:
        file.writelines(f'"{key}" "{identity}";\n' for key, identity, _ in keys)
    with open(f"{directory}/nginx-grants.map", "w") as file:
        file.writelines(f'"{i}:{s}" 1;\n' for _, i, scopes in keys for s in scopes)
    with open(f"{directory}/haproxy-keys.map", "w") as file:
        file.writelines(f"{hashlib.sha256(k.encode()).hexdigest().upper()} {i}\n" for k, i, _ in keys)
    with open(f"{directory}/haproxy-grants.map", "w") as file:
        file.writelines(f"{i}:{s} 1\n" for _, i, scopes in keys for s in scopes)


def copy_rows(keys):
    """COPY input for api_key and api_key_secret."""
    yield ("COPY latchkey.api_key (id, tenant, profile, name, hint_prefix, hint_start, hint_end, scopes, created_at,"
           " created_by, updated_at, updated_by) FROM stdin;\n")
    for n, (key, identity, scopes) in enumerate(keys):
        held = "{" + ",".join(f'"{s}:read"' for s in scopes) + "}"
        yield (f"{identity}\tbench\tbench\tkey {n}\t{PREFIX}\t{key[8:12]}\t{key[-4:]}\t{held}\t2026-01-01T00:00:00Z"
               "\tbench\t2026-01-01T00:00:00Z\tbench\n")
    yield "\\.\n"
    yield ("COPY latchkey.api_key_secret (id, key_id, digest, pepper, created_at, activated_at) FROM stdin;\n")
    for key, identity, _ in keys:
        digest = hashlib.sha256(key.encode()).hexdigest()
        yield (f"{uuid.uuid4()}\t{identity}\t\\\\x{digest}\tnone\t2026-01-01T00:00:00Z\t2026-01-01T00:00:00Z\n")
    yield "\\.\n"

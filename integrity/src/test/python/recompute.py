#!/usr/bin/env python3
"""Recomputes what Unbroken claims, written from docs/FORMATS.md alone, with the Python standard library only.

  recompute.py file FILE --manifest M --receipt R --key VKEY [--detail D]
  recompute.py log DIR --key VKEY      DIR has checkpoint, tile/0/000..., tile/entries/000...
  recompute.py root DIR SIZE           the root of a tree from its tiles alone

Exit 0: everything held. Exit 1: it says what did not.
"""
import argparse
import base64
import hashlib
import json
import os
import re
import sys

CHUNK = 8 << 20


class Wrong(Exception):
    pass


def require(condition, what):
    if not condition:
        raise Wrong(what)


def sha256(*parts):
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.digest()


def unbase64(text):
    data = base64.b64decode(text, validate=True)
    require(base64.b64encode(data).decode() == text, "base64 in another form: " + text)
    return data


# --- RFC 8785, for objects, arrays, strings, whole numbers, booleans and null ---


def canonical(value):
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(canonical(n) + ":" + canonical(value[n]) for n in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(canonical(item) for item in value) + "]"
    require(not isinstance(value, float), "a fraction")
    return json.dumps(value, ensure_ascii=False)


def parse_canonical(data, what):
    value = json.loads(data.decode("utf-8"))
    require(canonical(value).encode("utf-8") == data, what + " is not canonical JSON")
    return value


# --- Ed25519 verification, RFC 8032 section 5.1 ---

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def recover_x(y, sign):
    require(y < P, "not a point")
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    require((x * x - square) % P == 0 and not (x == 0 and sign), "not a point")
    return x if x % 2 == sign else P - x


def point(data):
    number = int.from_bytes(data, "little")
    y = number & ((1 << 255) - 1)
    x = recover_x(y, number >> 255)
    return (x, y, 1, x * y % P)


def add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiply(scalar, p):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = add(result, p)
        p = add(p, p)
        scalar >>= 1
    return result


def same(p, q):
    return (p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def ed25519_verify(public, message, signature):
    require(len(signature) == 64, "a signature of another length")
    s = int.from_bytes(signature[32:], "little")
    require(s < L, "a signature out of range")
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    left = multiply(s, BASE)
    right = add(point(signature[:32]), multiply(h, point(public)))
    require(same(left, right), "the checkpoint's signature is wrong")


# --- notes and checkpoints ---


def open_checkpoint(note, vkey):
    """Origin, size and root of a signed checkpoint, once a signature under the key is found right."""
    name, key_id, typed = vkey.split("+", 2)
    typed = unbase64(typed)
    require(typed[0] == 1 and len(typed) == 33, "not an Ed25519 key")
    require(sha256(name.encode() + b"\n" + typed)[:4].hex() == key_id, "the key's id is not that of its key")
    text, _, signatures = note.rpartition("\n\n")
    text += "\n"
    found = 0
    require(signatures.endswith("\n"), "the note ends within a line")
    for line in signatures[:-1].split("\n"):
        dash, by, data = line.split(" ")
        require(dash == "\u2014", "not a signature line")
        data = unbase64(data)
        if by == name and data[:4].hex() == key_id:
            ed25519_verify(typed[1:], text.encode(), data[4:])
            found += 1
    require(found, "not signed by the key")
    origin, size, root = text.split("\n")[:3]
    require(origin == name, "the key is for another log")
    return int(size), unbase64(root)


# --- the tree, RFC 6962 ---


def leaf(entry):
    return sha256(b"\x00", entry)


def node(left, right):
    return sha256(b"\x01", left, right)


def root_of(hashes):
    if not hashes:
        return sha256()
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while 2 * k < len(hashes):
        k *= 2
    return node(root_of(hashes[:k]), root_of(hashes[k:]))


def root_from_path(index, size, hash, path):
    """Folds an inclusion proof, RFC 9162 section 2.1.3.2."""
    require(0 <= index < size, "index outside the tree")
    fn, sn = index, size - 1
    for sibling in path:
        require(sn, "the proof is too long")
        if fn & 1 or fn == sn:
            hash = node(sibling, hash)
            while not fn & 1 and fn:
                fn >>= 1
                sn >>= 1
        else:
            hash = node(hash, sibling)
        fn >>= 1
        sn >>= 1
    require(sn == 0, "the proof is too short")
    return hash


def tile_path(level, index, width):
    groups = ["%03d" % (index % 1000)]
    while index >= 1000:
        index //= 1000
        groups.insert(0, "x%03d" % (index % 1000))
    return "tile/%s/%s" % (level, "/".join(groups)) + (".p/%d" % width if width < 256 else "")


def read_tiles(folder, level, count):
    """The hashes (or for level "entries" the entries) of one level, tile by tile."""
    for index in range((count + 255) // 256):
        width = min(256, count - 256 * index)
        with open(os.path.join(folder, tile_path(level, index, width)), "rb") as tile:
            yield width, tile.read()


def root_from_tiles(folder, size):
    level, count, below, leaves = 0, size, None, []
    while count:
        hashes, full = [], []
        for width, data in read_tiles(folder, level, count):
            require(len(data) == 32 * width, "a tile of another length")
            tile = [data[i : i + 32] for i in range(0, len(data), 32)]
            hashes += tile
            if width == 256:
                full.append(root_of(tile))
        require(below is None or hashes == below, "level %d is not over level %d" % (level, level - 1))
        leaves = leaves or hashes
        level, count, below = level + 1, count // 256, full
    return root_of(leaves), leaves


def split_bundle(data):
    entries = []
    while data:
        length = int.from_bytes(data[:2], "big")
        require(len(data) >= 2 + length, "a bundle ends within an entry")
        entries.append(data[2 : 2 + length])
        data = data[2 + length :]
    return entries


# --- what is asked ---


def check_file(args):
    with open(args.manifest, "rb") as f:
        manifest_bytes = f.read()
    manifest = parse_canonical(manifest_bytes, "the manifest")
    require(manifest["format"] == "unbroken/manifest/1", "another format of manifest")
    with open(args.receipt, "r", encoding="utf-8", newline="") as f:
        head, _, note = f.read().partition("\n\n")
    lines = head.split("\n")
    require(lines[0] == "c2sp.org/tlog-proof@v1" and lines[1].startswith("extra "), "not a receipt")
    entry_bytes = unbase64(lines[1][len("extra ") :])
    require(re.fullmatch("index (0|[1-9][0-9]*)", lines[2]), "not an index line")
    index, path = int(lines[2][len("index ") :]), [unbase64(line) for line in lines[3:]]
    size, root = open_checkpoint(note, args.key)
    require(root_from_path(index, size, leaf(entry_bytes), path) == root, "the entry is not in the tree")

    entry = parse_canonical(entry_bytes, "the entry")
    require(entry["format"] == "unbroken/entry/1" and entry["event"] == "sealed", "not a sealed entry")
    require(entry["manifest"] == sha256(manifest_bytes).hex(), "the entry seals another manifest")
    require(entry["recording"] == manifest["recording"], "the entry is of another recording")
    camera = sha256(manifest["agency"].encode(), b"\x00", manifest["camera"].encode())
    require(entry["agency"] == manifest["agency"] and entry["camera"] == camera.hex(), "another camera")
    if args.detail:
        with open(args.detail, "rb") as f:
            detail = f.read()
        require(re.fullmatch("[0-9a-f]{64}", parse_canonical(detail, "the detail")["salt"]), "no salt")
        require(entry["detail"] == sha256(detail).hex(), "the entry has another detail")

    whole, link, count, length, damaged = hashlib.sha256(), sha256(manifest["recording"].encode()), 0, 0, []
    expected = manifest["chunks"]["sha256"]
    with open(args.file, "rb") as f:
        for chunk in iter(lambda: f.read(CHUNK), b""):
            whole.update(chunk)
            digest = sha256(chunk)
            link = sha256(link, digest)
            if count >= len(expected) or digest.hex() != expected[count]:
                damaged.append(count)
            count, length = count + 1, length + len(chunk)
    damaged += range(count, len(expected))
    require(not damaged, "damaged: " + ", ".join("chunk %d" % i for i in damaged))
    require(manifest["chunks"]["size"] == CHUNK and length == manifest["file"]["size"], "another size")
    require(link.hex() == manifest["chunks"]["chain"], "another chain")
    require(whole.hexdigest() == manifest["file"]["sha256"], "another SHA-256")
    print("intact: recording %s, entry %d of %d" % (manifest["recording"], index, size))


def check_log(args):
    with open(os.path.join(args.folder, "checkpoint"), "r", encoding="utf-8", newline="") as f:
        size, root = open_checkpoint(f.read(), args.key)
    found, leaves = root_from_tiles(args.folder, size)
    require(found == root, "the tiles have another root")
    entries = []
    for width, data in read_tiles(args.folder, "entries", size):
        bundle = split_bundle(data)
        require(len(bundle) == width, "a bundle of another count")
        entries += bundle
    require([leaf(entry) for entry in entries] == leaves, "the entries are not those of the tree")
    cameras = {}
    for number, data in enumerate(entries):
        entry = parse_canonical(data, "entry %d" % number)
        if entry["event"] in ("sealed", "quarantined"):
            position, previous = cameras.get(entry["camera"], (0, bytes(32)))
            require(entry["position"] == position + 1, "entry %d: position" % number)
            require(entry["previous"] == previous.hex(), "entry %d: previous" % number)
            cameras[entry["camera"]] = (position + 1, sha256(data))
    print("root %s, %d entries, %d cameras" % (root.hex(), size, len(cameras)))


def print_root(args):
    print(root_from_tiles(args.folder, args.size)[0].hex())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    file = commands.add_parser("file")
    file.add_argument("file")
    file.add_argument("--manifest", required=True)
    file.add_argument("--receipt", required=True)
    file.add_argument("--key", required=True)
    file.add_argument("--detail")
    file.set_defaults(run=check_file)
    log = commands.add_parser("log")
    log.add_argument("folder")
    log.add_argument("--key", required=True)
    log.set_defaults(run=check_log)
    root = commands.add_parser("root")
    root.add_argument("folder")
    root.add_argument("size", type=int)
    root.set_defaults(run=print_root)
    args = parser.parse_args()
    try:
        args.run(args)
    except (Wrong, ValueError, KeyError, IndexError, OSError) as wrong:
        print("NOT as claimed: %s" % (wrong if isinstance(wrong, Wrong) else repr(wrong)))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

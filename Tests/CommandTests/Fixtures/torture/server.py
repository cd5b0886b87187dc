"""Plays an identity endpoint, a batch endpoint and what looks it up and lists its jobs, and does wrong by a seed.

It shares nothing with the emulator. Usage: server.py JOURNAL SEED. It prints two ports: its own, and that of
another host to which it redirects and at which nothing may arrive. Every job that it creates is a line of the
journal before it answers. It never takes two requests for one, so each request that gets through is a job.
With TORTURE_FAULT the first request of each submission has that fault, and nothing else has any.
"""
import asyncio
import base64
import datetime
import email.utils
import gzip
import json
import os
import random
import socket
import struct
import sys
import time

FORCED = os.environ.get("TORTURE_FAULT")
JOURNAL, SEED = sys.argv[1], sys.argv[2]
HEADER = "marked-identity-header-%s" % SEED
SIGNATURE = "markedTokenSignature%s" % SEED

# Nothing was created, and the client can know it or may send the same again.
HARMLESS = ["429-0", "429-1", "429-none", "429-odd", "401"]
# Whether something was created cannot be known from the answer.
DOUBTFUL = [
    "drop-before", "reset-before", "half-read", "503-before", "503-retry-after", "502-before", "redirect-before",
    "drop-after", "reset-after", "truncated-after", "half-status-after", "broken-json-after", "html-after",
    "500-after", "504-after", "duplicate-length-after", "duplicate-key-after", "empty-after", "no-name-after",
]
SLOW = ["loris-after"]
POLLING = [
    "drop-before", "reset-before", "429-0", "503-before", "500-after", "truncated-after", "broken-json-after",
    "redirect-before", "duplicate-key-after", "half-status-after", "401", "html-after",
]
TOKEN = ["429-0", "503-before", "drop-before"]
# Of the resource manager and of discovery: nothing was sent yet, and it may be asked again.
LOOKUP = ["429-0", "503-before", "drop-before", "reset-before", "truncated-after", "half-status-after", "500-after"]
LIST = LOOKUP + ["broken-json-after", "html-after", "duplicate-key-after", "redirect-before", "401", "link-elsewhere"]
PAGE = 2
ROOT = ("/subscriptions/55555555-5555-4555-8555-555555555555/resourceGroups/ml/providers/"
        "Microsoft.MachineLearningServices/workspaces/cardiology")
state = {"calm": False, "times": {}, "jobs": {}, "other": 0, "token": ""}


def journal(**what):
    with open(JOURNAL, "a") as file:
        file.write(json.dumps(what) + "\n")
        file.flush()
        os.fsync(file.fileno())


def fault(kind, entity, share, choices):
    """The fault of the n-th request about something: the same for the same seed, whatever the order."""
    number = state["times"].get((kind, entity), 0)
    state["times"][(kind, entity)] = number + 1
    if FORCED is not None:
        return FORCED if (kind, number) == ("submit", 0) else ""
    chance = random.Random("%s/%s/%s/%d" % (SEED, kind, entity, number))
    if state["calm"] or chance.random() >= share:
        return ""
    found = chance.choice(choices)
    journal(event="fault", kind=kind, entity=entity, fault=found)
    return found


def segment(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def token(resource):
    claims = {"aud": resource, "exp": int(time.time()) + 3600, "appid": "torture", "tid": "torture"}
    return "%s.%s.%s" % (segment({"alg": "RS256", "typ": "JWT"}), segment(claims), SIGNATURE)


def answer(status, document, headers=(), kind="application/json"):
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    lines = ["HTTP/1.1 %d Said" % status, "Content-Type: " + kind, "Content-Length: %d" % len(body),
             "Date: " + email.utils.formatdate(usegmt=True), *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def error(code):
    return {"error": {"code": code, "message": "as the seed wants it; asked with Bearer " + state["token"]}}


def reset(writer):
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


# Bodies of a 201 that prove nothing.
BODIES = {
    "number-name": b'{"name":12345678901234567890123}', "null-name": b'{"name":null}', "no-text-name": b'{"name":""}',
    "object-name": b'{"name":{"a":1}}', "path-name": b'{"name":".."}', "control-name": b'{"name":"a\\u0000b"}',
    "bom": b'\xef\xbb\xbf{"name":', "nan": b'{"name":"batchjob-x","x":NaN}', "trailing": b'{"name":"batchjob-x"} {}',
    "bad-utf8": b'{"name":"batchjob-\xff\xfe"}', "nul": b'{"name":"batchjob-x"\x00}', "deep": b"[" * 200000,
    "surrogate": b'{"name":"batchjob-\\ud800"}',
}
# Whole answers, of the right one's head and body.
WHOLE = {
    "bad-chunk": lambda head, body: b"HTTP/1.1 201 Said\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "gzip-bomb": lambda head, body: answer(201, gzip.compress(b" " * (64 << 20)), ["Content-Encoding: gzip"]),
    "big-field": lambda head, body: head + b"\r\nX-Big: " + b"x" * (5 << 20) + b"\r\n\r\n" + body,
    "many-fields": lambda head, body: head + b"".join(b"\r\nX-%d: x" % n for n in range(50000)) + b"\r\n\r\n" + body,
    "two-framings": lambda head, body: head + b"\r\nTransfer-Encoding: chunked\r\n\r\n" + body,
    "old": lambda head, body: head.replace(b"HTTP/1.1", b"HTTP/1.0") + b"\r\n\r\n" + body,
    "continues": lambda head, body: b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100 + head + b"\r\n\r\n" + body,
    "cookie": lambda head, body: head + b"\r\nSet-Cookie: marked=1; Path=/\r\n\r\n" + body,
    "two-locations": lambda head, body: head + b"\r\nLocation: /a\r\nLocation: /b\r\n\r\n" + body,
    "escapes-400": lambda head, body: answer(400, {"error": {"code": "Bad", "message": ESCAPES}}),
    "early-413": lambda head, body: answer(413, error("TooLarge")),
}
ESCAPES = "\x1b[2J\x1b]0;owned\x07\n::error::owned\n##vso[task.complete]owned\u202eowned"


async def misbehave(writer, found, good):
    """Answers as the fault says; whether the connection may go on."""
    name = found.rsplit("-", 1)[0] if found.endswith(("-before", "-after")) else found
    head, _, body = good.partition(b"\r\n\r\n")
    if name in BODIES:
        writer.write(answer(201, BODIES[name]))
        await writer.drain()
        return True
    if name in ("big", "endless"):
        writer.write(b"HTTP/1.1 201 Said\r\nContent-Type: application/json\r\n" + (
            b"Content-Length: 104857600\r\n\r\n" if name == "big" else b"Transfer-Encoding: chunked\r\n\r\n"))
        for _ in range(1600):
            writer.write(b" " * 65536 if name == "big" else b"10000\r\n" + b" " * 65536 + b"\r\n")
            await writer.drain()
        return False
    if name == "hung-up":
        writer.write(good)
        await writer.drain()
        return False
    if name in WHOLE:
        writer.write(WHOLE[name](head, body))
        await writer.drain()
        return name in ("continues", "cookie", "two-locations")
    if name == "drop":
        return False
    if name in ("reset", "half-read"):
        reset(writer)
        return False
    if name.startswith("429"):
        soon = email.utils.formatdate(time.time() + 2, usegmt=True)
        value = {"429-date": soon, "429-0": "0", "429-1": "1", "429-odd": random.choice(["inf", "nan", "-1", "9" * 40, "soon"])}
        extra = ["Retry-After: " + value[name]] if name in value else []
        writer.write(answer(429, error("TooManyRequests"), extra))
    elif name in ("503", "502", "500", "504"):
        writer.write(answer(int(name), error("Upstream")))
    elif found == "503-retry-after":
        writer.write(answer(503, error("Busy"), ["Retry-After: 1"]))
    elif name == "401":
        writer.write(answer(401, error("TokenExpired"), ['WWW-Authenticate: Bearer error="invalid_token"']))
    elif name == "redirect":
        writer.write(answer(307, b"", ["Location: http://127.0.0.1:%d/jobs" % state["port2"]]))
    elif name == "truncated":
        writer.write(good[: len(good) - 9])
        return False
    elif name == "half-status":
        writer.write(b"HTTP/1.1 20")
        return False
    elif name == "broken-json":
        writer.write(answer(201, b'{"name": "batchjob-brok'))
    elif name == "html":
        writer.write(answer(200, b"<html>Sign in</html>", kind="text/html"))
    elif name == "duplicate-length":
        writer.write(good.replace(b"Content-Length: ", b"Content-Length: 3\r\nContent-Length: ", 1))
        return False
    elif name == "duplicate-key":
        writer.write(answer(201, b'{"name":"batchjob-x","name":"batchjob-y","properties":{"status":"Completed"}}'))
    elif name == "empty":
        writer.write(answer(202, b""))
    elif name == "no-name":
        writer.write(answer(201, {"properties": {"status": "Preparing"}}))
    elif name == "loris":
        for byte in good[:12]:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.05)
        return False
    await writer.drain()
    return True


async def respond(writer, found, good):
    if found:
        return await misbehave(writer, found, good)
    writer.write(good)
    await writer.drain()
    return True


def document(job):
    return {
        "id": "/subscriptions/s/jobs/" + job["id"], "name": job["id"],
        "properties": {"status": job["status"], "inputData": job["body"]["properties"].get("inputData", {}),
                       "outputData": job["body"]["properties"].get("outputData", {})},
        "systemData": {"createdAt": datetime.datetime.fromtimestamp(job["made"], datetime.timezone.utc).isoformat(),
                       "createdBy": "torture"},
    }


def create(key, body):
    made = {"id": "batchjob-%s-%d" % (key, len(state["jobs"])), "key": key, "body": body, "asked": 0,
            "status": "Preparing", "made": time.time(),
            "shown": time.time() + random.Random("%s/%s" % (SEED, key)).choice([0, 0, 0.2, 0.5])}
    state["jobs"][made["id"]] = made
    journal(event="created", id=made["id"], key=key, output=body["properties"].get("outputData", {}))
    return made


def audience(headers):
    """What the token is for, by itself."""
    middle = headers.get("authorization", "..").split(".")[1]
    try:
        return json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))["aud"]
    except ValueError:
        return ""


def listed(target):
    """A page of the jobs that the list shows by now, newest first."""
    base = "http://127.0.0.1:%d" % state["port"]
    jobs = [job for job in reversed(list(state["jobs"].values())) if job["shown"] <= time.time()]
    start = int(target.split("skiptoken=")[1]) if "skiptoken=" in target else 0
    page = {"value": [document(job) for job in jobs[start:start + PAGE]]}
    if start + PAGE < len(jobs):
        page["nextLink"] = "%s%s&$skiptoken=%d" % (base, target.split("&")[0], start + PAGE)
    return page


async def look(writer, target, path, headers):
    """The cloud's description, the resource manager, discovery and the list."""
    base = "http://127.0.0.1:%d" % state["port"]
    if path in ("/metadata", "/discovery"):
        if "authorization" in headers:
            journal(event="leaked", target=target)
        found = fault("lookup", path, 0.2, LOOKUP)
        made = {"name": "torture", "portal": "https://portal.azure.com", "resourceManager": base + "/",
                "authentication": {"loginEndpoint": "https://login.microsoftonline.com"}}
        return await respond(writer, found, answer(200, made if path == "/metadata" else {"api": base}))
    isList = path.startswith("/mferp/managementfrontend")
    if audience(headers) != ("https://ml.azure.com" if isList else base):
        journal(event="audience", target=target, found=audience(headers))
        return await respond(writer, "", answer(401, error("InvalidAuthenticationToken")))
    if isList:
        found = fault("list", "all", 0.3, LIST)
        page = listed(target)
        if found == "link-elsewhere":
            page["nextLink"] = "http://127.0.0.1:%d/jobs" % state["port2"]
            found = ""
        return await respond(writer, found, answer(200, page))
    found = fault("lookup", path, 0.2, LOOKUP)
    if path == ROOT:
        return await respond(writer, found, answer(200, {"properties": {"discoveryUrl": base + "/discovery"}}))
    made = {"properties": {"scoringUri": base + "/jobs", "defaults": {"deploymentName": "one"}}}
    return await respond(writer, found, answer(200, made))


async def handle(reader, writer, method, target, headers, body):
    path = target.split("?")[0]
    if "cookie" in headers:
        journal(event="cookie", target=target)
    if path == "/_calm":
        state["calm"] = True
        return await respond(writer, "", answer(200, {"other": state["other"]}))
    if path == "/msi/token":
        if headers.get("x-identity-header") != HEADER:
            return await respond(writer, "", answer(401, error("header")))
        resource = target.split("resource=")[1].split("&")[0].replace("%3A", ":").replace("%2F", "/")
        made = {"access_token": token(resource), "expires_on": str(int(time.time()) + 3600),
                "resource": resource, "token_type": "Bearer"}
        return await respond(writer, fault("token", "all", 0.1, TOKEN), answer(200, made))
    if path in ("/metadata", "/discovery"):
        return await look(writer, target, path, headers)
    state["token"] = headers.get("authorization", "").removeprefix("Bearer ")
    if headers.get("authorization", "").rsplit(".", 1)[-1] != SIGNATURE:
        journal(event="unauthorized", target=target)
        return await respond(writer, "", answer(401, error("token")))
    if method == "GET" and ROOT in path:
        return await look(writer, target, path, headers)
    if audience(headers) != "https://ml.azure.com":
        journal(event="audience", target=target, found=audience(headers))
    if method == "POST" and path == "/jobs":
        key = headers.get("repeatability_request-id", "none")
        found = fault("submit", key, 0.55, HARMLESS * 3 + DOUBTFUL + SLOW)
        journal(event="posted", key=key, fault=found)
        if found and not found.endswith("-after"):
            return await respond(writer, found, b"")
        made = create(key, json.loads(body))
        return await respond(writer, found, answer(201, document(made), ["azureml-model-deployment: one"]))
    job = state["jobs"].get(path.rsplit("/", 1)[-1])
    if method == "GET" and job:
        found = fault("poll", job["id"], 0.3, POLLING)
        if not found:
            job["asked"] += 1
            job["status"] = "Completed" if job["asked"] >= 1 + (len(state["jobs"]) % 2) else "Running"
            journal(event="told", id=job["id"], status=job["status"])
        return await respond(writer, found, answer(200, document(job)))
    return await respond(writer, "", answer(404, error("NotFound")))


async def converse(reader, writer):
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            method, target, _ = head[0].split(" ")
            headers = {}
            for line in head[1:]:
                if line:
                    name, value = line.split(":", 1)
                    headers[name.lower()] = value.strip()
            if FORCED == "early-413" and method == "POST":
                journal(event="posted", key=headers.get("repeatability_request-id", "none"), fault=FORCED)
                writer.write(answer(413, error("TooLarge")))
                await writer.drain()
                break
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            if not await handle(reader, writer, method, target, headers, body):
                break
    except (asyncio.IncompleteReadError, ConnectionError, asyncio.LimitOverrunError):
        pass
    finally:
        writer.close()


async def elsewhere(reader, writer):
    state["other"] += 1
    journal(event="elsewhere")
    writer.close()


async def main():
    ours = await asyncio.start_server(converse, "127.0.0.1", 0)
    other = await asyncio.start_server(elsewhere, "127.0.0.1", 0)
    state["port"] = ours.sockets[0].getsockname()[1]
    state["port2"] = other.sockets[0].getsockname()[1]
    print(ours.sockets[0].getsockname()[1], state["port2"], flush=True)
    await asyncio.gather(ours.serve_forever(), other.serve_forever())


asyncio.run(main())

"""Plays every service that a credential goes to, and repeats all that it hears, in each encoding it knows.

It shares nothing with the program and nothing with the tests' own list of encodings.

usage: server.py MODE PEM          prints its port, its port for TLS and the SHA-1 of the certificate in PEM, which
                                   holds the key too; MODE is one of MODES below
       server.py --token RESOURCE  prints what `az account get-access-token` would
"""
import base64
import hashlib
import html
import http.server
import json
import ssl
import sys
import threading
import urllib.parse

MODES = ["take", "refuse-token", "refuse-issuer", "refuse-job", "deny-job", "fail-job"]
SIGNATURE = "markedTokenSignature_0123456789-abcdefghij"
STATEMENT = "markedStatementSignature_0123456789-abcdef"
# What must not reach a terminal, nor a CI system.
ACTS = "\n::set-output name=a::b\r::add-mask::c\n ##vso[task.setvariable variable=d]e\u001b[31mred\u202e\u0085\u0007"
turn = [0]
# What was heard last, by the kind of request: a job's answer repeats what the token's service was told.
known = {}


def segment(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def token(resource, signature=SIGNATURE):
    claims = {
        "aud": resource, "exp": 4102444800, "tid": "11111111-1111-4111-8111-111111111111",
    }
    return ".".join([segment({"alg": "RS256", "typ": "JWT"}), segment(claims), signature])


def b64(data):
    return base64.b64encode(data).decode()


def wrapped(data):
    text = b64(b"x" * 40 + data)
    return "\n".join(text[start:start + 76] for start in range(0, len(text), 76))


def lower(text):
    """Percent-encoded in lower hexadecimal."""
    return "".join(c if c.isalnum() else "".join("%%%02x" % byte for byte in c.encode()) for c in text)


ENCODINGS = [
    lambda s: s,
    lambda s: json.dumps(s)[1:-1],
    lambda s: json.dumps(json.dumps(s))[1:-1],
    lambda s: b64(s.encode()),
    lambda s: b64(b"u" + s.encode() + b"v"),
    lambda s: b64(b"uu" + s.encode() + b"v"),
    lambda s: base64.urlsafe_b64encode(s.encode()).decode().rstrip("="),
    lambda s: wrapped(s.encode()),
    lambda s: urllib.parse.quote(s, safe=""),
    lower,
    lambda s: urllib.parse.quote(urllib.parse.quote(s, safe=""), safe=""),
    lambda s: urllib.parse.quote_plus(s),
    lambda s: s.encode().hex(),
    lambda s: s.encode().hex().upper(),
    lambda s: html.escape(s),
    lambda s: "".join("&#%d;" % ord(c) for c in s),
    lambda s: "".join("&#x%x;" % ord(c) for c in s),
    lambda s: "".join("\\u%04x" % ord(c) for c in s),
    lambda s: "Basic " + b64(b"runner:" + s.encode()),
    lambda s: b64(s.encode("utf-16-le")),
    lambda s: b64(s.encode("utf-16-be")),
    lambda s: s.encode("utf-16-le").decode("latin-1"),
    lambda s: "https://h.example/a?sv=1&sig=" + urllib.parse.quote(s, safe="") + "&se=2",
    lambda s: "Authorization: Bearer " + s,
]


def gossip(heard, short=False):
    """All that was heard in some encodings; others each time, since what is long may be cut."""
    turn[0] += 1
    first = turn[0] % len(ENCODINGS)
    some = (ENCODINGS[first:] + ENCODINGS[:first])[: 1 if short else 10]
    return " ".join(f(s) for f in some for s in heard[: 1 if short else None])


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def reply(self, status, document, heard, headers=()):
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for secret in heard:
            turn[0] += 1
            said = ENCODINGS[turn[0] % 4](secret)
            for name in ["x-request-id", "x-ms-request-id", "x-ms-error-code", "Warning"]:
                self.send_header(name, said)
            if status == 401:
                self.send_header("WWW-Authenticate", 'Bearer error="%s", claims="%s"' % (said, said))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def refusal(self, status, code, heard, before=""):
        said = before + gossip(heard) + ACTS
        self.reply(status, {
            "error": code if before else {"code": gossip(heard, True), "message": said,
                                          "details": [{"code": "x", "message": gossip(heard, True)}]},
            "error_description": said, "correlation_id": gossip(heard, True), "trace_id": gossip(heard, True),
            "timestamp": gossip(heard, True), "message": gossip(heard, True),
        }, heard)

    def made(self, resource, heard, **more):
        self.reply(200, {
            "token_type": "Bearer", "expires_in": 3599, "expires_on": 4102444800, "resource": resource,
            "access_token": token(resource), "message": gossip(heard), **more,
        }, heard)

    def do_GET(self):
        self.answer({})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        is_form = "form" in self.headers.get("Content-Type", "")
        self.answer(dict(urllib.parse.parse_qsl(body)) if is_form else {}, body)

    def answer(self, form, body=""):
        path, _, query = self.path.partition("?")
        asked = dict(urllib.parse.parse_qsl(query))
        bearer = self.headers.get("Authorization", "")
        heard = [bearer.split(" ", 1)[1]] if " " in bearer else []
        if "/oauth2/" in path and "identity" not in path:
            heard += [form[name] for name in ("client_secret", "client_assertion") if name in form]
            known["token"] = heard
            resource = form.get("resource") or form.get("scope", "").removesuffix("/.default")
            if mode == "refuse-token":
                return self.refusal(401, "invalid_client", heard, "AADSTS7000215: Invalid client secret: ")
            return self.made(resource, heard)
        if path.startswith(("/arc/", "/thief/")) and not heard:
            # The agent names a file; whoever else has its port would like another.
            key = "/var/opt/azcmagent/tokens/canary.key" if path.startswith("/arc/") else "/etc/passwd"
            return self.reply(401, {"error": "unauthorized_client", "error_description": ACTS}, [],
                              [("WWW-Authenticate", "Basic realm=" + key)])
        if path.endswith(("/msi/token", "/identity/oauth2/token", "/cloudshell/token")):
            heard += [self.headers[name] for name in ("X-IDENTITY-HEADER", "secret") if self.headers.get(name)]
            known["identity"] = heard
            if mode == "refuse-token":
                return self.refusal(400, "invalid_request", heard, "refused: ")
            return self.made(asked.get("resource") or form.get("resource", ""), heard)
        if path.endswith(("/idtoken", "/oidctoken")):
            known["issuer"] = heard
            if mode == "refuse-issuer":
                return self.refusal(403, "forbidden", heard)
            said = token(asked.get("audience", "api://AzureADTokenExchange"), STATEMENT)
            return self.reply(200, {"value": said, "oidcToken": said, "message": gossip(heard)}, heard)
        if path.startswith("/jobs"):
            told = [secret for secrets in known.values() for secret in secrets if secret not in heard]
            return self.job(path, heard + told, body)
        return self.refusal(404, "NotFound", heard)

    def job(self, path, heard, body):
        if mode in ("refuse-job", "deny-job"):
            return self.refusal(400 if mode == "refuse-job" else 403, "BadRequest", heard)
        status = {"POST": "Preparing", "GET": "Failed" if mode == "fail-job" else "Completed"}[self.command]
        said = gossip(heard)
        self.reply(201 if self.command == "POST" else 200, {
            "id": "/subscriptions/s/jobs/batchjob-1", "name": "batchjob-1",
            "properties": {
                "status": status, "description": gossip(heard, True), "inputData": {}, "outputData": {},
                "error": {"code": gossip(heard, True), "message": said + ACTS + gossip(heard, True)},
                "interactionEndpoints": {"Studio": {
                    "endpoint": "https://ml.azure.com/runs/1?wsid=/s&token=" + urllib.parse.quote(said[:3000], safe="")
                }},
            },
        }, heard, [("azureml-model-deployment", ENCODINGS[turn[0] % 4](heard[0]) if heard else "one")])


if sys.argv[1] == "--token":
    print(json.dumps({"accessToken": token(sys.argv[2]), "expires_on": 4102444800, "tokenType": "Bearer"}))
else:
    mode = sys.argv[1]
    assert mode in MODES, mode
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    secure = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2])
    secure.socket = context.wrap_socket(secure.socket, server_side=True)
    threading.Thread(target=secure.serve_forever, daemon=True).start()
    with open(sys.argv[2]) as pem:
        block = pem.read().partition("-----END CERTIFICATE-----")
        der = ssl.PEM_cert_to_DER_cert(block[0][block[0].index("-----BEGIN CERT"):] + block[1])
    print(server.server_address[1], secure.server_address[1], hashlib.sha1(der).hexdigest(), flush=True)
    server.serve_forever()

"""Plays a token endpoint, the resource manager and a batch endpoint, and writes down what it is asked.

usage: server.py RECORD   (prints the port; a line of JSON for each request goes to RECORD)
"""
import base64
import http.server
import json
import sys
import time
import urllib.parse


def segment(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def token(form):
    audience = urllib.parse.parse_qs(form)["scope"][0].removesuffix("/.default")
    claims = {"aud": audience, "exp": EXPIRY, "appid": "a", "tid": "t", "oid": "o"}
    return "%s.%s.c2lnbmVk" % (segment({"alg": "RS256", "typ": "JWT"}), segment(claims))


EXPIRY = int(time.time()) + 3600
JOB = {"name": "batchjob-1", "properties": {"status": "Completed"}}
ENDPOINT = {"properties": {
    "scoringUri": "https://heart.eastus2.inference.ml.azure.com/jobs",
    "defaults": {"deploymentName": "classifier-v2"},
}}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with open(sys.argv[1], "a", encoding="utf-8") as record:
            record.write(json.dumps({
                "method": self.command, "path": self.path, "fields": sorted(self.headers.items()),
                "body": body.decode("utf-8"),
            }) + "\n")
        status, value = 200, JOB
        if self.path.startswith("/jobs") and self.command == "POST":
            status = 201
        elif self.path.endswith("/.well-known/openid-configuration"):
            authority = "https://login.microsoftonline.com/" + self.path.split("/")[1]
            value = {"issuer": authority + "/v2.0", "token_endpoint": authority + "/oauth2/v2.0/token",
                     "authorization_endpoint": authority + "/oauth2/v2.0/authorize"}
        elif "/deployments" in self.path:
            value = {"value": [{"name": "classifier-v2", "properties": {}}]}
        elif "/token" in self.path:
            value = {"access_token": token(body.decode()), "expires_in": 3600, "token_type": "Bearer"}
        elif self.path.startswith("/subscriptions"):
            value = ENDPOINT
        text = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = answer

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()

"""Plays an identity endpoint, a resource manager and a batch endpoint whose jobs run until they are cancelled.

It shares nothing with the emulator. Usage: server.py JOURNAL MODE, where MODE says what becomes of a request to cancel:
take, refuse (403), lose (carried out, and the connection ends without an answer), hang (never answered), late (taken,
and the job goes on), ended (the job has just succeeded). It prints its port. Each request is a line of the journal
before it is answered.
"""
import base64
import http.server
import json
import sys
import threading
import time

JOURNAL, MODE = sys.argv[1], sys.argv[2]
ROOT = ("/subscriptions/55555555-5555-4555-8555-555555555555/resourceGroups/ml/providers/"
        "Microsoft.MachineLearningServices/workspaces/cardiology")
jobs = {}
lock = threading.Lock()


def segment(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, document, **fields):
        body = json.dumps(document).encode()
        self.send_response(status)
        for name, value in fields.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def document(self, name):
        return {"name": name, "properties": {"status": jobs[name], "interactionEndpoints": {"Studio": {
            "endpoint": "https://ml.azure.com/runs/" + name}}}}

    def begin(self):
        path = self.path.split("?")[0]
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        with lock, open(JOURNAL, "a") as file:
            file.write("%s %s\n" % (self.command, path))
        return path, body

    def do_GET(self):
        path, _ = self.begin()
        base = "http://127.0.0.1:%d" % self.server.server_port
        if path == "/metadata":
            return self.answer(200, {"name": "play", "portal": "https://portal.azure.com", "resourceManager": base + "/",
                                     "authentication": {"loginEndpoint": "https://login.microsoftonline.com"}})
        if path == "/msi/token":
            resource = self.path.split("resource=")[1].split("&")[0].replace("%3A", ":").replace("%2F", "/")
            claims = {"aud": resource, "exp": int(time.time()) + 3600, "appid": "play", "tid": "play"}
            token = "%s.%s.signature" % (segment({"alg": "RS256"}), segment(claims))
            return self.answer(200, {"access_token": token, "expires_on": str(int(time.time()) + 3600),
                                     "resource": resource, "token_type": "Bearer"})
        if path == ROOT + "/batchEndpoints/heart":
            return self.answer(200, {"properties": {"scoringUri": base + "/jobs", "defaults": {"deploymentName": "one"}}})
        name = path.rsplit("/", 1)[-1]
        if name in jobs:
            return self.answer(200, self.document(name))
        self.answer(404, {"error": {"code": "NotFound", "message": "no such thing"}})

    def do_POST(self):
        path, _ = self.begin()
        if path == "/jobs":
            with lock:
                name = "batchjob-%d" % (len(jobs) + 1)
                jobs[name] = "Running"
            return self.answer(201, self.document(name), azureml_model_deployment="one")
        name = path.split("/")[-2]
        if MODE == "refuse":
            return self.answer(403, {"error": {"code": "AuthorizationFailed", "message": "no right to cancel"}})
        if MODE == "hang":
            time.sleep(600)
        if MODE == "ended":
            jobs[name] = "Completed"
            return self.answer(400, {"error": {"code": "UserError", "message": "the run is in a terminal status"}})
        jobs[name] = "CancelRequested" if MODE == "late" else "Canceled"
        if MODE == "lose":
            self.close_connection = True
            return self.wfile.flush()
        self.answer(202, {}, Location="http://127.0.0.1:%d/operations/1" % self.server.server_port)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
print(server.server_port, flush=True)
server.serve_forever()

"""Runs the program against a server that does wrong, ends it at random, and looks at what is left.

    torture.py --runner .build/debug/runner [--rounds 5] [--seed S] [--jobs 2] [--keep]

Each round has a seed of its own, which is printed when the round fails; `--seed THAT --rounds 1` plays it again.
The processes' timing is the machine's: a seed gives the same faults, not always the same interleaving.
"""
import argparse
import base64
import collections
import concurrent.futures
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
# Faults of a submission after which it is known that there is no job, or none at all.
HARMLESS = ["", "429-0", "429-1", "429-none", "429-odd", "401"]
POINTS = [
    "ledger.append.runStarted", "ledger.append.authenticated", "submit.before-intent", "ledger.append.intent",
    "submit.after-intent", "submit.after-answer", "ledger.append.answered",
    "ledger.append.submitted", "submit.after-submitted", "ledger.append.observed", "ledger.append.settled",
    "ledger.append.runFinished", "ledger.append.noted",
]
MANIFEST = """apiVersion: runner/v1
kind: JobManifest
metadata: {{ name: torture }}
credentials:
  scoring: {{ type: azure-managed-identity }}
endpoints:
  heart: {{ type: azureml-batch, scoringUri: "http://127.0.0.1:{port}/jobs", deployment: one, credential: scoring }}
  named:
    type: azureml-batch
    workspace: {{ subscriptionId: 55555555-5555-4555-8555-555555555555, resourceGroup: ml, name: cardiology }}
    name: heart
    visibilityWindow: PT1S
    credential: scoring
jobs:
"""
JOB = """  job-{number}:
    endpoint: {endpoint}
    inputs:
      patients: {{ type: uri_folder, uri: "https://data.blob.core.windows.net/data/{number}" }}
    outputs:
      scores: {{ type: uri_file, uri: "azureml://datastores/w/paths/{number}/${{{{ attempt.number }}}}/p.csv" }}
"""


class Violation(Exception):
    pass


class Round:
    def __init__(self, runner, seed):
        self.runner, self.seed = runner, seed
        self.chance = random.Random(seed)
        self.folder = tempfile.mkdtemp(prefix="torture-")
        self.outside = tempfile.mkdtemp(prefix="torture-server-")
        self.journal_path = os.path.join(self.outside, "journal")
        self.said = []
        self.marks = ["marked-identity-header-%s" % seed, "markedTokenSignature%s" % seed]
        self.figures = collections.Counter()

    def journal(self, event):
        if not os.path.exists(self.journal_path):
            return []
        lines = [json.loads(line) for line in open(self.journal_path)]
        return [line for line in lines if line["event"] == event]

    def start(self, *arguments, failpoint=None):
        environment = {
            "PATH": os.environ["PATH"], "HOME": self.folder,
            "ARM_CLOUD_METADATA_URL": "http://127.0.0.1:%d/metadata" % self.port,
            "IDENTITY_ENDPOINT": "http://127.0.0.1:%d/msi/token" % self.port, "IDENTITY_HEADER": self.marks[0],
        }
        if failpoint:
            environment["RUNNER_FAILPOINT"] = failpoint
        return subprocess.Popen(
            [self.runner, *arguments, "--ledger", self.ledger], env=environment, cwd=self.folder,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def end(self, process, within=90):
        try:
            output, error = process.communicate(timeout=within)
        except subprocess.TimeoutExpired:
            process.kill()
            output, error = process.communicate()
            raise Violation("still running after %d s: %s" % (within, error[-2000:]))
        self.said.append((process.args[1:3], process.returncode, output, error))
        self.figures["exit %d" % process.returncode] += 1
        return process.returncode, output, error

    def run(self, *arguments):
        return self.end(self.start(*arguments))

    def apply(self, failpoint=None):
        return self.start("apply", self.manifest, "--allow-host", "127.0.0.1:%d" % self.port, failpoint=failpoint)

    def require(self, holds, words):
        if not holds:
            raise Violation(words)

    def verify(self):
        status, _, error = self.run("ledger", "verify")
        self.require(status == 0, "the ledger does not verify: " + error)

    def disturbed(self):
        """One or two processes at once, each of which may be ended."""
        started = []
        for _ in range(2 if self.chance.random() < 0.3 else 1):
            way = self.chance.random()
            point = None
            if way < 0.5:
                point = "%s#%d=kill" % (self.chance.choice(POINTS), self.chance.randint(1, self.count))
            process = self.apply(failpoint=point)
            delay = self.chance.uniform(0, 4) if 0.5 <= way < 0.8 else None
            started.append((process, point, delay))
        begun, before = time.monotonic(), len(self.journal("created"))
        for process, point, delay in sorted(started, key=lambda each: each[2] or 99):
            if delay is not None:
                try:
                    process.wait(timeout=max(0, begun + delay - time.monotonic()))
                except subprocess.TimeoutExpired:
                    process.kill()
            status, _, error = self.end(process)
            allowed = {0, 3, 75, 77} | ({-9} if point or delay is not None else set())
            self.require(status in allowed, "exit %d of a disturbed run: %s" % (status, error[-3000:]))
            if status == 75 and len(started) == 1:
                self.require(len(self.journal("created")) == before, "exit 75, and yet a job was created: " + error)
            self.figures["killed" if status == -9 else "ended by itself"] += 1
        self.verify()

    def attempts(self):
        status, output, error = self.run("status", "-o", "json")
        self.require(status in (0, 1, 3), "status: %d %s" % (status, error))
        return json.loads(output)

    def play(self):
        server = subprocess.Popen(
            [sys.executable, os.path.join(HERE, "server.py"), self.journal_path, str(self.seed)],
            stdout=subprocess.PIPE, text=True)
        try:
            self.port = int(server.stdout.readline().split()[0])
            self.ledger = os.path.join(self.folder, "ledger.sqlite")
            self.manifest = os.path.join(self.folder, "torture.yaml")
            self.count = self.chance.randint(1, 4)
            with open(self.manifest, "w") as file:
                file.write(MANIFEST.format(port=self.port))
                # Some jobs are where nobody can list them.
                self.named = {number for number in range(self.count) if self.chance.random() < 0.7}
                for number in range(self.count):
                    file.write(JOB.format(number=number, endpoint="named" if number in self.named else "heart"))
            status, _, error = self.run("ledger", "init", "--id", "torture-%s" % self.seed)
            self.require(status == 0, "init: " + error)
            for _ in range(self.chance.randint(1, 3)):
                self.disturbed()
            self.settle()
            self.noted()
            self.look()
        finally:
            server.kill()
            server.wait()

    def noted(self):
        """How often doubts were settled in which way."""
        _, exported, _ = self.run("ledger", "export", "--to", "jsonl")
        for line in exported.splitlines():
            entry = json.loads(line)
            if entry.get("kind") == "noted":
                payload = entry["payload"]
                payload = json.loads(payload) if isinstance(payload, str) else payload
                self.figures["noted " + payload["note"]] += 1

    def created(self):
        made = collections.defaultdict(list)
        for line in self.journal("created"):
            made[line["key"]].append(line["id"])
        return made

    def settle(self):
        """The server does right from here on; what nobody can know, a person looks up."""
        with urllib.request.urlopen("http://127.0.0.1:%d/_calm" % self.port) as calm:
            self.require(json.load(calm)["other"] == 0, "a redirect was followed to another host")
        status, _, error = self.end(self.apply())
        self.figures["jobs"] += self.count
        self.figures["jobs by name"] += len(self.named)
        if status == 3:
            unknown = self.unknown()
            self.require(unknown, "exit 3 without an unknown job: " + error)
            self.figures["unknown"] += len(unknown)
            for address, _ in unknown:
                self.require(int(address.rsplit("-", 1)[1]) not in self.named,
                             "%s is unknown although its endpoint lists it: %s" % (address, error))
            for address, key in unknown:
                ids = self.created().get(key, [])
                how = ["--adopt", ids[0]] if ids else ["--absent"]
                self.figures["adopted" if ids else "absent"] += 1
                settled, _, words = self.run("resolve", address, *how)
                self.require(settled == 0, "resolve: " + words)
            status, _, error = self.end(self.apply())
        self.require(status == 0, "exit %d at last: %s" % (status, error))

    def unknown(self):
        found = [(job["address"], job["key"]) for job in self.attempts()["jobs"]
                 if job["state"] in ("intent", "unknown")]
        doubted = {line["key"] for line in self.journal("posted") if line["fault"] not in HARMLESS}
        for address, key in found:
            self.require(self.figures["killed"] or key in doubted, "%s is unknown without a cause" % address)
        return found

    def look(self):
        self.verify()
        made = self.created()
        for key, ids in made.items():
            self.require(len(ids) == 1, "key %s has %d jobs" % (key, len(ids)))
        outputs = collections.Counter(
            output["uri"].split("/")[5] for line in self.journal("created") for output in line["output"].values())
        for number in range(self.count):
            self.require(outputs[str(number)] == 1, "job-%d was created %d times" % (number, outputs[str(number)]))
        self.require(not self.journal("elsewhere"), "something arrived at another host")
        self.require(not self.journal("leaked"), "a token went where none was asked for")
        self.require(not self.journal("audience"), "a token went where another is for: %s" % self.journal("audience"))
        self.figures["posts"] += len(self.journal("posted"))
        self.figures["faults"] += len(self.journal("fault"))
        _, exported, _ = self.run("ledger", "export", "--to", "jsonl")
        for _, _, output, error in self.said:
            for identifier in re.findall(r"batchjob-[0-9a-f-]{36}-\d+", output + error):
                self.require(identifier in exported, "%s was said and is not in the ledger" % identifier)
        self.no_secret()

    def no_secret(self):
        texts = {"output of %s" % each[0]: (each[2] + each[3]).encode() for each in self.said}
        for folder, _, names in os.walk(self.folder):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    texts[name] = file.read()
        for mark in self.marks:
            forms = [mark.encode(), urllib.parse.quote(mark, safe="").encode(), mark.encode().hex().encode()]
            for offset in range(3):
                coded = base64.b64encode(b"x" * offset + mark.encode())
                forms.append(coded[4 if offset else 0:-4])
            for place, text in texts.items():
                for form in forms:
                    self.require(form not in text, "a secret is in %s" % place)

    def forget(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.rmtree(self.outside, ignore_errors=True)


def one(runner, seed, keep):
    game = Round(runner, seed)
    try:
        game.play()
        return seed, None, game.figures
    except Exception as problem:  # whatever it is, the round failed
        words = "%s: %s" % (type(problem).__name__, problem)
        if keep:
            words += "\n  folders: %s %s" % (game.folder, game.outside)
        return seed, words, game.figures
    finally:
        if not keep:
            game.forget()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runner", required=True)
    parser.add_argument("--rounds", type=int, default=int(os.environ.get("RUNNER_TORTURE_ROUNDS", "3")))
    parser.add_argument("--seed", type=int)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    first = options.seed if options.seed is not None else int.from_bytes(os.urandom(4), "big")
    print("seed %d, %d rounds" % (first, options.rounds), flush=True)
    figures, failures, begun = collections.Counter(), 0, time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(options.workers) as pool:
        rounds = [pool.submit(one, os.path.abspath(options.runner), first + number, options.keep)
                  for number in range(options.rounds)]
        for done in concurrent.futures.as_completed(rounds):
            seed, words, counted = done.result()
            figures += counted
            if words:
                failures += 1
                print("FAILED seed %d: %s" % (seed, words), flush=True)
    print(json.dumps({"rounds": options.rounds, "failures": failures,
                      "seconds": round(time.monotonic() - begun, 1), **dict(sorted(figures.items()))}))
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()

"""Plays one row of the fault table against the program: one submission meets the fault, everything else goes well.

    rows.py --runner .build/debug/runner FAULT EXPECTED

EXPECTED is what the fault proves: `created` (the answer is good, or the request is sent again: one job, 0), `refused`
(no job, 1) or `nothing` (in doubt: where jobs can be listed one job and 0, elsewhere 3 and no second request).
"""
import argparse
import os
import subprocess
import sys

from torture import HERE, JOB, MANIFEST, Round


class Row(Round):
    def __init__(self, runner, fault, endpoint):
        super().__init__(runner, 1)
        self.fault, self.endpoint = fault, endpoint

    def play(self):
        server = subprocess.Popen(
            [sys.executable, os.path.join(HERE, "server.py"), self.journal_path, "1"],
            stdout=subprocess.PIPE, text=True, env={**os.environ, "TORTURE_FAULT": self.fault})
        try:
            self.port = int(server.stdout.readline().split()[0])
            self.ledger = os.path.join(self.folder, "ledger.sqlite")
            self.manifest = os.path.join(self.folder, "torture.yaml")
            with open(self.manifest, "w") as file:
                file.write(MANIFEST.format(port=self.port) + JOB.format(number=0, endpoint=self.endpoint))
            self.run("ledger", "init")
            status, output, error = self.end(self.apply())
            self.verify()
            for event in ("elsewhere", "leaked", "audience", "cookie", "unauthorized"):
                self.require(not self.journal(event), "%s: %s" % (event, self.journal(event)))
            for character in output + error:
                self.require(character in "\n\t" or (ord(character) >= 32 and character not in "\x7f\u202e"),
                             "a control character was shown")
            for line in (output + error).splitlines():
                self.require(not line.startswith(("::", "##vso")), "a command of CI was shown: " + line)
            self.no_secret()
            return status, len(self.journal("created")), len(self.journal("posted")), error
        finally:
            server.kill()
            server.wait()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runner", required=True)
    parser.add_argument("fault")
    parser.add_argument("expected", choices=["created", "refused", "nothing"])
    options = parser.parse_args()
    for endpoint in ("named", "heart"):
        row = Row(os.path.abspath(options.runner), options.fault, endpoint)
        try:
            status, created, posted, error = row.play()
        finally:
            row.forget()
        wanted = {"created": [(0, 1)], "refused": [(1, 0)], "nothing": [(0, 1)]}[options.expected]
        if options.expected == "nothing" and endpoint == "heart":
            wanted = [(3, 0), (3, 1)]
            if posted != 1:
                sys.exit("%s: %d requests where nobody can list" % (endpoint, posted))
        if (status, created) not in wanted:
            sys.exit("%s: exit %d with %d jobs, not %s\n%s" % (endpoint, status, created, wanted, error))
    print("as it should be")


main()

import Diagnostics
import Host
import RunnerTestSupport
import Testing

/// `scripts/integrations/github/plan-comment` against a server on loopback that keeps comments as GitHub does.
@Suite(.timeLimit(.minutes(10))) struct PlanCommentTests {
    /// Runs some calls of the script beside the server; says what the server has in the end.
    private func comments(
        _ calls: String,
        before: String = "[]",
        in repository: PushedRepository
    ) async throws -> PushedRepository.Outcome {
        try repository.workplace.write("server.py", Self.server)
        try repository.workplace.write("before.json", before)
        return try await repository.bash(
            """
            exec 3< <(exec python3 -u server.py before.json)
            server=$!
            trap 'kill "$server"' EXIT
            read -r port <&3
            export GITHUB_API_URL=http://127.0.0.1:$port GITHUB_REPOSITORY=clinic/scoring
            comment() { python3 -B '\(Fixture.packageRoot)/scripts/integrations/github/plan-comment' "$@"; }
            \(calls)
            python3 -c 'import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1]).read().decode())' \
            "$GITHUB_API_URL/all"
            """,
            environment: ["GITHUB_TOKEN": "marked~token", "no_proxy": "*"],
            in: repository.folder
        )
    }

    @Test func oneCommentIsKeptUpToDate() async throws {
        try await PushedRepository.with { repository in
            let said = try await comments(
                """
                echo first >page; comment 7 page manifests
                echo second >page; comment 7 page manifests
                echo other >page; comment 7 page elsewhere
                """,
                in: repository
            )
            #expect(said.status == 0, "\(said.text)")
            #expect(!said.text.contains("first") && said.text.contains(#"\nsecond\n"#), "\(said.text)")
            #expect(said.text.contains(#"\nother\n"#), "\(said.text)")
            #expect(said.text.split(separator: "\"login\"").count == 3, "two comments: \(said.text)")
            #expect(!said.text.contains("marked~"))
        }
    }

    /// A stranger's comment that looks like ours is not ours, and ours may be on the second page.
    @Test func findsItsOwnAmongOthers() async throws {
        try await PushedRepository.with { repository in
            let mark = "<!-- runner plan c7af7c7a948db880 -->"
            var before = (1...120).map {
                #"{"id": \#($0), "user": {"login": "mallory"}, "body": "\#(mark)\\nhers"}"#
            }
            before.append(#"{"id": 900, "user": null, "body": null}"#)
            let said = try await comments(
                "echo mine >page; comment 7 page manifests; echo later >page; comment 7 page manifests",
                before: "[" + before.joined(separator: ",") + "]",
                in: repository
            )
            #expect(
                said.status == 0 && said.text.contains("later") && !said.text.contains("mine"),
                "\(said.text)"
            )
            #expect(said.text.split(separator: "hers").count == 121, "none of hers was touched")
        }
    }

    @Test func aLongPlanIsNotCutInTheMiddle() async throws {
        try await PushedRepository.with { repository in
            let said = try await comments(
                "(echo '### plan: 9 to submit'; head -c 65536 /dev/zero | tr '\\0' x) >page; comment 7 page manifests",
                in: repository
            )
            #expect(said.text.contains("### plan: 9 to submit") && said.text.contains("in the job's summary"))
            #expect(!said.text.contains("xxx"))
        }
    }

    @Test(arguments: ["403", "500", "302", "html"]) func aRefusalIsAWarning(answer: String) async throws {
        try await PushedRepository.with { repository in
            let said = try await comments(
                "export GITHUB_API_URL=$GITHUB_API_URL/refuse/\(answer); echo x >page; comment 7 page manifests; GITHUB_API_URL=${GITHUB_API_URL%%/refuse*}",
                in: repository
            )
            #expect(said.status == 0 && said.text.contains("::warning title=runner::"), "\(said.text)")
            #expect(
                !said.text.contains("Traceback") && !said.text.contains("marked~")
                    && said.text.hasSuffix("[]\n")
            )
        }
    }

    private static let server = """
        import http.server, json, re, sys
        comments = json.load(open(sys.argv[1]))
        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_): pass
            def answer(self, status, value, headers={}):
                body = value if isinstance(value, bytes) else json.dumps(value).encode()
                self.send_response(status)
                for name, text in headers.items(): self.send_header(name, text)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            def do_GET(self):
                refused = re.match("/refuse/([a-z0-9]+)", self.path)
                if self.path == "/all": return self.answer(200, comments)
                if refused and refused[1] == "html": return self.answer(200, b"<html>")
                if refused and refused[1] == "302":
                    return self.answer(302, {}, {"Location": "/repos/clinic/scoring/issues/7/comments?page=1"})
                if refused: return self.answer(int(refused[1]), {"message": "no"})
                assert self.headers["Authorization"] == "Bearer marked~token"
                page = int(re.search("[?&]page=([0-9]+)", self.path)[1])
                assert self.path.startswith("/repos/clinic/scoring/issues/7/comments?per_page=100")
                self.answer(200, comments[(page - 1) * 100 : page * 100])
            def read(self): return json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"]
            def do_POST(self):
                assert self.path == "/repos/clinic/scoring/issues/7/comments"
                made = {"id": 1000 + len(comments), "user": {"login": "github-actions[bot]"}, "body": self.read()}
                comments.append(made)
                self.answer(201, made)
            def do_PATCH(self):
                number = int(self.path.removeprefix("/repos/clinic/scoring/issues/comments/"))
                found = next(comment for comment in comments if comment["id"] == number)
                found["body"] = self.read()
                self.answer(200, found)
        server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        print(server.server_port)
        server.serve_forever()

        """
}

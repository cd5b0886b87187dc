import Diagnostics
import Host
import RunnerTestSupport
import Subprocess
import SystemPackage
import Testing

/// Exports, read by programs that share nothing with runner: Python's own readers of CSV and JSON, and its SHA-256.
@Suite struct LedgerExportTests {
    /// What must hold of each form; prints `ok` and how much it saw.
    private static let script = #"""
        import csv, datetime, hashlib, json, sys, uuid
        from urllib.parse import urlparse

        form, path = sys.argv[1:3]

        def moment(text):
            return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))

        def no_twins(pairs):
            names = [name for name, _ in pairs]
            assert len(names) == len(set(names)), names
            return dict(pairs)

        if form == "csv":
            with open(path, newline="", encoding="utf-8") as file:
                rows = list(csv.reader(file, strict=True))
            with open(path, "rb") as file:
                assert file.read().endswith(b"\r\n")
            assert all(len(row) == len(rows[0]) for row in rows)
            assert len(set(rows[0])) == len(rows[0])
            table = [dict(zip(rows[0], row)) for row in rows[1:]]
            good, bad = table
            assert good["job"] == "heart/good" and good["state"] == "succeeded" and good["http_status"] == "201"
            assert good["client_id"] == "2222" and good["commit"] == "ab" * 20 and good["dirty"] == "true"
            assert good["inputs"] == "a=https://a.blob.core.windows.net/c/in"
            assert moment(good["intended_at"]) <= moment(good["settled_at"])
            assert bad["reason"].startswith("'=HYPERLINK(\"x\"), "), bad["reason"]
            assert bad["reason"].endswith("\\n::error::x"), bad["reason"]
            print("ok", len(table))
        else:
            with open(path, encoding="utf-8") as file:
                lines = [json.loads(line, object_pairs_hook=no_twins) for line in file]

        if form == "jsonl":
            # RFC 8785 for these payloads: sorted names, no blanks, no escapes but the shortest.
            canonical = lambda value: json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            birth, entries = lines[0], lines[1:]
            head = hashlib.sha256(canonical(birth["birth"]).encode()).hexdigest()
            assert head == birth["hash"]
            for number, entry in enumerate(entries, 1):
                assert entry["sequence"] == number and entry["previousHash"] == head
                text = canonical({name: entry[name] for name in ("kind", "payload", "sequence", "time")})
                head = hashlib.sha256((head + text).encode()).hexdigest()
                assert head == entry["hash"], number
            print("ok", len(entries), f"{len(entries)}:{head}")

        if form == "openlineage":
            # The required members of RunEvent, Run, Job, Dataset and BaseFacet in OpenLineage 2-0-2.
            def facets(value):
                for facet in value.get("facets", {}).values():
                    for name in ("_producer", "_schemaURL"):
                        assert urlparse(facet[name]).scheme == "https" and urlparse(facet[name]).netloc
            kinds = {}
            for event in lines:
                assert urlparse(event["producer"]).scheme and urlparse(event["schemaURL"]).fragment == "/$defs/RunEvent"
                assert event["eventType"] in ("START", "RUNNING", "COMPLETE", "ABORT", "FAIL", "OTHER")
                assert moment(event["eventTime"]).tzinfo is not None
                uuid.UUID(event["run"]["runId"])
                parent = event["run"]["facets"]["parent"]
                uuid.UUID(parent["run"]["runId"])
                assert parent["job"]["namespace"] and parent["job"]["name"]
                kind = event["job"]["facets"]["jobType"]
                assert kind["processingType"] == "BATCH" and kind["integration"]
                facets(event["run"]); facets(event["job"])
                for data in event["inputs"] + event["outputs"]:
                    assert set(data) >= {"namespace", "name"} and data["namespace"] and data["name"]
                kinds.setdefault(event["run"]["runId"], []).append(event["eventType"])
            assert list(kinds.values()) == [["START", "COMPLETE"], ["START", "FAIL"]], kinds
            failed = lines[3]["run"]["facets"]["errorMessage"]
            assert failed["message"] and failed["programmingLanguage"]
            assert lines[0]["inputs"] == [{"namespace": "https://a.blob.core.windows.net", "name": "c/in"}]
            assert lines[0]["outputs"] == [{"namespace": "azureml://datastores/blob", "name": "paths/out.csv"}]
            print("ok", len(lines))

        if form == "intoto":
            for statement in lines:
                assert set(statement) == {"_type", "subject", "predicateType", "predicate"}
                assert statement["_type"] == "https://in-toto.io/Statement/v1"
                assert urlparse(statement["predicateType"]).scheme
                assert statement["subject"]
                for subject in statement["subject"]:
                    assert subject["name"] and len(bytes.fromhex(subject["digest"]["sha256"])) == 32
            if "--real" in sys.argv:
                for statement in lines:
                    text = statement["predicate"]["request"]["canonicalText"]
                    digest = statement["subject"][0]["digest"]["sha256"]
                    assert hashlib.sha256(text.encode()).hexdigest() == digest
            print("ok", len(lines))
        """#

    private func checked(_ form: String, _ workplace: Workplace, _ extra: [String] = []) async throws
        -> String
    {
        let outcome = await workplace.run(["ledger", "export", "--to", form, "--ledger", workplace.ledger])
        #expect(outcome.status == .success, "\(outcome.error)")
        try workplace.write("export." + form, outcome.output)
        let result = try await Subprocess.run(
            .name("python3"),
            arguments: .init(["-c", Self.script, form, workplace.folder + "/export." + form] + extra),
            output: .string(limit: 1 << 16),
            error: .string(limit: 1 << 16)
        )
        return result.standardOutput + result.standardError
    }

    @Test(arguments: [("csv", "ok 2\n"), ("openlineage", "ok 4\n"), ("intoto", "ok 2\n")])
    func isReadByOthers(form: String, verdict: String) async throws {
        try await Workplace.with { workplace in
            try await LedgerCommandTests.record(in: workplace)
            #expect(try await checked(form, workplace) == verdict)
        }
    }

    @Test func theChainCanBeComputedAgain() async throws {
        try await Workplace.with { workplace in
            try await LedgerCommandTests.record(in: workplace)
            let verified = await workplace.run(["ledger", "verify", "--ledger", workplace.ledger]).output
            let head = verified.split(separator: "head ").last.map { $0.filter { $0 != "\n" } } ?? ""
            #expect(try await checked("jsonl", workplace).hasSuffix("\(head)\n"))
        }
    }

    @Test func theDigestOfARealRequestIsThatOfItsText() async throws {
        try await Workplace.with { workplace in
            #expect(await workplace.apply().status == .success)
            let verdict = try await checked("intoto", workplace, ["--real"])
            #expect(verdict == "ok 1\n")
        }
    }

    @Test func exportsWhatIsAskedFor() async throws {
        try await Workplace.with { workplace in
            try await LedgerCommandTests.record(in: workplace)
            let some = await workplace.run([
                "ledger", "export", "--to", "csv", "--status", "rejected", "--ledger", workplace.ledger,
            ])
            #expect(some.output.split(separator: "\r\n").count == 2)
            let parts = await workplace.run([
                "ledger", "export", "--to", "jsonl", "--since", "1h", "--ledger", workplace.ledger,
            ])
            #expect(parts.status == .usage)
        }
    }
}

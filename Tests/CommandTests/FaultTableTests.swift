import RunnerTestSupport
import Subprocess
import SystemPackage
import Testing

/// Rows of the fault table (docs/faults.md) that are faults on the wire, each against the built program: at an endpoint whose
/// jobs can be listed, and at one by its scoring URI.
///
/// In doubt means: where jobs can be listed there is one job and 0, elsewhere 3 and no second request.
@Suite struct FaultTableTests {
    /// What a fault proves.
    private enum Proof: String {
        /// The answer is good, or the request was sent again: one job.
        case created
        /// No job.
        case refused
        /// Nothing.
        case nothing
    }

    private func play(_ faults: [String], proving proof: Proof) async throws {
        for fault in faults {
            let result = try await Subprocess.run(
                .name("python3"),
                arguments: [
                    "-B", Fixture.packageRoot + "/Tests/CommandTests/Fixtures/torture/rows.py", "--runner",
                    BinaryTests.program.string, fault, proof.rawValue,
                ],
                input: .none,
                output: .string(limit: 1 << 20),
                error: .string(limit: 1 << 20)
            )
            #expect(
                result.terminationStatus == .exited(0),
                "\(fault): \(result.standardOutput) \(result.standardError)"
            )
        }
    }

    @Test("27 reset before the body was read") func row27() async throws {
        try await play(["half-read-before", "reset-before"], proving: .nothing)
    }

    @Test("28 reset after the body") func row28() async throws {
        try await play(["reset-after"], proving: .nothing)
    }

    @Test("29 closed without a byte, or in the status line") func row29() async throws {
        try await play(["drop-after", "half-status-after"], proving: .nothing)
    }

    @Test("30 truncated body, bad chunk") func row30() async throws {
        try await play(["truncated-after", "bad-chunk-after"], proving: .nothing)
    }

    @Test("33 100 MB, or a body without end") func row33() async throws {
        try await play(["big-after", "endless-after"], proving: .nothing)
    }

    @Test("34 gzip bomb") func row34() async throws {
        try await play(["gzip-bomb-after"], proving: .nothing)
    }

    @Test("35 a field of 5 MB, 50,000 fields") func row35() async throws {
        try await play(["big-field-after", "many-fields-after"], proving: .nothing)
    }

    @Test("36 429 with Retry-After in seconds, as a date, odd, none") func row36() async throws {
        try await play(["429-1", "429-date", "429-odd", "429-none"], proving: .created)
    }

    @Test("38 500, and the job was created") func row38() async throws {
        try await play(["500-after"], proving: .nothing)
    }

    @Test("39 502 and 504 of a gateway") func row39() async throws {
        try await play(["502-before", "504-after"], proving: .nothing)
    }

    @Test("40 401 once; 43 it echoes the token") func row40() async throws {
        try await play(["401"], proving: .created)
    }

    @Test("44 202 without a body") func row44() async throws {
        try await play(["empty-after"], proving: .nothing)
    }

    @Test("45 200 with a page to sign in") func row45() async throws {
        try await play(["html-after"], proving: .nothing)
    }

    @Test("46 a name of another type") func row46() async throws {
        try await play(
            [
                "number-name-after", "null-name-after", "no-text-name-after", "object-name-after",
                "path-name-after", "control-name-after",
            ],
            proving: .nothing
        )
    }

    @Test("47 malformed JSON, byte order mark, NaN, trailing text") func row47() async throws {
        try await play(["broken-json-after", "bom-after", "nan-after", "trailing-after"], proving: .nothing)
    }

    @Test("48 invalid UTF-8, NUL, lone surrogate") func row48() async throws {
        try await play(["bad-utf8-after", "nul-after", "surrogate-after"], proving: .nothing)
    }

    @Test("49 duplicate keys") func row49() async throws {
        try await play(["duplicate-key-after"], proving: .nothing)
    }

    @Test("50 200,000 levels of JSON") func row50() async throws {
        try await play(["deep-after"], proving: .nothing)
    }

    @Test("51 escapes and commands of CI in a message") func row51() async throws {
        try await play(["escapes-400-before"], proving: .refused)
    }

    @Test("52 redirect to another host") func row52() async throws {
        try await play(["redirect-before"], proving: .nothing)
    }

    @Test("53 HTTP/1.0, early hints") func row53() async throws {
        try await play(["old-after", "continues-after"], proving: .created)
    }

    @Test("54 two lengths, two framings; two locations") func row54() async throws {
        try await play(["duplicate-length-after", "two-framings-after"], proving: .nothing)
    }

    @Test("55 Set-Cookie") func row55() async throws {
        try await play(["cookie-after"], proving: .created)
    }

    @Test("56 connection closed between requests") func row56() async throws {
        try await play(["hung-up-after"], proving: .created)
    }

    @Test("57 answered before the body was read") func row57() async throws {
        try await play(["early-413"], proving: .refused)
    }

    @Test("54 two locations") func row54Locations() async throws {
        try await play(["two-locations-after"], proving: .created)
    }
}

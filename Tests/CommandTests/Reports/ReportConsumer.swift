import Host
import JSONValues
import RunnerTestSupport
import Subprocess
import SystemPackage
import Testing

@testable import RunnerCommands

/// The tools that reports are for, or independent readers of the same forms.
///
/// `scripts/set-up --tests` installs them into `.build/peers`: jsonschema-rs with OASIS' schema of SARIF, with ours of
/// the JSON report and one of GitLab's documentation; libxml2 with Jenkins' schema of JUnit, and junitparser; tap.py;
/// GitHub's own Markdown parser. GitHub's log reader is written after its program's source.
enum ReportConsumer {
    private static let peers = Fixture.packageRoot + "/.build/peers"
    static let arePresent = SystemFileSystem().kind(of: peers + "/junit-10.xsd") != nil
    static let absence: Comment = "scripts/set-up --tests has not installed the readers of reports"

    /// Perl's harness, the first reader of TAP.
    static let perl = "/usr/bin/perl"
    static let perlIsPresent = SystemFileSystem().kind(of: "/usr/bin/prove") != nil

    /// Reads a report.
    ///
    /// - Returns: What the consumer sees; `problems` are what is wrong with it.
    static func read(_ text: String, as format: FindingsFormat) async throws -> JSONValue {
        try await read(text, as: format.rawValue)
    }

    /// Reads a report by the name of its reader in `consumers.py`.
    ///
    /// - Returns: What the consumer sees; `problems` are what is wrong with it.
    static func read(_ text: String, as reader: String) async throws -> JSONValue {
        let script = Fixture.packageRoot + "/Tests/CommandTests/Fixtures/reports/consumers.py"
        return try await run(
            peers + "/bin/python",
            [script, reader, Fixture.packageRoot, peers],
            text
        )
    }

    /// Reads TAP by perl's `TAP::Parser`, which is what `prove` runs.
    static func readByPerl(_ text: String) async throws -> JSONValue {
        try await run(perl, [Fixture.packageRoot + "/Tests/CommandTests/Fixtures/reports/tap.pl"], text)
    }

    private static func run(_ program: String, _ arguments: [String], _ text: String) async throws
        -> JSONValue
    {
        try await TemporaryFolder.with { folder in
            try SystemFileSystem().write(Array(text.utf8), to: folder + "/report")
            let result = try await Subprocess.run(
                .path(FilePath(program)),
                arguments: Arguments(arguments + [folder + "/report"]),
                output: .string(limit: 64 << 20),
                error: .string(limit: 1 << 20)
            )
            try #require(result.terminationStatus.isSuccess, "\(result.standardError)")
            return try JSONReader().read(Array(result.standardOutput.utf8))
        }
    }
}

import Host
import JSONValues
import RunnerTestSupport
import Subprocess
import SystemPackage
import Testing

/// Planted faults: each is found at its line and column, once, and nothing else is.
@Suite struct FaultPlaceTests {
    /// What a table says of a file.
    private struct Row {
        let file: String
        let keyword: String
        /// The line and the column; `nil` without a fault.
        let place: String?
    }

    @Test func findsEveryFaultOfTheBenchmarkAtItsPlace() async throws {
        let faults = try await check(
            script: Fixture.packageRoot + "/scripts/benchmark-corpus",
            arguments: ["--files", "0", "--megabytes", "0"],
            schema: "stations.schema.json",
            pages: "faults",
            table: "faults.tsv"
        ) { fields in
            Row(
                file: "faults/" + fields[0],
                keyword: fields[1],
                place: fields[1] == "valid" ? nil : "\(fields[2]):\(fields[3])"
            )
        }
        #expect(faults.count == 140)
        #expect(Set(faults.map(\.keyword)).count == 36, "of every kind")
    }

    @Test(
        .enabled(
            if: SystemFileSystem().kind(of: SharedReference.folder + "/bench/gen_corpus.py") == .file,
            "../shared/bench is absent"
        )
    )
    func findsEveryFaultOfTheReferenceAtItsPlace() async throws {
        let faults = try await check(
            script: SharedReference.folder + "/bench/gen_corpus.py",
            arguments: ["--big-mb", "0.01"],
            schema: "schema.json",
            pages: "mixed",
            table: "mixed-expected.tsv"
        ) { fields in
            Row(
                file: fields[0],
                keyword: fields[2],
                place: fields[1] == "valid" ? nil : "\(fields[4]):\(fields[5])"
            )
        }
        #expect(faults.count == 250)
    }

    /// Writes a corpus, validates its pages in one process, and compares with its table.
    ///
    /// - Returns: The rows with a fault.
    private func check(
        script: String,
        arguments: [String],
        schema: String,
        pages: String,
        table: String,
        row: ([String]) -> Row
    ) async throws -> [Row] {
        try await TemporaryFolder.with { folder in
            let made = try await Subprocess.run(
                .name("python3"),
                arguments: .init([script, folder] + arguments),
                output: .string(limit: 1 << 16),
                error: .string(limit: 1 << 16)
            )
            try #require(made.terminationStatus == .exited(0), "\(made.standardError)")
            let run = try await LimitedRun(
                [
                    "validate", "--schema", schema, "--assert-formats", "--max-errors", "100000", "-o",
                    "json", pages,
                ],
                in: folder
            )
            let found = try Self.places(in: run.output)
            let text = String(
                decoding: try SystemFileSystem().read(folder + "/" + table, limit: 1 << 20),
                as: UTF8.self
            )
            let rows = text.split(separator: "\n").dropFirst().map { line in
                row(line.split(separator: "\t", omittingEmptySubsequences: false).map { String($0) })
            }
            for row in rows {
                #expect(
                    found[row.file] ?? [] == (row.place.map { [$0] } ?? []),
                    "\(row.file), \(row.keyword)"
                )
            }
            #expect(run.status == 65)
            #expect(Set(found.keys).isSubset(of: rows.map(\.file)))
            return rows.filter { $0.place != nil }
        }
    }

    /// The primary places of all faults, by file.
    private static func places(in output: String) throws -> [String: [String]] {
        let shown = try JSONReader().read(Array(output.utf8))
        var places: [String: [String]] = [:]
        for diagnostic in try #require(shown["diagnostics"]?.array) {
            let label = try #require(diagnostic["primary"])
            let line = try #require(label["start"]?["line"]?.integer)
            let column = try #require(label["start"]?["column"]?.integer)
            places[try #require(label["file"]?.string), default: []].append("\(line):\(column)")
        }
        return places
    }
}

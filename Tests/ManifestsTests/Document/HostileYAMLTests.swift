import Diagnostics
import Manifests
import Testing

/// The hostile files beside the package: accepted or refused as the table wants, at the place that it names.
@Suite(
    .enabled(
        if: FixtureFiles.exists(FixtureFiles.shared + "/hostile/TABLE.tsv"),
        "../shared/hostile is absent"
    )
)
struct HostileYAMLTests {
    static let folder = FixtureFiles.shared + "/hostile"

    /// One row of the table.
    struct Row: CustomTestStringConvertible {
        let id: String
        let file: String
        let want: String
        let place: String
        var testDescription: String { id }
    }

    static let rows: [Row] = (FixtureFiles.text(folder + "/TABLE.tsv") ?? "").split(separator: "\n")
        .compactMap {
            let columns = $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard columns.count >= 5, columns[0].hasPrefix("Y") else { return nil }
            return Row(id: columns[0], file: columns[1], want: columns[3], place: columns[4])
        }

    /// Where this parser says something else than the table, and why.
    static let exceptions: [String: String] = [
        "Y26": "UTF-16 is refused with a clear message, which the table allows",
        "Y41": "a second document is for the manifest's reader to judge",
        "Y43": "no document and no fault: the caller says `emptySource`",
        "Y44": "as Y43",
        "Y45": "an empty document is null: the schema refuses it",
        "Y46": "the schema refuses a scalar as the root",
    ]

    @Test(arguments: rows)
    func meetsTheTable(row: Row) throws {
        let bytes = try #require(FixtureFiles.bytes(Self.folder + "/" + row.file))
        let source = SourceText(name: row.file, bytes: bytes)
        let reading = Reading(source)
        let isRefused = !reading.problems.isEmpty
        if Self.exceptions[row.id] == nil, row.want != "either" {
            #expect(isRefused == (row.want == "reject"), "\(reading.problems)")
        }
        guard isRefused, row.place.contains(":"), Self.exceptions[row.id] == nil else { return }
        // Unclosed brackets have the table's place, the end, as the second label.
        let labels = reading.problems.flatMap { [$0.primary].compactMap(\.self) + $0.secondary }
        let places = labels.map { source.position(at: $0.span.start) }.map { "\($0.line):\($0.column)" }
        #expect(places.contains(row.place), "\(places)")
    }

    @Test func readsEverythingElseWithoutATrap() throws {
        for name in FixtureFiles.names(in: Self.folder) {
            let bytes = try #require(FixtureFiles.bytes(Self.folder + "/" + name))
            let reading = Reading(SourceText(name: name, bytes: bytes))
            #expect(reading.problems.isEmpty || reading.problems.containsErrors)
            // Every prefix of the small ones: truncated files must not trap either.
            guard bytes.count < 300 else { continue }
            for count in bytes.indices {
                let cut = Reading(bytes: Array(bytes[..<count]), name: name)
                #expect(cut.problems.isEmpty || cut.problems.containsErrors)
            }
        }
    }
}

import Host
import JSONValues
import RunnerTestSupport
import Subprocess
import SystemPackage
import Testing

/// The hostile files beside the package, through the program: each as its table wants, at little cost.
@Suite(.enabled(if: SharedReference.isPresent, "../shared/hostile is absent"))
struct HostileTableTests {
    static let folder = SharedReference.folder + "/hostile"

    /// One row of the table.
    struct Row: Sendable, CustomTestStringConvertible {
        let id: String
        let instance: String
        let schema: String
        let want: String
        let place: String
        var testDescription: String { id }
    }

    static let rows: [Row] = {
        guard let bytes = try? SharedReference.bytes("hostile/TABLE.tsv") else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst().compactMap { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map { String($0) }
            guard fields.count > 4 else { return nil }
            return Row(
                id: fields[0],
                instance: fields[1],
                schema: fields[2],
                want: fields[3],
                place: fields[4]
            )
        }
    }()

    /// What is decided where the table leaves it open, as docs/validation.md says, with words of the first fault.
    static let decisions: [String: (isAccepted: Bool, words: String)] = [
        "Y02": (true, ""), "Y16": (true, ""),
        "Y22": (false, "unknown tag `!!binary`"),
        "Y26": (false, "the file is UTF-16, not UTF-8"),
        "Y41": (true, ""), "Y55": (true, ""), "Y56": (true, ""), "Y57": (true, ""),
        "Y63": (false, "the document must be a mapping, not a whole number"),
        "Y67": (false, "invisible character U+200B"),
        "S27": (true, ""),
    ]

    @Test func hasEveryRow() {
        #expect(Self.rows.count == 82)
        #expect(Self.rows.filter { $0.want == "either" }.allSatisfy { Self.decisions[$0.id] != nil })
    }

    @Test(arguments: rows)
    func isAsTheTableWants(row: Row) async throws {
        try await TemporaryFolder.with { folder in
            try SystemFileSystem().write(Array(#"{"type": "object"}"#.utf8), to: folder + "/object.json")
            let schema = row.schema.isEmpty ? folder + "/object.json" : row.schema
            let command = ["validate", "--schema", schema, row.instance]
            // S06 refers to port 9: nothing may knock there.
            let run = try await LimitedRun(command, in: Self.folder, port: row.id == "S06" ? 9 : 0)
            #expect(run.unsafeScalars == [])
            #expect(run.connections ?? 0 == 0)
            #expect(run.peakInMebibytes <= 128)
            // Built for debugging it is some ten times slower than it ships.
            #expect(run.processorTime < .seconds(10))

            let isAccepted = Self.decisions[row.id]?.isAccepted ?? (row.want == "ok")
            #expect(run.status == (isAccepted ? 0 : 65), "\(run.error.prefix(1000))")
            if let decision = Self.decisions[row.id] { #expect(run.error.contains(decision.words)) }
            if !isAccepted, Self.decisions[row.id] == nil {
                let shown = try await LimitedRun(command + ["-o", "json"], in: Self.folder)
                try expectPlace(row, in: shown.output)
            }
        }
    }

    /// The first fault is where the table says: its place or, where a bracket is never closed, one of its labels.
    private func expectPlace(_ row: Row, in output: String) throws {
        let shown = try JSONReader().read(Array(output.utf8))
        let first = try #require(shown["diagnostics"]?.array?.first { $0["severity"]?.string == "error" })
        let primary = try #require(first["primary"])
        let isInSchema = row.place.hasPrefix("schema")
        #expect(primary["file"]?.string == (isInSchema ? row.schema : row.instance))
        guard let place = row.place.split(separator: " ").last, place.contains(":") else { return }
        let labels = [primary] + (first["secondary"]?.array ?? [])
        let places = labels.map { label in
            "\(label["start"]?["line"]?.integer ?? 0):\(label["start"]?["column"]?.integer ?? 0)"
        }
        #expect(places.contains(String(place)), "\(places)")
    }

    /// Neither a socket is made nor a file opened that was not named.
    @Test(
        .enabled(if: BinaryTests.strace != nil, "strace is not installed"),
        arguments: ["S06-remote-ssrf", "S07-file-ref", "S08-relative-escape"]
    )
    func looksForNothingElsewhere(name: String) async throws {
        let strace = try #require(BinaryTests.strace)
        let files = [Self.folder + "/\(name).schema.json", Self.folder + "/\(name).yaml"]
        try await TemporaryFolder.with { folder in
            let traced = "trace=socket,connect,sendto,open,openat,stat,newfstatat,statx,readlink"
            let result = try await Subprocess.run(
                .path(FilePath(strace)),
                arguments: .init(
                    ["-f", "-qq", "-o", folder + "/calls", "-e", traced, BinaryTests.program.string]
                        + ["validate", "--schema"] + files
                ),
                output: .string(limit: 1 << 16),
                error: .string(limit: 1 << 16)
            )
            let text = String(
                decoding: try SystemFileSystem().read(folder + "/calls", limit: 4 << 20),
                as: UTF8.self
            )
            try #require(!text.isEmpty, "tracing is not permitted here")
            #expect(result.terminationStatus == .exited(65))
            #expect(text.contains(files[0]), "the trace sees what is opened")
            for word in ["socket(", "connect(", "sendto(", "/etc/passwd", "/etc/hostname"] {
                #expect(!text.contains(word))
            }
        }
    }
}

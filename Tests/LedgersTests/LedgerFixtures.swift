import Diagnostics
import Host
import Ledgers
import Plans
import Synchronization
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A folder of the test's own, removed with everything in it when the test lets go of it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        let base = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        var template = Array((base + "/ledger-test-XXXXXX").utf8CString)
        let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
            unsafe buffer.baseAddress.flatMap { unsafe mkdtemp($0) } != nil
        }
        try #require(made)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { shell("chmod -R u+w '\(path)'; rm -rf '\(path)'") }

    /// A path in the folder.
    subscript(_ name: String) -> String { path + "/" + name }

    /// The names in the folder, in byte order.
    var names: [String] { shellLines("ls -A '\(path)'") }
}

/// Runs a line of shell; gives its status.
///
/// Paths of ``TemporaryFolder`` need no more than single quotes.
@discardableResult
func shell(_ line: String) -> Int32 { unsafe system("{ \(line) ; } >/dev/null 2>&1") }

/// What a line of shell prints, by lines.
func shellLines(_ line: String) -> [String] {
    guard let pipe = unsafe popen(line, "r") else { return [] }
    defer { _ = unsafe pclose(pipe) }
    var bytes: [UInt8] = []
    while true {
        let byte = unsafe fgetc(pipe)
        guard byte != EOF else { break }
        bytes.append(UInt8(truncatingIfNeeded: byte))
    }
    return bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
}

/// A clock that goes on by one second at every look.
final class TickingTime: Timekeeper {
    private let ticks = Mutex<Int64>(0)

    /// From 2026-11-20T22:00:00Z.
    var now: Timestamp {
        ticks.withLock { ticks in
            ticks += 1
            return Timestamp(milliseconds: 1_795_212_000_000 + (ticks - 1) * 1000)
        }
    }
    var monotonic: Duration { .zero }
    func sleep(for duration: Duration) async throws(CancellationError) {}
}

extension LedgerEvent {
    /// An intent as the executor writes it.
    static func sampleIntent(
        _ key: String,
        manifest: String = "heart",
        job: String = "score",
        realm: String = "emulator:local",
        occurrence: String? = nil,
        number: Int? = nil,
        runID: String = "run-1",
        body: String = #"{"properties":{}}"#
    ) -> LedgerEvent {
        .intent(
            IntentRecord(
                key: key,
                runID: runID,
                realm: realm,
                manifest: manifest,
                address: manifest + "/" + job,
                occurrence: occurrence,
                // Each its own: no job has two attempts of one number.
                number: number
                    ?? (key == "k" ? 1 : 2 + key.utf8.reduce(0) { ($0 * 31 + Int($1)) % 1_000_003 }),
                runDigest: "d1:00",
                canonicalText: #"{"inputs":{}}"#,
                target: "https://heart.eastus2.inference.ml.azure.com/jobs",
                body: body,
                outputs: ["predictions": "azureml://out.csv"]
            )
        )
    }

    /// One event of every kind, about the attempt `k`.
    static let samples: [LedgerEvent] = [
        .runStarted(
            RunRecord(
                runID: "run-1",
                command: "apply",
                manifests: [
                    .init(name: "heart", file: "heart.yaml", digest: "sha256:00", planDigest: "p1:00"),
                    .init(name: nil, file: "-", digest: nil, planDigest: nil),
                ],
                user: "ada",
                machine: "engine",
                toolVersion: "0.1.0",
                ci: .init(system: "gitlab", jobURL: "https://gitlab.com/a/b/-/jobs/1", actor: "ada"),
                source: .init(commit: "4b825dc642cb6eb9a060e54bf8d69288fbee4904", isDirty: true)
            )
        ),
        .sampleIntent("k", occurrence: "2026-11-20"),
        .answered(key: "k", AnswerRecord(httpStatus: 202, requestID: "r", body: "{}")),
        .answered(key: "k", AnswerRecord(httpStatus: nil, requestID: nil, body: "connection reset")),
        .submitted(key: "k", remoteID: "job-1", link: "https://ml.azure.com/1", deployment: "classifier-v2"),
        .submitted(key: "k", remoteID: "job-1", link: nil, deployment: nil),
        .observed(key: "k", state: .running, word: "Running"),
        .settled(key: "k", state: .failed, reason: "out of \"memory\"\n"),
        .settled(key: "k", state: .succeeded, reason: nil), .unknown(key: "k", reason: "504"),
        .noted(key: "k", .cancelRequested, "job-1"),
        .runFinished(runID: "run-1", exitStatus: -1),
        .authenticated(
            runID: "run-1",
            [
                .init(
                    credential: "scoring",
                    type: "azure-service-principal",
                    clientID: "2222",
                    objectID: nil,
                    tenantID: "1111"
                )
            ]
        ),
        .runFinished(
            runID: "run-1",
            exitStatus: 65,
            problems: [.init(code: "RN0203", message: "unknown key `x`", place: "heart.yaml:3:1")]
        ),
    ]
}

/// The code of the diagnostic that a body throws; `nil` when it throws none.
func codeThrown(by body: () async throws -> Void) async -> Diagnostic.Code? {
    do {
        try await body()
        return nil
    } catch {
        return (error as? Diagnostic)?.code
    }
}

/// A ledger in a folder of its own.
func newLedger(in folder: TemporaryFolder, _ name: String = "ledger.sqlite") throws -> SQLiteLedger {
    try SQLiteLedger.create(at: folder[name], lineage: "lab", time: TickingTime()) { 0x0123_4567_89AB_CDEF }
}

import Execution
import Plans

/// How a job stands at the end of a run, without secrets.
struct JobOutcome: Hashable, Sendable {
    /// How it ended.
    var ending: JobResult.Ending
    /// The attempt's number; `nil` when there is none.
    var number: Int?
    /// The engine's id for the job.
    var remoteID: String?
    /// The page where people look at it.
    var link: String?
    /// Why, in words.
    var reason: String?
    /// What the engine complains of.
    var findings: [Finding] = []
    /// Where it writes, by name.
    var outputs: [Output] = []

    /// One thing that the engine complains of.
    struct Finding: Hashable, Sendable {
        /// Where in the job, such as `outputs.score.type`.
        let path: String
        /// What is wrong.
        let message: String
    }

    /// One output.
    struct Output: Hashable, Sendable {
        /// Its name in the manifest.
        let name: String
        /// Where it is written.
        let uri: String
    }

    /// Makes an outcome with nothing but an ending.
    ///
    /// - Parameter ending: How the job ended.
    init(_ ending: JobResult.Ending) { self.ending = ending }

    /// Takes over what the executor found.
    ///
    /// - Parameters:
    ///   - result: What it found.
    ///   - redact: Takes secrets out of text.
    init(_ result: JobResult, redact: (String) -> String) {
        ending = result.ending
        number = result.number
        remoteID = result.remoteID.map(redact)
        link = result.link.map(redact)
        reason = result.reason.map(redact)
        findings = result.findings.map { Finding(path: redact($0.path), message: redact($0.message)) }
        outputs = result.outputs.sorted { $0.key < $1.key }.map {
            Output(name: $0.key, uri: redact($0.value))
        }
    }

    /// What the ending means for whoever looks at the run as a whole.
    var standing: Standing { Standing(ending) }

    /// One line, without the address.
    var headline: String {
        var text = JobOutcome.words(ending.rawValue)
        if ending == .skipped || ending == .notBegun { return text + (reason.map { ": " + $0 } ?? "") }
        if let number { text += ", attempt \(number)" }
        if let remoteID { text += " as \(remoteID)" }
        return text
    }

    /// What endings have in common.
    enum Standing: String, CaseIterable, Hashable, Sendable {
        /// Over, and not as wanted.
        case failed
        /// It may still run, or nobody knows.
        case open
        /// Nothing of it ran.
        case unsent
        /// As wanted.
        case succeeded

        init(_ ending: JobResult.Ending) {
            switch ending {
            case .succeeded, .upToDate: self = .succeeded
            case .failed, .cancelled, .rejected, .denied: self = .failed
            case .unfinished, .unknown, .lost: self = .open
            // Not sent, not begun, skipped: whatever the reason is, nothing was created.
            default: self = .unsent
            }
        }
    }

    /// An ending in words: `upToDate` is "up to date".
    static func words(_ name: String) -> String {
        name.unicodeScalars.map { scalar in
            (0x41...0x5A).contains(scalar.value) ? " " + String(scalar).lowercased() : String(scalar)
        }.joined()
    }
}

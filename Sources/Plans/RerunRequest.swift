public import Diagnostics
public import Manifests

/// A job that somebody asks to run once more: `--rerun ADDRESS`.
public struct RerunRequest: Hashable, Sendable {
    /// Which job.
    public let address: JobAddress
    /// Which occurrence; any when `nil`.
    public let occurrence: String?

    /// Asks for one more run.
    ///
    /// - Parameters:
    ///   - address: Which job.
    ///   - occurrence: Which occurrence; any when `nil`.
    public init(address: JobAddress, occurrence: String? = nil) {
        self.address = address
        self.occurrence = occurrence
    }

    /// Reads addresses as people type them, `manifest/job` or `manifest/job@occurrence`.
    ///
    /// - Parameters:
    ///   - typed: The values of `--rerun`.
    ///   - manifests: The manifests of the run; each address must be a job of one.
    ///   - problems: Where faults are added: RN0366.
    /// - Returns: The requests that are understood.
    public static func requests(
        _ typed: [String],
        in manifests: [Manifest],
        into problems: inout [Diagnostic]
    ) -> [RerunRequest] {
        let known = manifests.flatMap { manifest in
            manifest.jobs.map { JobAddress(manifest: manifest.name.value, job: $0.name.value) }
        }
        let byText = Dictionary(known.map { ($0.description, $0) }, uniquingKeysWith: { first, _ in first })
        return typed.compactMap { text in
            let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(
                String.init
            )
            guard let address = byText[parts[0]] else {
                problems.append(.unknownJobAddress(text, known: known.map(\.description)))
                return nil
            }
            return RerunRequest(address: address, occurrence: parts.count == 2 ? parts[1] : nil)
        }
    }

    /// Whether the request means this job.
    func means(_ address: JobAddress, occurrence: String?) -> Bool {
        guard self.address == address else { return false }
        guard let wanted = self.occurrence else { return true }
        return occurrence.map { $0.utf8.elementsEqual(wanted.utf8) } ?? false
    }
}

extension Diagnostic {
    static func unknownJobAddress(_ text: String, known: [String]) -> Diagnostic {
        let shown = known.prefix(20).map { "`\($0)`" }.joined(separator: ", ")
        return Diagnostic(
            .unknownJobAddress,
            "no job `\(text.shortened)`",
            notes: ["jobs: \(shown)" + (known.count > 20 ? " and \(known.count - 20) more" : "")],
            help: NearestName.among(known, to: text).map { "did you mean `\($0)`?" }
        )
    }

    static func otherOccurrence(_ request: RerunRequest, planned: String?) -> Diagnostic {
        Diagnostic(
            .unknownJobAddress,
            "`\(request.address)@\((request.occurrence ?? "").shortened)` is not what is planned",
            notes: [
                planned.map { "the occurrence of this plan is `\($0.shortened)`" }
                    ?? "the job has no occurrences"
            ],
            help: "set the parameter that decides the occurrence, or leave `@…` out"
        )
    }
}

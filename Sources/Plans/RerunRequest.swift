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

    /// Reads addresses as people type them: `manifest/job`, `manifest/job[region=eu]`, either with `@occurrence`.
    ///
    /// Without a combination a job with a matrix is meant as a whole.
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
        typed.compactMap { text in
            var rest = text[...]
            let address = JobAddress(readingFrom: &rest)
            let occurrence = rest.utf8.first == UInt8(ascii: "@") ? String(rest.utf8.dropFirst()) : nil
            guard let address, rest.isEmpty || occurrence != nil,
                let manifest = manifests.first(where: { $0.name.value == address.manifest }),
                let job = manifest.jobs.first(where: { $0.name.value == address.job })
            else {
                problems.append(.unknownJobAddress(text, known: manifests.flatMap(\.wholeAddresses)))
                return nil
            }
            guard address.combination == .none || job.combinations.contains(address.combination) else {
                let known = job.combinations.map { JobAddress(manifest.name.value, job, $0).description }
                problems.append(
                    .unknownJobAddress(text, known: job.matrix.isEmpty ? manifest.wholeAddresses : known)
                )
                return nil
            }
            return RerunRequest(address: address, occurrence: occurrence)
        }
    }

    /// Whether the request means this job, whatever its occurrence.
    func means(_ address: JobAddress) -> Bool { self.address == address || self.address == address.whole }

    /// Whether the request means what would be submitted.
    func means(_ submission: Submission) -> Bool {
        guard means(submission.address) else { return false }
        guard let occurrence else { return true }
        return submission.occurrence.map { $0.utf8.elementsEqual(occurrence.utf8) } ?? false
    }
}

extension Manifest {
    /// The addresses of its jobs without combinations, in order.
    fileprivate var wholeAddresses: [String] {
        jobs.map { JobAddress(manifest: name.value, job: $0.name.value).description }
    }
}

extension Job {
    /// The combinations of its matrix, in order.
    fileprivate var combinations: [JobCombination] {
        matrix.isEmpty ? [] : (0..<combinationCount).map { JobCombination(combination(at: $0)) }
    }
}

extension JobAddress {
    fileprivate init(_ manifest: String, _ job: Job, _ combination: JobCombination) {
        self.init(manifest: manifest, job: job.name.value, combination: combination)
    }
}

extension Diagnostic {
    static func unknownJobAddress(_ text: String, known: [String]) -> Diagnostic {
        let shown = known.prefix(20).map { "`\($0)`" }.joined(separator: ", ")
        return Diagnostic(
            .unknownJobAddress,
            "no job `\(text.shortened)`",
            notes: ["jobs: \(shown)" + (known.count > 20 ? " and \(known.count - 20) more" : "")],
            help: NearestName.among(known.prefix(1000), to: text).map { "did you mean `\($0)`?" }
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

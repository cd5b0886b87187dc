public import Diagnostics
import Manifests

/// The jobs that a run is to do: `--select GLOB`.
///
/// In a pattern `*` stands for any text and `?` for any character of an address; all else, brackets too, stands for
/// itself. A pattern is held against the whole address, and against the address without its combination: `m/score`
/// selects every combination of `score`, `m/*[region=eu]` those of one region.
public struct JobSelection: Sendable {
    private let patterns: [String]

    /// Takes patterns.
    ///
    /// - Parameter patterns: The values of `--select`; an address is brought into its canonical form.
    public init(_ patterns: [String]) {
        self.patterns = patterns.map { JobAddress($0)?.description ?? $0 }
    }

    /// Whether a pattern matches an address.
    private static func matches(_ pattern: String, _ address: JobAddress) -> Bool {
        matches(pattern, address.description)
            || address.combination != .none && matches(pattern, address.whole.description)
    }

    /// Whether a pattern matches a whole text; time is bounded by the product of their lengths.
    static func matches(_ pattern: String, _ text: String) -> Bool {
        let pattern = Array(pattern.utf8)
        let text = Array(text.utf8)
        var place = 0
        var next = 0
        var star: (pattern: Int, text: Int)?
        while next < text.count {
            if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
                star = (place, next)
                place += 1
            } else if place < pattern.count,
                pattern[place] == UInt8(ascii: "?") || pattern[place] == text[next]
            {
                place += 1
                next += 1
            } else if let last = star {
                star = (last.pattern, last.text + 1)
                place = last.pattern + 1
                next = last.text + 1
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    /// Reports patterns that match no job.
    ///
    /// - Parameters:
    ///   - plans: The plans of the run.
    ///   - problems: Where faults are added: RN0366.
    public func check(_ plans: [Plan], into problems: inout [Diagnostic]) {
        for pattern in patterns {
            let isUsed = plans.contains { plan in
                plan.jobs.contains { Self.matches(pattern, $0.submission.address) }
            }
            if !isUsed {
                let known = plans.flatMap { plan in plan.groups.map { plan.manifest + "/" + $0.name } }
                problems.append(.unknownJobAddress(pattern, known: known))
            }
        }
    }

    /// Whether a job is selected.
    ///
    /// - Parameter address: The job's address.
    /// - Returns: Whether a pattern matches it.
    public func includes(_ address: JobAddress) -> Bool {
        patterns.contains { Self.matches($0, address) }
    }
}

extension Plan {
    /// Marks the jobs that a run is to do.
    ///
    /// - Parameters:
    ///   - selection: Which.
    ///   - problems: Where it is said that a selected job needs one that is neither selected nor up to date: RN0372.
    /// - Complexity: O((jobs + needs) × patterns).
    public mutating func select(_ selection: JobSelection, into problems: inout [Diagnostic]) {
        for place in jobs.indices {
            jobs[place].isSelected = selection.includes(jobs[place].submission.address)
        }
        let missing = groups.map { group in
            group.jobs.first { place in
                guard !jobs[place].isSelected else { return false }
                if case .upToDate = jobs[place].decision { return false }
                return true
            }
        }
        for group in groups {
            guard let job = group.jobs.first(where: { jobs[$0].isSelected && jobs[$0].sends }) else {
                continue
            }
            for need in group.needs {
                guard let place = missing[need] else { continue }
                problems.append(.needNotSelected(jobs[place].submission, by: jobs[job].submission))
            }
        }
    }
}

extension Diagnostic {
    static func needNotSelected(_ need: Submission, by job: Submission) -> Diagnostic {
        Diagnostic(
            .needNotSelected,
            "`\(job.address)` is selected without `\(need.address)`, which it needs",
            notes: ["`\(need.address)` is not up to date"],
            help: "add `--select '\(need.address)'`"
        )
    }
}

import Diagnostics

/// What makes of one entry of `jobs` several, or makes it wait for others.
extension ManifestReading {
    /// The most bytes that the combination may take in an address of the job: it is shown, typed and recorded.
    static let combinationLimitInBytes = 1024

    /// The most jobs that one manifest may come to, its matrices multiplied out.
    static let jobLimit = 100_000

    /// Reads the names of the jobs that are needed; ``NeedsGraph`` says whether they are there.
    mutating func needs(_ node: Node?) -> [Located<String>] {
        var needs: [Located<String>] = []
        guard let node else { return needs }
        for item in node.items {
            if let name = located(item, in: node) { needs.append(name) }
        }
        return needs
    }

    /// Reads the axes of a matrix; none when there are too many combinations.
    mutating func matrix(_ matrix: Node.Entry?) -> [Job.Axis] {
        guard let matrix else { return [] }
        let size = MatrixSize(matrix.value)
        var axes: [Job.Axis] = []
        for axis in matrix.value.entries {
            axes.append(Job.Axis(name: Located(axis.name, at: axis.key.span), values: values(of: axis)))
        }
        guard !size.isTooLarge else {
            problems.append(.matrixTooLarge(size, at: matrix.key.span))
            return []
        }
        if axes.isEmpty || axes.contains(where: \.values.isEmpty) { gap = gap ?? matrix.key.span }
        let longest = JobCombination(
            axes.map { axis in
                (axis.name.value, axis.values.map(\.value).max { Self.length($0) < Self.length($1) } ?? "")
            }
        )
        if longest.text.utf8.count > Self.combinationLimitInBytes {
            problems.append(.combinationTooLong(longest, at: matrix.key.span))
        }
        return axes
    }

    /// The bytes of a value in an address.
    private static func length(_ value: String) -> Int { JobCombination.quoted(value).utf8.count }

    /// The values of an axis, which are told apart by their text: in addresses, and in what is looked up.
    private mutating func values(of axis: Node.Entry) -> [Located<String>] {
        var seen: [String: Node] = [:]
        var values: [Located<String>] = []
        for value in axis.value.items {
            guard problems.count < Self.problemLimit else { return [] }
            guard let text = located(value, in: axis.value) else { continue }
            if let first = seen[text.value] {
                problems.append(
                    .matrixValueTwice(text.value, of: axis.name, first: first.span, again: value.span)
                )
            } else {
                seen[text.value] = value
                values.append(text)
            }
        }
        return values
    }

    /// Reports more jobs than one manifest may have.
    mutating func checkCount(of jobs: [Job]) {
        let count = jobs.reduce(0) { $0 + $1.combinationCount }
        guard count > Self.jobLimit, let key = root.entry("jobs")?.key else { return }
        problems.append(.tooManyJobs(count, at: key.span))
    }
}

extension Diagnostic {
    static func combinationTooLong(_ longest: JobCombination, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .matrixTooLarge,
            "the texts of the matrix are too long for an address",
            at: Label(span, "up to \(longest.text.utf8.count) bytes in the address of a job"),
            notes: [
                "at most \(ManifestReading.combinationLimitInBytes) bytes, as in `[region=eu,size=2]`; "
                    + "in quotes everything but printable ASCII counts 6 bytes"
            ],
            help: "write short values, and look up the rest by them"
        )
    }

    static func tooManyJobs(_ count: Int, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .tooManyJobs,
            "the manifest comes to \(count) jobs",
            at: Label(span, "expected at most \(ManifestReading.jobLimit), matrices multiplied out"),
            help: "split it into several manifests"
        )
    }

    static func matrixTooLarge(_ size: MatrixSize, at span: SourceSpan) -> Diagnostic {
        let axes = size.axes.prefix(8).map { "`\($0.name.shortened)` has \($0.count)" }
        let rest = size.axes.count - axes.count
        return Diagnostic(
            .matrixTooLarge,
            size.combinations.map { "the matrix has \($0) combinations" }
                ?? "the matrix has more combinations than can be counted",
            at: Label(span, "expected at most \(MatrixSize.limit)"),
            notes: [axes.joined(separator: ", ") + (rest > 0 ? " and \(rest) more axes" : "")],
            help: "split the job, or drop an axis"
        )
    }

    static func matrixValueTwice(_ text: String, of axis: String, first: SourceSpan, again: SourceSpan)
        -> Diagnostic
    {
        Diagnostic(
            .matrixValueTwice,
            "`\(text.shortened)` is twice on the axis `\(axis.shortened)`",
            at: Label(again, "again"),
            secondary: [Label(first, "first")],
            notes: ["values are told apart by their text: `1` and `\"1\"` are the same"],
            help: "remove one of them"
        )
    }
}

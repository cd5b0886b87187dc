import Diagnostics

/// Keys that this version does not obey yet: what is wrong with them is wrong in every version.
extension ManifestReading {
    /// Checks `matrix`, `retry` and the times of a job.
    ///
    /// - Parameters:
    ///   - node: The job's mapping.
    ///   - scope: What its texts can look up.
    ///   - job: The job, as far as it could be read.
    ///   - isSound: Whether all of it could be read.
    ///   - texts: Its texts outside inputs, outputs and `rerun`.
    mutating func checkLater(
        _ node: Node,
        _ scope: LookupScope,
        _ job: Job,
        isSound: Bool,
        _ texts: [Template]
    ) {
        _ = duration(node["timeouts"]?["queue"])
        if let retry = node.entry("retry") { check(retry, of: job) }
        guard let matrix = node.entry("matrix") else { return }
        check(MatrixSize(matrix.value), matrix)
        for axis in matrix.value.entries { checkValues(of: axis) }
        guard isSound else { return }
        let used = Set((job.templates + texts).flatMap(\.lookups))
        for axis in matrix.value.entries where !used.contains(.matrix(axis.name)) {
            let name = Located(axis.name.shortened, at: axis.key.span)
            unusedAxes.append(.unused("axis", name, by: "no look-up"))
        }
    }

    /// The name of the job's concurrency group.
    mutating func group(of job: Node, _ scope: LookupScope) -> Template? {
        guard let group = job["concurrency"]?["group"] else { return nil }
        return templates.template(group, in: .early(name: "concurrency.group"), of: scope, into: &problems)
    }

    /// A second attempt must not write where the first one may have written.
    private mutating func check(_ retry: Node.Entry, of job: Job) {
        _ = duration(retry.value["backoff"]?["initial"])
        _ = duration(retry.value["backoff"]?["maximum"])
        guard let attempts = retry.value["attempts"]?.integer, attempts > 1 else { return }
        for output in job.outputs {
            guard let uri = output.uri, !uri.lookups.contains(.attemptNumber) else { continue }
            problems.append(.retryOverwrites(output.name.value, uri, attempts, at: retry.key.span))
        }
    }

    private mutating func check(_ size: MatrixSize, _ matrix: Node.Entry) {
        guard size.isTooLarge else { return }
        problems.append(.matrixTooLarge(size, at: matrix.key.span))
    }

    /// The values of an axis are told apart by their text: in addresses, and in what is looked up.
    private mutating func checkValues(of axis: Node.Entry) {
        var seen: [String: Node] = [:]
        for value in axis.value.items {
            guard problems.count < Self.problemLimit else { return }
            guard let text = located(value, in: axis.value)?.value else { continue }
            if let first = seen[text] {
                problems.append(.matrixValueTwice(text, of: axis.name, first: first.span, again: value.span))
            } else {
                seen[text] = value
            }
        }
    }
}

extension Diagnostic {
    static func retryOverwrites(_ output: String, _ uri: Template, _ attempts: Int, at retry: SourceSpan)
        -> Diagnostic
    {
        Diagnostic(
            .retryOverwrites,
            "a second attempt would write output `\(output.shortened)` where the first one did",
            at: Label(uri.span, "the same for every attempt"),
            secondary: [Label(retry, "up to \(attempts) attempts")],
            notes: ["Azure ML fails a job whose output file exists"],
            help: "put `${{ attempt.number }}` into the URI, such as `…/attempt-${{ attempt.number }}/…`"
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

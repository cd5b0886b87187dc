import Diagnostics
import Manifests

/// The rules of a policy, with how many findings each has.
struct PolicyTable {
    private let policy: Policy
    private let sources: [SourceText]

    /// Makes a table.
    ///
    /// - Parameters:
    ///   - policy: The policy.
    ///   - sources: The policy's text.
    init(_ policy: Policy, sources: [SourceText]) {
        self.policy = policy
        self.sources = sources
    }

    /// A line for each rule, and one that counts.
    ///
    /// - Parameter found: The findings, each with its rule's place behind its own.
    /// - Returns: The lines.
    func text(_ found: [Diagnostic]) -> String {
        let rules =
            policy.rules.map { ($0.path, $0.span, Self.words($0), $0.patterns.map(\.span)) }
            + policy.limits.all.map { ($0.path, $0.span, "at most \($0.text)", []) }
        let width = rules.map(\.0.count).max() ?? 0
        var lines = ["policy \(policy.name.value) (\(policy.file))"]
        for (path, span, words, parts) in rules.sorted(by: { $0.1.start < $1.1.start }) {
            let places = [span] + parts
            let count = found.count { $0.secondary.contains { places.contains($0.span) } }
            let verdict = count == 0 ? "held" : ReportedFindings.count(count, "finding")
            let line = sources.first { $0.name == span.file }?.position(at: span.start).line
            let padded = path + String(repeating: " ", count: width - path.count)
            lines.append("  \(padded)  line \(line ?? 0)  \(verdict)  (\(words))")
        }
        lines.append(found.isEmpty ? "nothing is forbidden" : ReportedFindings.count(found.count, "finding"))
        return lines.map { ReportText.line($0, limit: 500) + "\n" }.joined()
    }

    private static func words(_ rule: Policy.Rule) -> String {
        let shown = rule.patterns.prefix(3).map(\.value).joined(separator: ", ")
        if rule.patterns.isEmpty { return "nothing is allowed" }
        return rule.patterns.count > 3 ? shown + " and \(rule.patterns.count - 3) more" : shown
    }
}

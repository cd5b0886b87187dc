public import Diagnostics

/// Warnings for texts that are allowed and yet were probably meant otherwise: leftovers of templates, and look-ups
/// without their braces.
///
/// For `validate` only. Texts that are free to say anything (descriptions, patterns, literal inputs) are passed over.
public struct ManifestHints: Sendable {
    private let faults: [SourceSpan]

    /// Makes the check.
    ///
    /// - Parameter diagnostics: What was found before: a text that is wrong already gets no warning.
    public init(besides diagnostics: [Diagnostic] = []) {
        faults = diagnostics.filter { $0.severity == .error }.compactMap(\.primary?.span)
    }

    /// Reports everything.
    ///
    /// - Parameters:
    ///   - checked: The document.
    ///   - problems: Where warnings are added: RN0109, RN0331.
    /// - Complexity: O(size of the document).
    public func check(_ checked: CheckedDocument, into problems: inout [Diagnostic]) {
        let root = checked.document.root
        let parameters = Set(root["parameters"]?.entries.map(\.name) ?? [])
        let limit = problems.count + ManifestReading.problemLimit
        var visited: Set<Int32> = []
        var pending = [root]
        while let node = pending.popLast(), problems.count < limit {
            guard visited.insert(node.index).inserted else { continue }
            if node.kind == .string {
                checkText(node, parameters, into: &problems)
            } else {
                pending += node.items.reversed()
                for entry in node.entries.reversed() where !Self.freeKeys.contains(entry.name) {
                    pending.append(entry.value)
                }
            }
        }
        guard checked.kind == .jobManifest else { return }
        guard let jobs = root["jobs"]?.entries else { return }
        for job in jobs {
            guard problems.count < limit, let per = job.value["rerun"]?["per"] else { continue }
            checkOccurrence(per, parameters, into: &problems)
        }
    }

    /// Keys whose texts may say anything.
    private static let freeKeys: Set<String> = [
        "description", "pattern", "enum", "default", "value", "script",
    ]

    private func checkText(_ node: Node, _ parameters: Set<String>, into problems: inout [Diagnostic]) {
        guard let bytes = node.textBytes, let text = node.text else { return }
        let located = Located(text, at: node.span)
        guard
            Self.isLookup(text, parameters)
                || UnfilledTemplate.leftover(in: bytes, from: bytes.startIndex) != nil,
            !faults.contains(where: { $0.start < node.span.end && node.span.start < $0.end })
        else { return }
        var position = bytes.startIndex
        while let leftover = UnfilledTemplate.leftover(in: bytes, from: position) {
            guard problems.count < 2 * ManifestReading.problemLimit else { return }
            let range = leftover.range
            let part = bytes.dropFirst(range.lowerBound).prefix(range.count)
            let whole = String(decoding: part, as: UTF8.self)
            problems.append(
                .unfilledText(whole, leftover.name, parameters, at: located.span(of: range))
            )
            position = bytes.startIndex + range.upperBound
        }
        if Self.isLookup(text, parameters) { problems.append(.lookupMissing(text, at: node.span)) }
    }

    private func checkOccurrence(_ per: Node, _ parameters: Set<String>, into problems: inout [Diagnostic]) {
        guard let text = per.text, let bytes = per.textBytes, !TemplateReader.hasLookup(per),
            !Self.isLookup(text, parameters),
            UnfilledTemplate.leftover(in: bytes, from: bytes.startIndex) == nil,
            !faults.contains(where: { $0.start < per.span.end && per.span.start < $0.end })
        else { return }
        problems.append(
            .sameOccurrence(at: per.span, parameter: parameters.contains(text) ? text : nil)
        )
    }

    /// Whether a text is a look-up's name and nothing else.
    fileprivate static func isLookup(_ text: String, _ parameters: Set<String>) -> Bool {
        if text == "attempt.number" || text == "run.id" { return true }
        let names = text.split(separator: ".", omittingEmptySubsequences: false)
        return names.count == 2 && names[0] == "parameters" && parameters.contains(String(names[1]))
    }
}

extension Diagnostic {
    static func unfilledText(_ whole: String, _ name: String, _ parameters: Set<String>, at span: SourceSpan)
        -> Diagnostic
    {
        let help: String
        if ManifestHints.isLookup(name, parameters) || name == "occurrence" {
            help = "a look-up is written `${{ \(name) }}`"
        } else if parameters.contains(name) {
            help = "the parameter is looked up with `${{ parameters.\(name) }}`"
        } else {
            help =
                "write the value itself, or declare a parameter and look it up with `${{ parameters.NAME }}`"
        }
        return Diagnostic(
            .unfilledTemplate,
            severity: .warning,
            "`\(whole.shortened)` looks as if it was to be replaced",
            at: Label(span, "nothing fills this in"),
            help: help
        )
    }

    static func lookupMissing(_ text: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .lookupMissing,
            severity: .warning,
            "`\(text.shortened)` is only text here",
            at: Label(span, "nothing is looked up"),
            help: "a look-up is written `${{ \(text.shortened) }}`"
        )
    }

    static func sameOccurrence(at span: SourceSpan, parameter: String?) -> Diagnostic {
        Diagnostic(
            .lookupMissing,
            severity: .warning,
            "`rerun.per` is the same for ever",
            at: Label(span, "nothing is looked up, so the job runs once"),
            help:
                "look something up, such as `\(parameter.map { "${{ parameters.\($0) }}" } ?? "${{ parameters.NAME }}")`"
        )
    }
}

import Diagnostics

/// Faults of values.
extension Diagnostic {
    static func secretLiteral(_ context: FaultContext) -> Diagnostic {
        let name = context.fault.key?.text ?? "secret"
        let examples = context.examples.map { "`\(name): \($0.flow)`" }
        return Diagnostic(
            .secretLiteral,
            "\(context.place) holds a literal where a reference to a secret belongs",
            at: Label(context.span, "a secret, written out", showsExcerpt: false),
            notes: ["if this was a real secret, replace it at its issuer: it has been in a file"],
            help:
                "write \(examples.isEmpty ? "`\(name): { env: NAME }`" : examples.joined(separator: " or "))"
        )
    }

    static func wrongType(_ types: SchemaTypes, _ context: FaultContext) -> Diagnostic {
        let node = context.fault.node
        let found =
            switch node.kind {
            case .null: "nothing"
            case .decimal: "a number with a fraction"
            default: node.kind.words
            }
        let isRoot = context.fault.path.isEmpty
        return Diagnostic(
            .wrongType,
            "\(context.place) must be \(types.words), not \(found)",
            at: Label(context.span, "expected \(types.words)"),
            notes: isRoot || context.title == nil ? [] : context.summary.map { [$0] } ?? [],
            help: context.fault.isSecret ? nil : help(turning: node, into: types, context)
        )
    }

    /// How a value becomes one of the right type.
    private static func help(turning node: Node, into types: SchemaTypes, _ context: FaultContext) -> String?
    {
        let text = (node.text ?? "").shortened
        switch node.kind {
        case .null:
            return context.examples.first.map { "for example `\(context.fault.key?.text ?? ""): \($0.flow)`" }
        case .boolean, .integer, .decimal:
            if types.contains(.string), context.isRightInQuotes { return "put it in quotes: `\"\(text)\"`" }
        case .string:
            if types.contains(.boolean), let truth = truth(of: text) { return "write `\(truth)`" }
            if types.contains(.integer), !node.record.isPlain, isNumber(text) { return "remove the quotes" }
            if types.contains(.array) {
                // `-name` is a text: only a dash with a blank behind it begins an item.
                if node.record.isPlain, text.utf8.first == UInt8(ascii: "-") {
                    return "put a blank behind the dash: `- \(text.drop { $0 == "-" })`"
                }
                return "write a list: `[\(text)]`"
            }
        case .sequence:
            if types.contains(.string), node.count == 1, let only = node.items.first?.string {
                return "remove the brackets or the dash: `\(only.shortened)`"
            }
            if types == .object { return "write `name: value` without the dashes" }
        case .mapping: break
        }
        return context.examples.first.map { "for example `\($0.flow)`" }
    }

    private static func truth(of text: String) -> Bool? {
        switch text.lowercased() {
        case "yes", "on", "y", "true": true
        case "no", "off", "n", "false": false
        default: nil
        }
    }

    private static func isNumber(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { $0 &- 0x30 < 10 || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
    }

    static func valueNotAllowed(_ values: [Node], _ context: FaultContext) -> Diagnostic {
        let names = values.map { $0.text ?? $0.flow }
        let nearest =
            context.fault.isSecret
            ? nil : context.fault.node.text.flatMap { NearestName.among(names, to: $0) }
        let subject = context.fault.isSecret ? "\(context.place) has a value that" : context.value
        let isBare = !context.fault.isSecret && (context.fault.node.text ?? "").isEmpty
        return Diagnostic(
            .valueNotAllowed,
            isBare
                ? "\(context.place) has none of the allowed values"
                : "\(subject) is not allowed for \(context.place)",
            at: Label(context.span, "expected \(names.listed(with: "or"))"),
            notes: (context.isOfTag ? [] : context.summary.map { [$0] } ?? []) + context.remarks,
            help: nearest.map { "did you mean `\($0)`?" }
        )
    }

    static func noMatch(_ pattern: String, _ context: FaultContext) -> Diagnostic {
        var notes = context.summary.map { [$0] } ?? []
        if context.title == nil || notes.isEmpty { notes.append("the pattern is `\(pattern)`") }
        if !context.fault.isSecret, TemplateReader.hasLookup(context.fault.node) {
            notes.append("nothing can be looked up here")
        }
        return malformed(context, notes)
    }

    static func wrongFormat(_ name: String, _ context: FaultContext) -> Diagnostic {
        malformed(context, (context.summary.map { [$0] } ?? []) + ["the format is `\(name)`"])
    }

    static func noAlternative(_ context: FaultContext) -> Diagnostic {
        malformed(context, context.summary.map { [$0] } ?? [])
    }

    private static func malformed(_ context: FaultContext, _ notes: [String]) -> Diagnostic {
        let title = context.title.map { "not \($0.withArticle)" } ?? "malformed"
        let examples = context.examples.prefix(2).map { "`\($0.flow)`" }.joined(separator: " or ")
        return Diagnostic(
            .malformedValue,
            context.title == nil ? "\(context.value) is malformed" : "\(context.value) is \(title)",
            at: Label(context.span, context.fault.isOfKey ? "this key" : title),
            notes: notes + context.remarks,
            help: examples.isEmpty ? nil : "for example \(examples)"
        )
    }

    static func outOfRange(_ fact: String, _ rule: String, _ context: FaultContext) -> Diagnostic {
        Diagnostic(
            .numberOutOfRange,
            "\(context.value) is \(fact)",
            at: Label(context.span, "expected \(rule)"),
            notes: context.summary.map { [$0] } ?? []
        )
    }

    static func wrongLength(_ length: Int, _ rule: String, _ context: FaultContext) -> Diagnostic {
        Diagnostic(
            .wrongLength,
            length == 0 ? "\(context.place) is empty" : "\(context.place) has \(length.of("character"))",
            at: Label(context.span, "expected \(rule)"),
            notes: context.summary.map { [$0] } ?? []
        )
    }

    static func wrongCount(_ count: Int, _ rule: String, _ unit: String, _ context: FaultContext)
        -> Diagnostic
    {
        Diagnostic(
            .wrongCount,
            count == 0 ? "\(context.place) is empty" : "\(context.place) has \(count.of(unit))",
            at: Label(context.span, "expected \(rule)"),
            notes: context.summary.map { [$0] } ?? []
        )
    }

    static func wrongItems(_ count: Int, _ expected: String, _ rule: Int, _ context: FaultContext)
        -> Diagnostic
    {
        let chain = context.program.chain(of: rule)
        let title = chain.lazy.compactMap(\.annotations.title).first
        let items = title ?? "item that `contains` describes"
        return Diagnostic(
            .wrongCount,
            "\(context.place) has \(count == 0 ? "no \(items)" : count.of(items))",
            at: Label(context.span, "expected \(expected)"),
            notes: chain.lazy.compactMap(\.annotations.summary).first.map { [$0] } ?? []
        )
    }

    static func repeatedItem(_ earlier: Node, in list: Node, _ context: FaultContext) -> Diagnostic {
        Diagnostic(
            .repeatedItem,
            "\(context.value) is in the list twice",
            at: Label(list.headSpan, "its items must differ"),
            secondary: [Label(earlier.headSpan, "first"), Label(context.span, "again")],
            help: "remove one of them"
        )
    }

    static func severalAlternatives(_ count: Int, _ context: FaultContext) -> Diagnostic {
        Diagnostic(
            .valueRefused,
            "\(context.place) can be read in \(count) ways",
            at: Label(context.opening, "must be exactly one of them")
        )
    }

    static func valueRefused(_ title: String?, _ context: FaultContext) -> Diagnostic {
        let kind = context.fault.node.kind
        let isScalar = kind != .mapping && kind != .sequence
        return Diagnostic(
            .valueRefused,
            "\(context.place) is not allowed" + (title.map { ": \($0)" } ?? ""),
            at: Label(
                isScalar ? context.span : context.opening,
                title == nil && context.fault.keyword != .not ? "nothing may stand here" : "not like this"
            )
        )
    }

    static func patternTooCostly(_ pattern: String, _ context: FaultContext) -> Diagnostic {
        Diagnostic(
            .checkTooCostly,
            "\(context.place) could not be checked",
            at: Label(context.span, "matching this takes too long"),
            notes: ["the pattern is `\(pattern.shortened)`"]
        )
    }

    static func checkTooCostly(_ context: FaultContext) -> Diagnostic {
        Diagnostic(
            .checkTooCostly,
            "the document could not be checked",
            at: Label(context.span, "given up here"),
            notes: ["checking it against the schema takes too many steps"]
        )
    }
}

extension Int {
    /// The number with its unit: `1 item`, `2 items`.
    func of(_ unit: String) -> String {
        guard self != 1 else { return "1 \(unit)" }
        return unit.hasSuffix("y") ? "\(self) \(unit.dropLast())ies" : "\(self) \(unit)s"
    }
}

extension String {
    /// The noun with its indefinite article.
    var withArticle: String {
        let isVowel = utf8.first.map { "aeioAEIO".utf8.contains($0) } ?? false
        return (isVowel ? "an " : "a ") + self
    }
}

import Diagnostics

/// Values of keywords.
extension SchemaCompiler {
    /// The subschemas of a list.
    mutating func rules(for list: Node?) -> [Int] {
        guard let list else { return [] }
        if list.kind != .sequence || list.count == 0 {
            problems.append(.malformedKeyword(list, "a list of schemas"))
        }
        return list.items.map { rule(for: $0) }
    }

    /// A size or count; one that fits nowhere is taken for the largest.
    mutating func size(_ node: Node?) -> Int? {
        guard let node else { return nil }
        guard node.kind == .integer || node.kind == .decimal, let size = DecimalNumber(node).size else {
            problems.append(.malformedKeyword(node, "a whole number of 0 or more"))
            return nil
        }
        return size
    }

    /// A bound.
    mutating func number(_ node: Node?) -> SchemaBound? {
        guard let node else { return nil }
        guard node.kind == .integer || node.kind == .decimal, let text = node.text else {
            problems.append(.malformedKeyword(node, "a number"))
            return nil
        }
        return SchemaBound(value: DecimalNumber(node), text: text.shortened)
    }

    /// The entries of a mapping.
    mutating func entries(_ node: Node?) -> [Node.Entry] {
        guard let node else { return [] }
        if node.kind != .mapping { problems.append(.malformedKeyword(node, "a mapping")) }
        return Array(node.entries)
    }

    /// A list of names.
    mutating func names(_ node: Node?) -> [String] {
        guard let node else { return [] }
        let names = node.items.compactMap(\.string)
        if node.kind != .sequence || names.count != node.count {
            problems.append(.malformedKeyword(node, "a list of strings"))
        }
        return names
    }

    /// A pattern.
    mutating func pattern(_ node: Node?) -> PatternExpression? {
        guard let node else { return nil }
        guard let text = node.string else {
            problems.append(.malformedKeyword(node, "a regular expression"))
            return nil
        }
        do throws(PatternExpression.Fault) {
            return try PatternExpression(text)
        } catch {
            problems.append(.malformedPattern(node, error))
            return nil
        }
    }

    /// Says that keywords are unknown.
    mutating func note(_ unknown: [Node.Entry]) {
        for entry in unknown {
            var diagnostic = Diagnostic.unknownKeyword(entry.key, dialect)
            if !options.refusesUnknownKeywords {
                // `x-…` is what people write for their own tools.
                if entry.name.hasPrefix("x-") { continue }
                diagnostic.severity = .warning
            }
            problems.append(diagnostic)
        }
    }

    /// Looks at the keywords that only name things.
    mutating func checkIdentity(_ words: SchemaWords) {
        for keyword in [SchemaKeyword.id, .anchor, .dynamicAnchor, .comment] {
            guard let value = words[keyword] else { continue }
            if value.kind != .string { problems.append(.malformedKeyword(value, "a string")) }
        }
        if dialect.draft == .draft2020, let identifier = words[.id], let text = identifier.textBytes,
            !(SchemaAddress(text).fragment ?? []).isEmpty
        {
            problems.append(
                .malformedKeyword(identifier, "an address without a fragment; `$anchor` names a part")
            )
        }
        for keyword in [SchemaKeyword.anchor, .dynamicAnchor] {
            guard let name = words[keyword], let text = name.textBytes, !Self.isAnchor(text) else { continue }
            problems.append(
                .malformedKeyword(name, "a name: a letter or `_`, then letters, digits, `-`, `_`, `.`")
            )
        }
    }

    private static func isAnchor(_ text: ArraySlice<UInt8>) -> Bool {
        guard let first = text.first, 0x61...0x7A ~= first | 0x20 || first == UInt8(ascii: "_") else {
            return false
        }
        return text.allSatisfy {
            0x61...0x7A ~= $0 | 0x20 || 0x30...0x39 ~= $0 || "-_.".utf8.contains($0)
        }
    }
}

/// A bound with its text, for messages.
struct SchemaBound: Sendable {
    let value: DecimalNumber
    let text: String
}

extension Diagnostic {
    static func unknownKeyword(_ key: Node, _ dialect: SchemaDialect) -> Diagnostic {
        let name = key.text ?? ""
        let isOfOther = SchemaKeyword.byName[name] != nil
        let version = dialect.draft == .draft7 ? "draft-07" : "2020-12"
        let known = SchemaKeyword.allCases.filter { dialect.knows($0) }.map(\.rawValue)
        return Diagnostic(
            .unknownSchemaKeyword,
            "unknown keyword `\(name.shortened)`",
            at: Label(key.span, isOfOther ? "not a keyword of \(version)" : "not a keyword of JSON Schema"),
            help: isOfOther ? nil : NearestName.among(known, to: name).map { "did you mean `\($0)`?" }
        )
    }

    static func malformedKeyword(_ value: Node, _ expected: String) -> Diagnostic {
        Diagnostic(
            .malformedSchemaKeyword,
            "the keyword's value is malformed",
            at: Label(value.headSpan, "expected \(expected)")
        )
    }

    static func malformedPattern(_ value: Node, _ fault: PatternExpression.Fault) -> Diagnostic {
        let reason: String =
            switch fault {
            case .malformed(let reason): reason
            case .tooCostly: "it takes too long"
            }
        return Diagnostic(.malformedSchemaPattern, "not a regular expression", at: Label(value.span, reason))
    }
}

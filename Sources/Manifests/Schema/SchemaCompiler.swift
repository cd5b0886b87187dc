import Diagnostics

/// Compiles a schema into a program; every keyword that it does not know is a fault, never ignored.
struct SchemaCompiler {
    /// The faults so far.
    var problems: [Diagnostic] = []
    private let root: Node
    private var numbers: [Int32: Int] = [:]
    private var pending: [Node] = []
    private var targets: [[UInt8]: Int] = [:]

    private init(root: Node) { self.root = root }

    /// Compiles a schema of JSON Schema 2020-12.
    ///
    /// - Parameters:
    ///   - document: The schema.
    ///   - problems: Where faults are added.
    /// - Returns: The program; `nil` when there was a fault.
    static func compile(_ document: Document, into problems: inout [Diagnostic]) -> SchemaProgram? {
        var compiler = SchemaCompiler(root: document.root)
        let root = compiler.rule(for: document.root)
        var rules: [SchemaRule] = []
        // A list instead of recursion: a chain of references costs no stack.
        while rules.count < compiler.pending.count {
            rules.append(SchemaRule(compiler.pending[rules.count], &compiler))
        }
        problems += compiler.problems
        guard compiler.problems.isEmpty else { return nil }
        return SchemaProgram(name: document.source.name, rules: rules, root: root)
    }

    /// The number of a subschema, which is compiled when it is its turn.
    mutating func rule(for schema: Node) -> Int {
        if let number = numbers[schema.index] { return number }
        let number = pending.count
        numbers[schema.index] = number
        pending.append(schema)
        return number
    }

    /// The subschemas of a list.
    mutating func rules(for list: Node?) -> [Int] {
        guard let list else { return [] }
        if list.kind != .sequence || list.count == 0 {
            problems.append(.malformedKeyword(list, "a list of schemas"))
        }
        return list.items.map { rule(for: $0) }
    }

    /// The rule that a `$ref` names.
    mutating func target(of reference: Node) -> Int? {
        // Fragments are compared as they are written; equal ones lead to one place.
        if let name = reference.textBytes, let known = targets[Array(name)] { return known }
        guard let schema = schema(named: reference) else {
            problems.append(.unresolvedReference(reference))
            return nil
        }
        let number = rule(for: schema)
        if let name = reference.textBytes { targets[Array(name)] = number }
        return number
    }

    /// The subschema that a `$ref` names: `#`, or a JSON pointer behind it.
    func schema(named reference: Node) -> Node? {
        guard let text = reference.string, text.utf8.first == UInt8(ascii: "#") else { return nil }
        var place = root
        for step in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            guard let next = place[Self.unescaped(step)] else { return nil }
            place = next
        }
        return text.utf8.count == 1 || text.utf8.dropFirst().first == UInt8(ascii: "/") ? place : nil
    }

    /// The keywords of a subschema, or of the one that it refers to and adds nothing to.
    mutating func dereferenced(_ schema: Node) -> SchemaWords {
        // Faults are reported where the subschema is compiled.
        let known = problems.count
        defer { problems.removeSubrange(known...) }
        var words = SchemaWords(schema, &self)
        for _ in 0..<16 {
            guard words.hasOnly(.reference), let next = words[.reference].flatMap({ self.schema(named: $0) })
            else { break }
            words = SchemaWords(next, &self)
        }
        return words
    }

    private static func unescaped(_ step: Substring) -> String {
        var bytes: [UInt8] = []
        var isEscape = false
        for byte in step.utf8 {
            if isEscape {
                bytes.append(byte == UInt8(ascii: "1") ? UInt8(ascii: "/") : UInt8(ascii: "~"))
                isEscape = false
            } else if byte == UInt8(ascii: "~") {
                isEscape = true
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

// MARK: - Values of keywords

extension SchemaCompiler {
    /// A size or count.
    mutating func size(_ node: Node?) -> Int? {
        guard let node else { return nil }
        let value = DecimalNumber(node)
        guard node.kind == .integer, value.isWhole, let size = node.integer, size >= 0 else {
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
        return SchemaBound(value: DecimalNumber(node), text: text)
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
}

/// A bound with its text, for messages.
struct SchemaBound: Sendable {
    let value: DecimalNumber
    let text: String
}

extension Diagnostic {
    static func unknownKeyword(_ key: Node) -> Diagnostic {
        let name = key.text ?? ""
        return Diagnostic(
            .unknownSchemaKeyword,
            "unknown keyword `\(name.shortened)`",
            at: Label(key.span, "not a keyword that this version checks"),
            help: NearestName.among(SchemaKeyword.allCases.map(\.rawValue), to: name).map {
                "did you mean `\($0)`?"
            }
        )
    }

    static func malformedKeyword(_ value: Node, _ expected: String) -> Diagnostic {
        Diagnostic(
            .malformedSchemaKeyword,
            "the keyword's value is malformed",
            at: Label(value.span, "expected \(expected)")
        )
    }

    static func unresolvedReference(_ value: Node) -> Diagnostic {
        Diagnostic(
            .unresolvedSchemaReference,
            "`\((value.text ?? "$ref").shortened)` leads nowhere",
            at: Label(value.span, "expected `#` and a JSON pointer into this schema")
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

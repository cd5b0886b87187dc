import Diagnostics

/// A fault with what the schema says about its place.
struct FaultContext {
    let fault: SchemaFault
    let program: SchemaProgram

    /// The place as a path in backticks, such as `jobs.score`; `the document` for the root.
    var place: String { fault.path.isEmpty ? "the document" : "`\(path)`" }

    /// The place as a path: `jobs.score.needs[0]`.
    var path: String {
        fault.path.reduce(into: "") { path, step in
            switch step {
            case .key(let key):
                path += (path.isEmpty ? "" : ".") + (fault.isSecret ? key.text ?? "" : Self.quoted(key))
            case .item(let index): path += "[\(index)]"
            }
        }
    }

    private static func quoted(_ key: Node) -> String {
        let name = key.text ?? ""
        let isPlain =
            !name.isEmpty
            && name.utf8.allSatisfy {
                0x30...0x39 ~= $0 || 0x61...0x7A ~= $0 | 0x20 || $0 == UInt8(ascii: "-")
                    || $0 == UInt8(ascii: "_")
            }
        return isPlain ? name.shortened : "\"\(name.shortened)\""
    }

    /// The value in backticks; its kind when it has no text or must not be shown.
    var value: String {
        guard let text = fault.node.text, !fault.isSecret else { return fault.isSecret ? "the value" : place }
        return text.isEmpty ? "the empty text" : "`\(text.shortened)`"
    }

    /// Where the value is; where its key is when the value is written with no character.
    var span: SourceSpan {
        if fault.isOfKey, let key = fault.key { return key.span }
        let span = fault.node.headSpan
        return span.start == span.end ? fault.key?.span ?? span : span
    }

    /// Where a mapping or list begins, as a person sees it: its key, or else its first entry.
    var opening: SourceSpan { fault.key?.span ?? fault.node.headSpan }

    /// The rules that the fault is about, nearest first.
    private var rules: [SchemaRule] { program.chain(of: fault.rule) + program.chain(of: fault.placeRule) }

    /// What the value is called.
    var title: String? { rules.lazy.compactMap(\.annotations.title).first }

    /// A fact about what is expected.
    var summary: String? { rules.lazy.compactMap(\.annotations.summary).first }

    /// What may not be seen in the value; nothing about one that must not be shown.
    var remarks: [String] { fault.isSecret ? [] : TextRemark.notes(about: fault.node.text ?? "") }

    /// A value that is right, the place's own before the type's.
    var examples: [Node] {
        let rules = program.chain(of: fault.placeRule) + program.chain(of: fault.rule)
        return rules.first { !$0.annotations.examples.isEmpty }?.annotations.examples ?? []
    }

    /// Whether a secret is written out where a reference belongs.
    func isSecretLiteral(_ expected: SchemaTypes) -> Bool {
        guard fault.isSecret, expected == .object else { return false }
        return fault.node.kind != .mapping && fault.node.kind != .sequence && fault.node.kind != .null
    }

    /// Whether the same text would be right as a string.
    var isRightInQuotes: Bool {
        SchemaEvaluator.conforms(fault.node, asStringTo: fault.placeRule, of: program)
    }

    /// Whether the value is what tells branches apart: the rule is that of the whole mapping then.
    var isOfTag: Bool { program.rules[fault.rule].value == nil }

    /// The rule of a key of this mapping.
    func property(_ name: String) -> [SchemaRule] {
        let object = rules.first { $0.object?.properties[name] != nil }?.object
        return object?.properties[name].map { program.chain(of: $0) } ?? []
    }

    /// The key of this mapping under which a name would be right.
    func parent(of name: String) -> String? {
        guard let object = rules.first(where: { $0.object != nil })?.object else { return nil }
        return object.properties.names.first { parent in
            object.properties[parent].map { program.chain(of: $0) }?.contains {
                $0.object?.properties[name] != nil
            } ?? false
        }
    }
}

extension Node {
    /// The first line of the value, for pointing at it.
    var headSpan: SourceSpan {
        let span = span
        let source = document.source
        let line = source.lineRange(source.line(at: span.start))
        guard span.end > line.upperBound else { return span }
        return SourceSpan(file: span.file, start: span.start, end: max(line.upperBound, span.start))
    }

    /// The value as YAML in flow style, on one line.
    var flow: String {
        switch kind {
        case .mapping: "{ " + entries.map { "\($0.name): \($0.value.flow)" }.joined(separator: ", ") + " }"
        case .sequence: "[" + items.map(\.flow).joined(separator: ", ") + "]"
        case .string: needsQuotes ? "\"\(text ?? "")\"" : text ?? ""
        default: text ?? ""
        }
    }

    private var needsQuotes: Bool {
        guard let text = textBytes, let first = text.first else { return true }
        if 0x61...0x7A ~= first | 0x20 || first == UInt8(ascii: "/") { return false }
        // An id: digits, and then a dash that no number has.
        return !(first &- 0x30 < 10 && text.prefix(9).last == UInt8(ascii: "-"))
    }
}

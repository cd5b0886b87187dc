import Diagnostics

extension Parameter {
    /// What keeps a value from being one of this parameter.
    ///
    /// - Parameter text: The value, canonical.
    /// - Returns: What is wrong, to follow the value in a sentence; `nil` when it is allowed.
    func fault(of text: String) -> String? {
        if let allowedValues, !allowedValues.contains(where: { $0.utf8.elementsEqual(text.utf8) }) {
            let nearest = NearestName.among(allowedValues, to: text).map {
                "; did you mean `\($0.shortened)`?"
            }
            let shown = allowedValues.prefix(20).map { "`\($0.shortened)`" }.joined(separator: ", ")
            return "is none of \(shown)" + (nearest ?? "")
        }
        if let pattern, let fault = Self.fault(of: text, against: pattern) { return fault }
        guard type == .integer || type == .number, let value = Double(text) else { return nil }
        if let minimum, value < minimum { return "is below the minimum \(Self.bound(minimum))" }
        if let maximum, value > maximum { return "is above the maximum \(Self.bound(maximum))" }
        return nil
    }

    /// What keeps a text from matching; a pattern that gives up within its limits is held not to match.
    private static func fault(of text: String, against pattern: String) -> String? {
        do throws(PatternExpression.Fault) {
            let matches = try PatternExpression(pattern).matches(text.utf8)
            return matches ? nil : "does not match `\(pattern.shortened)`"
        } catch .tooCostly {
            return "takes too long to hold against `\(pattern.shortened)`"
        } catch {
            return "cannot be held against `\(pattern.shortened)`"
        }
    }

    private static func bound(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? value.description
    }
}

extension ManifestReading {
    /// Reads one entry of `parameters`.
    mutating func parameter(_ entry: Node.Entry) -> Parameter? {
        let node = entry.value
        guard let type = node["type"]?.text.flatMap(Parameter.ValueType.init(rawValue:)) else {
            gap = gap ?? node.span
            return nil
        }
        let before = problems.count
        let allowedValues = node["enum"].map { list in
            list.items.compactMap { declaredText($0, as: type, role: "enum") }
        }
        let defaultNode = node["default"]
        let declaredDefault = defaultNode.flatMap { value in
            declaredText(value, as: type, role: "default").map { Located($0, at: value.span) }
        }
        let parameter = Parameter(
            name: Located(entry.name, at: entry.key.span),
            type: type,
            description: node["description"]?.text,
            defaultValue: declaredDefault,
            pattern: pattern(node["pattern"], for: type),
            allowedValues: allowedValues,
            minimum: bound(node.entry("minimum"), for: type),
            maximum: bound(node.entry("maximum"), for: type)
        )
        if let low = parameter.minimum, let high = parameter.maximum, low > high, let node = node["maximum"] {
            problems.append(
                .invalidDeclaration("`maximum` is below `minimum`", "nothing lies between", at: node.span)
            )
        }
        if problems.count == before, let value = declaredDefault, let fault = parameter.fault(of: value.value)
        {
            problems.append(
                .invalidDeclaration(
                    "`default` \(fault)",
                    "not allowed by its own declaration",
                    at: value.span,
                    notes: TextRemark.notes(about: value.value)
                )
            )
        }
        return problems.count == before ? parameter : nil
    }

    /// A value in a declaration: of the declared type, in canonical text.
    private mutating func declaredText(
        _ node: Node,
        as type: Parameter.ValueType,
        role: String
    ) -> String? {
        guard let text = node.text, isOf(type, node.kind) else {
            problems.append(
                .invalidDeclaration(
                    "`\(role)` is not of type `\(type.rawValue)`",
                    "this is \(node.kind.words)",
                    at: node.span,
                    help: type == .string && node.kind != .null ? "put it in quotes" : nil
                )
            )
            return nil
        }
        guard !TemplateReader.hasLookup(node) else {
            problems.append(
                .lookupNotAllowed(
                    "nothing can be looked up in a parameter's declaration",
                    label: "look-ups are filled in after parameters have their values",
                    at: node.span
                )
            )
            return nil
        }
        // `0o17` and `0x1F` are whole numbers in YAML; the rest of the language knows decimals only.
        let written = type == .integer || node.kind == .integer ? node.integer.map(String.init) ?? text : text
        do throws(ScalarText.Fault) {
            return try ScalarText.canonical(written, as: type)
        } catch {
            problems.append(
                .invalidDeclaration("`\(role)` \(error.words)", "of type `\(type.rawValue)`", at: node.span)
            )
            return nil
        }
    }

    private func isOf(_ type: Parameter.ValueType, _ kind: Document.Kind) -> Bool {
        switch type {
        case .string: kind == .string
        case .integer: kind == .integer
        case .number: kind == .integer || kind == .decimal
        case .boolean: kind == .boolean
        }
    }

    private mutating func pattern(_ node: Node?, for type: Parameter.ValueType) -> String? {
        guard let node, let text = node.text else { return nil }
        if type != .string {
            problems.append(
                .invalidDeclaration(
                    "`pattern` is for strings",
                    "the type is `\(type.rawValue)`",
                    at: node.span
                )
            )
        }
        do throws(PatternExpression.Fault) {
            _ = try PatternExpression(text)
        } catch {
            let reason = if case .malformed(let why) = error { why } else { "takes too long" }
            problems.append(
                .invalidDeclaration("`pattern` is not a regular expression", reason, at: node.span)
            )
        }
        return text
    }

    private mutating func bound(_ entry: Node.Entry?, for type: Parameter.ValueType) -> Double? {
        guard let entry else { return nil }
        guard type == .integer || type == .number else {
            problems.append(
                .invalidDeclaration(
                    "`\(entry.name)` is for numbers",
                    "the type is `\(type.rawValue)`",
                    at: entry.key.span
                )
            )
            return nil
        }
        let written = entry.value.integer.map(String.init) ?? entry.value.text ?? ""
        guard ScalarText.isNumber(written), let value = Double(written), value.isFinite else {
            problems.append(
                .invalidDeclaration("`\(entry.name)` is not a number", "not finite", at: entry.value.span)
            )
            return nil
        }
        return value
    }
}

extension Document.Kind {
    /// The kind with its article.
    var words: String {
        switch self {
        case .null: "nothing (`null`)"
        case .boolean: "a truth value"
        case .integer: "a whole number"
        case .decimal: "a number"
        case .string: "a string"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}

extension Diagnostic {
    static func invalidDeclaration(
        _ message: String,
        _ label: String,
        at span: SourceSpan,
        notes: [String] = [],
        help: String? = nil
    ) -> Diagnostic {
        Diagnostic(.invalidParameterDeclaration, message, at: Label(span, label), notes: notes, help: help)
    }
}

import Diagnostics
import Manifests

/// YAML text in which `1️⃣` … `5️⃣` mark places; the marks are not part of the text.
struct MarkedYAML: ExpressibleByStringLiteral {
    /// The text without the marks.
    let text: String
    /// The byte behind each mark, by its number.
    let places: [Int: Int]

    init(stringLiteral value: String) { self.init(value) }

    init(_ value: String) {
        var places: [Int: Int] = [:]
        var text = String.UnicodeScalarView()
        var count = 0
        let scalars = Array(value.unicodeScalars)
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            if index + 2 < scalars.count, scalars[index + 1].value == 0xFE0F,
                scalars[index + 2].value == 0x20E3
            {
                places[Int(scalar.value) - 0x30] = count
                index += 3
            } else {
                text.append(scalar)
                count += UTF8.width(scalar)
                index += 1
            }
        }
        self.text = String(text)
        self.places = places
    }
}

/// What one reading gave.
struct Reading {
    let documents: [Document]
    let problems: [Diagnostic]

    init(_ source: SourceText, limits: YAMLLimits = .standard) {
        var problems: [Diagnostic] = []
        documents = YAMLParser(limits: limits).documents(in: source, into: &problems)
        self.problems = problems
    }

    init(_ text: String, name: String = "test.yaml", limits: YAMLLimits = .standard) {
        self.init(SourceText(name: name, text: text), limits: limits)
    }

    init(bytes: [UInt8], name: String = "test.yaml", limits: YAMLLimits = .standard) {
        self.init(SourceText(name: name, bytes: bytes), limits: limits)
    }

    /// The only document's root, when nothing is wrong.
    var root: Node? { problems.isEmpty && documents.count == 1 ? documents.first?.root : nil }

    /// The only fault.
    var fault: Diagnostic? { problems.count == 1 ? problems.first : nil }

    /// Where the only fault is.
    var place: Int? { fault?.primary?.span.start }
}

extension Node {
    /// The value as Swift source would write it, for comparison: kinds stay visible.
    var shown: String {
        switch kind {
        case .null: "null"
        case .boolean: boolean == true ? "true" : "false"
        case .integer: "int(\(text ?? ""))"
        case .decimal: "dec(\(text ?? ""))"
        case .string: "'\(text ?? "")'"
        case .sequence: "[" + items.map(\.shown).joined(separator: ", ") + "]"
        case .mapping: "{" + entries.map { "\($0.name): \($0.value.shown)" }.joined(separator: ", ") + "}"
        }
    }
}

import JSONValues
import Manifests

/// The words that explanations are made of.
enum ExplanationWords {
    /// Types as a reader of YAML calls them.
    static func types(_ types: [String]) -> String {
        // A whole number is a number.
        let words = types.filter { $0 != "integer" || !types.contains("number") }.map { type in
            switch type {
            case "object": "mapping"
            case "array": "list"
            case "string": "text"
            case "integer": "whole number"
            case "boolean": "true or false"
            case "null": "nothing"
            default: type
            }
        }
        return words.isEmpty ? "any value" : list(words, "or")
    }

    /// Whether something must be there; `nil` where that is no question.
    static func requirement(_ requirement: SchemaRequirement) -> String? {
        switch requirement {
        case .none: nil
        case .required: "yes"
        case .optional: "no"
        case .oneOf(let groups): "exactly one of " + self.groups(groups)
        case .anyOf(let groups): "at least one of " + self.groups(groups)
        }
    }

    private static func groups(_ groups: [[String]]) -> String {
        list(groups.map { $0.map { "`\($0)`" }.joined(separator: " with ") }, "or")
    }

    /// The same in one word for a table.
    static func mark(_ requirement: SchemaRequirement) -> String {
        switch requirement {
        case .required: "required"
        case .oneOf, .anyOf: "one of"
        case .optional, .none: ""
        }
    }

    /// What must stand beside something.
    static func conditions(_ conditions: [SchemaCondition]) -> String {
        conditions.map { condition in
            "`\(condition.place)` has `\(condition.key)`: " + list(condition.values.map { "`\($0)`" }, "or")
        }.joined(separator: ", and ")
    }

    /// What this version lacks for each of these; `nil` when one of them is obeyed.
    static func missing(of uses: [SchemaUse]) -> String? {
        let missing = uses.compactMap(\.missing)
        return missing.count == uses.count ? missing.first : nil
    }

    /// The first sentence of a description, and what this version lacks.
    static func summary(_ description: String?, missing: String?) -> String {
        [description.map(firstSentence), missing.map { "(\(self.missing($0)))" }].compactMap { $0 }
            .joined(separator: " ")
    }

    /// The values of a key where they are few, or else its types.
    static func values(of key: SchemaKey) -> String {
        let values = key.values.map(FlowText.text).joined(separator: " | ")
        return values.isEmpty || values.count > 32 ? types(key.types) : values
    }

    /// What a version lacks.
    static func missing(_ words: String) -> String { "not available in this version: \(words)" }

    /// The first sentence of a description.
    static func firstSentence(_ text: String) -> String {
        guard let end = text.firstRange(of: ". ") else { return text }
        return String(text[..<end.lowerBound]) + "."
    }

    /// Things as a phrase.
    static func list(_ things: [String], _ conjunction: String = "and") -> String {
        guard let last = things.last, things.count > 1 else { return things.first ?? "" }
        return things.dropLast().joined(separator: ", ") + " \(conjunction) " + last
    }

    /// Breaks text into lines.
    ///
    /// - Parameters:
    ///   - text: Words with blanks between them.
    ///   - indent: How many blanks each line begins with.
    ///   - width: How many characters a line has at most, unless one word is longer.
    /// - Returns: The lines.
    static func wrapped(_ text: String, indent: Int, width: Int = 110) -> String {
        var lines = [""]
        for word in text.split(separator: " ") {
            let line = lines[lines.count - 1]
            if line.isEmpty {
                lines[lines.count - 1] = String(word)
            } else if indent + line.count + 1 + word.count <= width {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines.map { String(repeating: " ", count: indent) + $0 + "\n" }.joined()
    }
}

import JSONValues
import Manifests

/// Shows what a schema says about a path, for people.
struct ExplanationView {
    private var text = ""

    /// The text of an explanation.
    ///
    /// - Parameter explanation: What the schema says.
    /// - Returns: The text, with its line breaks.
    static func text(for explanation: SchemaExplanation) -> String {
        var view = ExplanationView()
        view.write(explanation)
        return view.text
    }

    private mutating func write(_ explanation: SchemaExplanation) {
        let path = explanation.path
        facts([
            ["KIND", explanation.kind.rawValue],
            ["PATH", path.steps.isEmpty ? "the whole document" : path.description],
        ])
        for (number, form) in explanation.forms.enumerated() {
            if explanation.forms.count > 1 {
                text += "\nFORM \(number + 1) of \(explanation.forms.count)\n"
            }
            write(form, path)
        }
        for name in explanation.ambiguousNames {
            text += "\nNOTE\n"
            let key = name.description.split(separator: ".").last.map(String.init) ?? ""
            text += ExplanationWords.wrapped(
                "`\(key)` was taken for a name that is free; the key of that name is `\(name)`.",
                indent: 2
            )
        }
    }

    private mutating func write(_ form: SchemaForm, _ path: SchemaPath) {
        let shape = form.shape
        let types = ExplanationWords.types(shape.types)
        var rows = [["TYPE", shape.title.map { $0.contains(types) ? $0 : "\(types) (\($0))" } ?? types]]
        for use in form.uses {
            if let words = ExplanationWords.requirement(use.requirement) { rows.append(["REQUIRED", words]) }
            if !use.conditions.isEmpty {
                rows.append(["WHERE", ExplanationWords.conditions(use.conditions)])
            }
        }
        if shape.isSecret { rows.append(["SECRET", "its value is never shown"]) }
        let missing = ExplanationWords.missing(of: form.uses)
        if let missing { rows.append(["STATUS", ExplanationWords.missing(missing)]) }
        if let value = shape.defaultValue { rows.append(["DEFAULT", FlowText.text(value)]) }
        facts(rows)
        if let description = shape.description {
            text += "\n" + ExplanationWords.wrapped(description, indent: 0)
        }
        write(values: shape.values)
        list("RULES", shape.rules)
        if let entry = shape.entry {
            list("NAMES", shape.nameRules.isEmpty ? ["any text"] : shape.nameRules)
            table("UNDER EACH NAME", [entry], saysMissing: missing == nil)
        }
        if let item = shape.item { table("EACH ITEM", [item], saysMissing: missing == nil) }
        table("KEYS", shape.keys, saysMissing: missing == nil)
        for variant in shape.variants { write(variant) }
        write(examples: shape.examples, at: path)
    }

    private mutating func write(_ variant: SchemaVariant) {
        let types = ExplanationWords.types(variant.shape.types)
        let name =
            variant.condition.map { "\($0.key): " + $0.values.joined(separator: " | ") }
            ?? variant.shape.title.map { "\(types) (\($0))" } ?? types
        text += "\nEITHER  \(name)\n"
        if let description = variant.shape.description {
            text += ExplanationWords.wrapped(description, indent: 2)
        }
        if let missing = variant.missing {
            text += ExplanationWords.wrapped("(\(ExplanationWords.missing(missing)))", indent: 2)
        }
        if variant.condition == nil, !variant.shape.values.isEmpty {
            text += ExplanationWords.wrapped(
                "one of " + ExplanationWords.list(variant.shape.values.map { FlowText.text($0.value) }),
                indent: 2
            )
        }
        for rule in variant.shape.rules { text += ExplanationWords.wrapped(rule, indent: 2) }
        // The key that tells it from the others stands in the heading.
        let keys = variant.shape.keys.filter { key in
            variant.condition.map { key.step != .key($0.key) } ?? true
        }
        rows(keys, saysMissing: variant.missing == nil)
        for inner in variant.shape.variants { write(inner) }
    }

    private mutating func write(values: [SchemaValue]) {
        guard !values.isEmpty else { return }
        text += values.count == 1 ? "\nVALUE\n" : "\nVALUES\n"
        let cells = values.map { value in
            [FlowText.text(value.value), ExplanationWords.summary(value.description, missing: value.missing)]
        }
        text += HangingTable.text(cells, indent: 2)
    }

    private mutating func write(examples: [JSONValue], at path: SchemaPath) {
        guard !examples.isEmpty else { return }
        text += examples.count == 1 ? "\nEXAMPLE\n" : "\nEXAMPLES\n"
        for example in examples {
            let value = FlowText.text(example)
            switch path.steps.last {
            case .key(let key): text += "  \(key): \(value)\n"
            case .item: text += "  - \(value)\n"
            case .anyName, nil: text += "  \(value)\n"
            }
        }
    }

    private mutating func table(_ heading: String, _ keys: [SchemaKey], saysMissing: Bool) {
        guard !keys.isEmpty else { return }
        text += "\n\(heading)\n"
        rows(keys, saysMissing: saysMissing)
    }

    private mutating func rows(_ keys: [SchemaKey], saysMissing: Bool) {
        let cells = keys.map { key in
            [
                SchemaPath([key.step]).description, ExplanationWords.values(of: key),
                ExplanationWords.mark(key.requirement),
                ExplanationWords.summary(key.description, missing: saysMissing ? key.missing : nil),
            ]
        }
        text += HangingTable.text(cells, indent: 2)
    }

    private mutating func list(_ heading: String, _ lines: [String]) {
        guard !lines.isEmpty else { return }
        text += "\n\(heading)\n" + lines.map { ExplanationWords.wrapped($0, indent: 2) }.joined()
    }

    private mutating func facts(_ rows: [[String]]) {
        // As wide as the longest word there is, so that the facts of each form stand in line.
        text += HangingTable.text(rows.map { [Self.padded($0[0]), $0[1]] }, indent: 0)
    }

    private static func padded(_ word: String) -> String {
        word + String(repeating: " ", count: max(0, "REQUIRED".count - word.count))
    }
}

import JSONValues

@testable import Manifests
@testable import RunnerCommands

/// What the schema of a kind of document says, as a page of Markdown: a section for each mapping, a row for each key.
struct SchemaReference {
    private let explainer: SchemaExplainer
    private let level: Int
    private var text = ""
    private var seen: Set<SchemaPath> = []

    /// The sections of a kind.
    ///
    /// - Parameters:
    ///   - kind: The kind.
    ///   - level: How deep the sections' headings are.
    /// - Returns: Markdown that begins with the first section's heading.
    static func text(for kind: DocumentKind, level: Int) -> String {
        var reference = SchemaReference(explainer: SchemaExplainer(kind), level: level)
        reference.addSection(at: SchemaPath([]))
        return reference.text
    }

    private init(explainer: SchemaExplainer, level: Int) {
        self.explainer = explainer
        self.level = level
    }

    /// How a path is called in headings, where `*` and `[]` would be lost in links.
    private static func name(_ path: SchemaPath) -> String {
        guard !path.steps.isEmpty else { return "The document" }
        return path.steps.map { step in
            switch step {
            case .key(let key): key
            case .anyName: "NAME"
            case .item: "ITEM"
            }
        }.joined(separator: ".")
    }

    private static func anchor(_ path: SchemaPath) -> String {
        DocumentLinks.anchor(of: name(path))
    }

    /// Whether a shape is only a reference to a value elsewhere: `{ env: NAME }` or `{ file: PATH }`.
    private static func isReference(_ shape: SchemaShape) -> Bool {
        let keys = shape.steps.map { $0 == .key("env") || $0 == .key("file") }
        return !keys.isEmpty && keys.allSatisfy(\.self)
    }

    private static func isSection(_ explanation: SchemaExplanation) -> Bool {
        explanation.forms.contains { form in
            let shape = form.shape
            let hasKeys = !shape.keys.isEmpty || shape.variants.contains { !$0.shape.keys.isEmpty }
            return (hasKeys && !isReference(shape)) || shape.entry != nil
        }
    }

    // MARK: - Sections

    private mutating func addSection(at path: SchemaPath) {
        guard seen.insert(path).inserted, let explanation = try? explainer.explain(path) else { return }
        heading(Self.name(path), deeper: 0)
        for form in explanation.forms { add(form, at: path) }
        for step in explanation.steps {
            let child = path.appending(step)
            guard let below = try? explainer.explain(child) else { continue }
            if Self.isSection(below) {
                addSection(at: child)
            } else if step == .item || below.steps == [.item] {
                // A list of mappings: what an item is has a section of its own.
                let item = step == .item ? child : child.appending(.item)
                if let inner = try? explainer.explain(item), Self.isSection(inner) { addSection(at: item) }
            }
        }
    }

    private mutating func add(_ form: SchemaForm, at path: SchemaPath) {
        let shape = form.shape
        if let description = shape.description { paragraph(description) }
        let where_ = form.uses.map(\.conditions).filter { !$0.isEmpty }.map(ExplanationWords.conditions)
        if !where_.isEmpty { paragraph("Where " + where_.joined(separator: ", or where ") + ".") }
        if let missing = ExplanationWords.missing(of: form.uses) {
            paragraph("**" + ExplanationWords.missing(missing) + "**")
        }
        for rule in shape.rules { bullet(rule) }
        if !shape.rules.isEmpty { text += "\n" }
        if let entry = shape.entry {
            let names = shape.nameRules.filter { !$0.hasPrefix("matches ") }
            paragraph(
                "Under each name: " + Self.types(entry)
                    + (names.isEmpty ? "." : ". Names: " + names.joined(separator: " "))
            )
        }
        table(shape.keys, at: path, beside: nil)
        for variant in shape.variants { add(variant, at: path) }
        for example in shape.examples {
            let value = FlowText.text(example)
            let key: String =
                if case .key(let key)? = path.steps.last { key + ": " } else { "" }
            text += "Example: `\(key)\(value)`\n\n"
        }
    }

    private mutating func add(_ variant: SchemaVariant, at path: SchemaPath) {
        let types = ExplanationWords.types(variant.shape.types)
        let name =
            variant.condition.map { condition in
                condition.values.map { "`\(condition.key): \($0)`" }.joined(separator: ", ")
            } ?? variant.shape.title.map { "\(types) (\($0))" } ?? types
        heading(name, deeper: 1)
        if let description = variant.shape.description { paragraph(description) }
        if let missing = variant.missing { paragraph("**" + ExplanationWords.missing(missing) + "**") }
        for rule in variant.shape.rules { bullet(rule) }
        if !variant.shape.rules.isEmpty { text += "\n" }
        let keys = variant.shape.keys.filter { key in
            variant.condition.map { key.step != .key($0.key) } ?? true
        }
        table(keys, at: path, beside: variant.condition)
        for inner in variant.shape.variants { add(inner, at: path) }
    }

    // MARK: - Keys

    private mutating func table(_ keys: [SchemaKey], at path: SchemaPath, beside condition: SchemaCondition?)
    {
        guard !keys.isEmpty else { return }
        if !text.hasSuffix("\n\n") { text += "\n" }
        text += "| key | value | | meaning |\n| --- | --- | --- | --- |\n"
        for key in keys {
            let child = path.appending(key.step)
            let explanation = try? explainer.explain(child)
            let form = explanation.flatMap { Self.form(of: $0, beside: condition) }
            var marks = [ExplanationWords.mark(key.requirement)]
            if let value = form?.shape.defaultValue { marks.append("default `\(FlowText.text(value))`") }
            var meaning = [form?.shape.description ?? key.description ?? ""]
            for value in form?.shape.values ?? [] {
                guard let words = value.description else { continue }
                meaning.append("`\(FlowText.text(value.value))`: \(words)")
            }
            meaning += (form?.shape.rules ?? []).map { rule in
                rule.prefix(1).uppercased() + rule.dropFirst() + (rule.hasSuffix(".") ? "" : ".")
            }
            if let missing = key.missing { meaning.append("(\(ExplanationWords.missing(missing)))") }
            if let explanation, let place = Self.place(of: explanation, explainer) {
                meaning.append("→ [\(Self.name(place))](#\(Self.anchor(place)))")
            }
            let name = SchemaPath([key.step]).description
            row(
                ["`\(name)`", Self.types(key, form), marks.filter { !$0.isEmpty }.joined(separator: ", ")]
                    + [meaning.filter { !$0.isEmpty }.joined(separator: " ")]
            )
        }
        text += "\n"
    }

    /// Where more is said of what stands there.
    private static func place(of explanation: SchemaExplanation, _ explainer: SchemaExplainer) -> SchemaPath?
    {
        if isSection(explanation) { return explanation.path }
        let item = explanation.path.appending(.item)
        guard explanation.steps == [.item], let inner = try? explainer.explain(item) else { return nil }
        return isSection(inner) ? item : nil
    }

    private static func form(of explanation: SchemaExplanation, beside condition: SchemaCondition?)
        -> SchemaForm?
    {
        guard let condition, explanation.forms.count > 1 else { return explanation.forms.first }
        return explanation.forms.first { form in
            form.uses.contains { $0.conditions.contains(condition) }
        } ?? explanation.forms.first
    }

    private static func types(_ key: SchemaKey, _ form: SchemaForm? = nil) -> String {
        if !key.values.isEmpty {
            return key.values.map { "`\(FlowText.text($0))`" }.joined(separator: " or ")
        }
        guard let shape = form?.shape, isReference(shape) else { return ExplanationWords.types(key.types) }
        return (key.types.contains("string") ? "text or " : "") + "`{ env: NAME }` or `{ file: PATH }`"
    }

    // MARK: - Markdown

    private mutating func heading(_ words: String, deeper: Int) {
        if !text.isEmpty, !text.hasSuffix("\n\n") { text += "\n" }
        text += String(repeating: "#", count: level + deeper) + " " + words + "\n\n"
    }

    private mutating func paragraph(_ words: String) { text += Self.line(words) + "\n\n" }

    private mutating func bullet(_ words: String) { text += "- " + Self.line(words) + "\n" }

    private mutating func row(_ cells: [String]) {
        let escaped = cells.map { cell in
            Self.line(cell).split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
        }
        text += "| " + escaped.joined(separator: " | ") + " |\n"
    }

    private static func line(_ words: String) -> String {
        words.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}

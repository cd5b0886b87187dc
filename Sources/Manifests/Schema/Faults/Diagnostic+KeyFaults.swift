import Diagnostics

/// Faults of keys: unknown, missing, excluding each other.
extension Diagnostic {
    static func unknownKey(_ entry: Node.Entry, _ allowed: [String], _ context: FaultContext) -> Diagnostic {
        // In a secret's place even a key may be the secret: `clientSecret: { hunter2 }`.
        let name = context.fault.isSecret ? "" : " `\(entry.name.shortened)`"
        var diagnostic = Diagnostic(
            .unknownKey,
            "unknown key" + name,
            at: Label(entry.key.span, "not a key of \(context.place)"),
            notes: context.fault.isSecret ? [] : TextRemark.notes(about: entry.name)
        )
        if let nearest = SchemaFault.meantKey(entry, among: allowed, in: context.fault.node) {
            diagnostic.help = "did you mean `\(nearest)`?"
            // A key that is nearly a secret's has a secret as its value.
            if context.property(nearest).contains(where: \.annotations.isWriteOnly) {
                diagnostic.hideExcerpts()
            }
        } else if !allowed.isEmpty {
            if let parent = context.parent(of: entry.name) {
                diagnostic.help = "it belongs under `\(parent)`"
            }
            diagnostic.notes += ["allowed here: \(allowed.listed(with: "and"))"]
        }
        return diagnostic
    }

    static func missingKeys(_ names: [String], _ cause: String?, _ context: FaultContext) -> Diagnostic {
        let list = names.listed(with: "and")
        return Diagnostic(
            .missingKey,
            "\(context.place) lacks \(list)" + (cause.map { ", which `\($0.shortened)` needs" } ?? ""),
            at: Label(context.opening, names.count == 1 ? "\(list) is missing" : "\(list) are missing"),
            notes: names.prefix(5).compactMap { name in
                let summary = context.property(name).lazy.compactMap(\.annotations.summary).first
                return summary.map { "`\(name)`: \($0)" }
            },
            help: help(adding: names, context)
        )
    }

    static func missingChoice(_ choices: [[String]], _ context: FaultContext) -> Diagnostic {
        let sets = choices.map { $0.listed(with: "and") }
        let isLong = choices.contains { $0.count > 1 }
        let list = isLong ? sets.joined(separator: ", or ") : sets.joined(separator: " or ")
        return Diagnostic(
            .missingKey,
            "\(context.place) needs \(list)",
            at: Label(context.opening, "none of them is here"),
            notes: choices.flatMap { $0 }.prefix(5).compactMap { name in
                let summary = context.property(name).lazy.compactMap(\.annotations.summary).first
                return summary.map { "`\(name)`: \($0)" }
            },
            help: example(context) ?? choices.first.flatMap { help(adding: $0, context) }
        )
    }

    static func missingTag(_ key: String, _ values: [Node], _ context: FaultContext) -> Diagnostic {
        Diagnostic(
            .missingKey,
            "\(context.place) lacks `\(key)`",
            at: Label(context.opening, "`\(key)` is missing"),
            notes: ["`\(key)` is \(values.compactMap(\.text).listed(with: "or"))"],
            help: values.first.map { "add `\(key): \($0.flow)`" }
        )
    }

    static func exclusiveKeys(_ keys: [String], _ context: FaultContext) -> Diagnostic {
        let entries = keys.compactMap { context.fault.node.entry($0)?.key }
            .sorted { $0.span.start < $1.span.start }
        let others = entries.dropLast().map { Label($0.span, "given here") }
        return Diagnostic(
            .exclusiveKeys,
            "\(keys.listed(with: "and")) exclude each other in \(context.place)",
            at: Label(entries.last?.span ?? context.opening, "given as well"),
            secondary: others,
            help: "keep one of them"
        )
    }

    /// The whole mapping as the schema shows it for this place, when it fits on one line.
    private static func example(_ context: FaultContext) -> String? {
        guard let key = context.fault.key?.text else { return nil }
        let mapping = context.examples.first { $0.kind == .mapping }
        return mapping.map { "for example `\(key.shortened): \($0.flow)`" }
    }

    /// `add …`, when the schema has an example on one line for each of the keys.
    private static func help(adding names: [String], _ context: FaultContext) -> String? {
        let lines = names.compactMap { name -> String? in
            let example = context.property(name).lazy.compactMap(\.annotations.examples.first).first
            return example.map { "`\(name): \($0.flow)`" }
        }
        return lines.count == names.count ? "add \(lines.joined(separator: " and ")), for example" : nil
    }
}

extension [String] {
    /// The texts in backticks: `a`, `b` and `c`.
    func listed(with conjunction: String) -> String {
        var shown = prefix(20).map { "`\($0.shortened)`" }
        if count > 20 { shown.append("\(count - 20) more") }
        guard let last = shown.popLast() else { return "nothing" }
        return shown.isEmpty ? last : shown.joined(separator: ", ") + " \(conjunction) \(last)"
    }
}

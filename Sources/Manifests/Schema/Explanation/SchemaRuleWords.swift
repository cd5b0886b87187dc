import JSONValues

/// The rules of a subschema in words, beyond types and lists of values.
enum SchemaRuleWords {
    /// Says what a value must obey.
    ///
    /// - Parameter layers: The subschemas.
    /// - Returns: One phrase for each rule; what has no words here is left out.
    static func of(_ layers: SchemaLayers) -> [String] {
        var rules: [String] = []
        rules += layers.all("pattern").compactMap(\.string).map { "matches `\($0)`" }
        if let format = layers["format"]?.string { rules.append("has the format `\(format)`") }
        rules += [
            span(layers["minLength"], layers["maxLength"], "character"),
            span(layers["minItems"], layers["maxItems"], "item"),
            span(layers["minProperties"], layers["maxProperties"], "key"),
            numbers(layers),
        ].compactMap { $0 }
        if let step = layers["multipleOf"], case .number(let number) = step {
            rules.append("a multiple of \(number.text)")
        }
        if layers["uniqueItems"]?.bool == true { rules.append("no item twice") }
        for (isExclusive, groups) in layers.requiredGroups {
            let words = groups.map { $0.map { "`\($0)`" }.joined(separator: " with ") }
            rules.append(
                (isExclusive ? "exactly one of " : "at least one of ") + list(words, "or", quoted: false)
            )
        }
        for dependent in layers.all("dependentRequired").compactMap(\.members).flatMap({ $0 }) {
            rules.append("`\(dependent.name)` only together with \(list(dependent.value.names, "and"))")
        }
        rules += layers.all("not").compactMap { $0["title"]?.string }.map { "not " + $0 }
        if layers["deprecated"]?.bool == true { rules.append("deprecated") }
        return rules
    }

    /// Names in backticks as a phrase: `a`, `b` and `c`.
    static func list(_ names: [String], _ conjunction: String, quoted: Bool = true) -> String {
        let names = quoted ? names.map { "`\($0)`" } : names
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " \(conjunction) " + last
    }

    private static func span(_ least: JSONValue?, _ most: JSONValue?, _ thing: String) -> String? {
        let least = least?.integer.flatMap { $0 > 0 ? $0 : nil }
        switch (least, most?.integer) {
        case (let least?, let most?) where least == most: return "exactly \(count(least, thing))"
        case (let least?, let most?): return "\(least) to \(count(most, thing))"
        case (let least?, nil): return "at least \(count(least, thing))"
        case (nil, let most?): return "at most \(count(most, thing))"
        case (nil, nil): return nil
        }
    }

    private static func count(_ number: Int, _ thing: String) -> String {
        "\(number) \(thing)\(number == 1 ? "" : "s")"
    }

    private static func numbers(_ layers: SchemaLayers) -> String? {
        func text(_ keyword: String) -> String? {
            guard case .number(let number)? = layers[keyword] else { return nil }
            return number.text
        }
        if let least = text("minimum"), let most = text("maximum") { return "\(least) to \(most)" }
        let words = [
            text("minimum").map { "at least \($0)" }, text("exclusiveMinimum").map { "above \($0)" },
            text("maximum").map { "at most \($0)" }, text("exclusiveMaximum").map { "below \($0)" },
        ].compactMap { $0 }
        return words.isEmpty ? nil : words.joined(separator: " and ")
    }
}

import Diagnostics
import JSONValues
import Manifests

/// Explanations as JSON.
enum ExplanationJSON {
    /// What a schema says about a path.
    ///
    /// - Parameters:
    ///   - explanation: The path.
    ///   - below: What is below it; `nil` when it was not asked for.
    /// - Returns: The document.
    static func value(for explanation: SchemaExplanation, below: [SchemaExplanation]?) -> JSONValue {
        .object(
            [
                .init("format_version", "1.0"), .init("kind", "SchemaExplanation"),
                .init("document", .string(explanation.kind.rawValue)),
            ] + members(explanation)
                + (below.map { [.init("below", .array($0.map { .object(members($0)) }))] } ?? [])
        )
    }

    /// What a code means.
    ///
    /// - Parameter code: The code.
    /// - Returns: The document.
    static func value(for code: Diagnostic.Code) -> JSONValue {
        .object([.init("format_version", "1.0"), .init("kind", "CodeExplanation")] + members(code))
    }

    /// All codes.
    ///
    /// - Parameter codes: The codes.
    /// - Returns: The document.
    static func value(for codes: [Diagnostic.Code]) -> JSONValue {
        [
            "format_version": "1.0", "kind": "Codes",
            "codes": .array(codes.map { .object(members($0)) }),
        ]
    }

    private static func members(_ code: Diagnostic.Code) -> [JSONValue.Member] {
        [
            .init("code", .string(code.name)), .init("title", .string(code.title)),
            .init("explanation", .string(code.explanation)), .init("exit", ExitJSON.value(code.exitStatus)),
        ]
    }

    private static func members(_ explanation: SchemaExplanation) -> [JSONValue.Member] {
        [
            .init("path", .string(explanation.path.description)),
            .init(
                "forms",
                .array(
                    explanation.forms.map { form in
                        .object(
                            [.init("uses", .array(form.uses.map { .object(members($0)) }))]
                                + members(form.shape)
                        )
                    }
                )
            ),
        ]
    }

    private static func members(_ use: SchemaUse) -> [JSONValue.Member] {
        [
            .init("required", requirement(use.requirement)),
            .init("where", .array(use.conditions.map(condition))),
            .init("available", .bool(use.missing == nil)),
            .init("missing", use.missing.map(JSONValue.string) ?? .null),
        ]
    }

    private static func members(_ shape: SchemaShape) -> [JSONValue.Member] {
        [
            .init("title", shape.title.map(JSONValue.string) ?? .null),
            .init("description", shape.description.map(JSONValue.string) ?? .null),
            .init("types", strings(shape.types)),
            .init("secret", .bool(shape.isSecret)),
            .init(
                "values",
                .array(
                    shape.values.map { value in
                        [
                            "value": value.value,
                            "description": value.description.map(JSONValue.string) ?? .null,
                            "available": .bool(value.missing == nil),
                        ]
                    }
                )
            ),
            .init("rules", strings(shape.rules)),
        ] + (shape.defaultValue.map { [.init("default", $0)] } ?? []) + [
            .init("examples", .array(shape.examples)),
            .init("nameRules", strings(shape.nameRules)),
            .init("keys", .array((shape.keys + [shape.entry, shape.item].compactMap { $0 }).map(key))),
            .init(
                "variants",
                .array(
                    shape.variants.map { variant in
                        .object(
                            [
                                .init("where", variant.condition.map(condition) ?? .null),
                                .init("available", .bool(variant.missing == nil)),
                            ] + members(variant.shape)
                        )
                    }
                )
            ),
        ]
    }

    private static func key(_ key: SchemaKey) -> JSONValue {
        [
            "name": .string(SchemaPath([key.step]).description), "types": strings(key.types),
            "description": key.description.map(JSONValue.string) ?? .null,
            "required": requirement(key.requirement), "available": .bool(key.missing == nil),
        ]
    }

    private static func condition(_ condition: SchemaCondition) -> JSONValue {
        [
            "path": .string(condition.place.description), "key": .string(condition.key),
            "values": strings(condition.values),
        ]
    }

    private static func requirement(_ requirement: SchemaRequirement) -> JSONValue {
        switch requirement {
        case .required: true
        case .optional, .none: false
        case .oneOf(let groups): ["oneOf": .array(groups.map(strings))]
        case .anyOf(let groups): ["anyOf": .array(groups.map(strings))]
        }
    }

    private static func strings(_ strings: [String]) -> JSONValue { .array(strings.map(JSONValue.string)) }
}

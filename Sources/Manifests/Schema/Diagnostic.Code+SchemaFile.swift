public import Diagnostics

extension Diagnostic.Code {
    /// A schema in a language that is not understood.
    public static let unknownSchemaDialect = Diagnostic.Code(
        "RN0234",
        "unknown schema dialect",
        exitStatus: .invalid,
        explanation: """
            `$schema` names a dialect other than JSON Schema 2020-12 and draft-07, or one whose meta-schema requires a
            vocabulary that runner does not understand. Guessing could accept what the schema refuses.

            Wrong: `{ "$schema": "http://json-schema.org/draft-03/schema#" }`

            Right: `{ "$schema": "https://json-schema.org/draft/2020-12/schema" }`
            """
    )

    /// Two subschemas with one name.
    public static let duplicateSchemaName = Diagnostic.Code(
        "RN0235",
        "duplicate schema name",
        exitStatus: .invalid,
        explanation: """
            Two subschemas have the same `$id`, or two of one resource the same `$anchor`: a reference to it could mean
            either.

            Wrong: `{ "$defs": { "a": { "$anchor": "x" }, "b": { "$anchor": "x" } } }`

            Right: `{ "$defs": { "a": { "$anchor": "x" }, "b": { "$anchor": "y" } } }`
            """
    )

    /// A schema that leads to itself.
    public static let endlessSchema = Diagnostic.Code(
        "RN0236",
        "endless schema",
        exitStatus: .invalid,
        explanation: """
            A subschema applies itself to the same value again, through `$ref`, `allOf` and the like: checking a value
            would never end.

            Wrong: `{ "$defs": { "tree": { "allOf": [{ "$ref": "#/$defs/tree" }] } } }`

            Right: `{ "$defs": { "tree": { "properties": { "left": { "$ref": "#/$defs/tree" } } } } }`
            """
    )
}

import Diagnostics
import Testing

@testable import Manifests

/// Each keyword, by what it accepts and what it refuses with which code.
@Suite struct SchemaKeywordTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let schema: String
        let accepts: [String]
        let refuses: [String]
        let code: Diagnostic.Code
        var testDescription: String { schema }

        init(_ schema: String, accepts: [String], refuses: [String], _ code: Diagnostic.Code) {
            self.schema = schema
            self.accepts = accepts
            self.refuses = refuses
            self.code = code
        }
    }

    static let cases = [
        Case(
            "{ type: string }",
            accepts: ["a", "'1'", "no", "1_000"],
            refuses: ["1", "true", "~", "[]", "{}"],
            .wrongType
        ),
        Case(
            "{ type: integer }",
            accepts: ["1", "3.0", "1e3", "0x1F", "-0", "0o17"],
            refuses: ["1.5", "1e-1", ".inf", ".nan", "'1'"],
            .wrongType
        ),
        Case("{ type: number }", accepts: ["1", "1.5", ".5"], refuses: ["true", "'1.5'"], .wrongType),
        Case("{ type: [object, 'null'] }", accepts: ["{}", "~"], refuses: ["[]", "''"], .wrongType),
        Case("{ type: boolean }", accepts: ["true", "FALSE"], refuses: ["yes", "1"], .wrongType),
        Case(
            "{ enum: [a, 1, [x], {k: v, l: w}] }",
            accepts: ["a", "1.0", "[x]", "{l: w, k: v}"],
            refuses: ["A", "'1'", "[x, x]", "{k: v}"],
            .valueNotAllowed
        ),
        Case(
            "{ const: 100000000000000000000000000000001 }",
            accepts: ["100000000000000000000000000000001.0"],
            refuses: ["100000000000000000000000000000002"],
            .valueNotAllowed
        ),
        Case("{ const: \"\\u00e9\" }", accepts: ["\"\\u00e9\""], refuses: ["\"e\\u0301\""], .valueNotAllowed),
        Case(
            "{ minimum: 1, maximum: 9007199254740993 }",
            accepts: ["1", "1.0", "9007199254740993", "x"],
            refuses: ["0.9999999999999999999999", "9007199254740994", "-1e400", ".inf"],
            .numberOutOfRange
        ),
        Case(
            "{ exclusiveMinimum: 0, exclusiveMaximum: 0.3 }",
            accepts: ["0.1", "1e-300"],
            refuses: ["0", "-0.0", "0.30"],
            .numberOutOfRange
        ),
        Case(
            "{ minLength: 2, maxLength: 3 }",
            accepts: ["ab", "\"\\U0001F1E9\\U0001F1EA\"", "\"e\\u0301\"", "1"],
            refuses: ["a", "abcd", "''"],
            .wrongLength
        ),
        Case(
            "{ pattern: '^a+$' }",
            accepts: ["a", "aaa", "1"],
            refuses: ["", "\"a\\n\"", "ba"].map { $0.isEmpty ? "''" : $0 },
            .malformedValue
        ),
        Case(
            "{ minItems: 1, maxItems: 2 }",
            accepts: ["[1]", "[1, 2]", "x"],
            refuses: ["[]", "[1, 2, 3]"],
            .wrongCount
        ),
        Case(
            "{ prefixItems: [{ type: string }], items: { type: integer } }",
            accepts: ["[]", "[a, 1, 2]"],
            refuses: ["[1]", "[a, b]"],
            .wrongType
        ),
        Case(
            "{ uniqueItems: true }",
            accepts: ["[1, '1', true]", "[[1], [2]]"],
            refuses: ["[1, 1.0]", "[{a: 1, b: 2}, {b: 2, a: 0x1}]", "[~, null]"],
            .repeatedItem
        ),
        Case(
            "{ properties: { a: { type: string } } }",
            accepts: ["{a: x, b: 1}", "[1]"],
            refuses: ["{a: 1}"],
            .wrongType
        ),
        Case(
            "{ patternProperties: { '^x-': { type: integer } }, additionalProperties: false }",
            accepts: ["{x-a: 1}"],
            refuses: ["{y: 1}"],
            .unknownKey
        ),
        Case(
            "{ additionalProperties: { type: integer } }",
            accepts: ["{a: 1}"],
            refuses: ["{a: b}"],
            .wrongType
        ),
        Case(
            "{ propertyNames: { pattern: '^[a-z]+$' } }",
            accepts: ["{a: 1}"],
            refuses: ["{A: 1}", "{1: a}"],
            .malformedKey
        ),
        Case(
            "{ propertyNames: { type: string } }",
            accepts: ["{1: a, true: b, ~: c}"],
            refuses: [],
            .malformedKey
        ),
        Case(
            "{ required: [a, b] }",
            accepts: ["{a: ~, b: ~}", "x"],
            refuses: ["{a: 1}", "{}"],
            .missingKey
        ),
        Case(
            "{ dependentRequired: { a: [b] } }",
            accepts: ["{b: 1}", "{a: 1, b: 1}"],
            refuses: ["{a: 1}"],
            .missingKey
        ),
        Case(
            "{ minProperties: 1, maxProperties: 2 }",
            accepts: ["{a: 1}"],
            refuses: ["{}", "{a: 1, b: 1, c: 1}"],
            .wrongCount
        ),
        Case(
            "{ allOf: [{ minimum: 1 }, { maximum: 3 }] }",
            accepts: ["2"],
            refuses: ["0", "4"],
            .numberOutOfRange
        ),
        Case(
            "{ anyOf: [{ type: integer }, { type: boolean }] }",
            accepts: ["1", "true"],
            refuses: ["x", "[]"],
            .wrongType
        ),
        Case(
            "{ oneOf: [{ minimum: 2 }, { maximum: 3 }] }",
            accepts: ["1", "4"],
            refuses: ["2", "3"],
            .valueRefused
        ),
        Case(
            "{ multipleOf: 0.01 }",
            accepts: ["0.07", "19.99", "1e300", "-3", "0", "x", "4.35"],
            refuses: ["0.075", "1e-3", ".inf"],
            .numberOutOfRange
        ),
        Case(
            "{ multipleOf: 9007199254740993 }",
            accepts: ["9007199254740993", "90071992547409930", "81129638414606699710187514626049"],
            refuses: ["9007199254740992", "81129638414606699710187514626048"],
            .numberOutOfRange
        ),
        Case(
            "{ multipleOf: 123456789012345678901234567890 }",
            accepts: ["123456789012345678901234567890e5", "246913578024691357802469135780"],
            refuses: ["123456789012345678901234567891", "12345678901234567890123456789"],
            .numberOutOfRange
        ),
        Case(
            "{ contains: { type: string }, minContains: 2, maxContains: 3 }",
            accepts: ["[a, b, 1]", "x"],
            refuses: ["[]", "[a]", "[a, b, c, d]"],
            .wrongCount
        ),
        Case(
            "{ dependentSchemas: { a: { required: [b] } } }",
            accepts: ["{b: 1}", "{a: 1, b: 1}"],
            refuses: ["{a: 1}"],
            .missingKey
        ),
        Case(
            "{ allOf: [{ properties: { a: true } }], properties: { b: true }, unevaluatedProperties: false }",
            accepts: ["{a: 1, b: 2}"],
            refuses: ["{a: 1, c: 2}"],
            .unknownKey
        ),
        Case(
            "{ prefixItems: [true], contains: { type: string }, unevaluatedItems: { type: 'null' } }",
            accepts: ["[1, a, ~]"],
            refuses: ["[1, a, 2]"],
            .wrongType
        ),
        Case(
            "{ $schema: 'http://json-schema.org/draft-07/schema#', items: [{ type: string }], additionalItems: { type: integer } }",
            accepts: ["[a, 1]"],
            refuses: ["[1]", "[a, b]"],
            .wrongType
        ),
        Case(
            "{ $schema: 'http://json-schema.org/draft-07/schema#', $ref: '#/definitions/a', maxLength: 1, definitions: { a: { type: string } } }",
            accepts: ["abc"],
            refuses: ["1"],
            .wrongType
        ),
        Case("{ minLength: 2.0, maxLength: 1e308 }", accepts: ["ab"], refuses: ["a"], .wrongLength),
        Case("{ not: { type: string } }", accepts: ["1"], refuses: ["x"], .valueRefused),
        Case(
            "{ if: { required: [a] }, then: { required: [b] }, else: { required: [c] } }",
            accepts: ["{a: 1, b: 1}", "{c: 1}"],
            refuses: ["{a: 1}", "{b: 1}"],
            .missingKey
        ),
        Case(
            "{ $ref: '#/$defs/a~1b~0c', $defs: { a/b~c: { type: string } } }",
            accepts: ["x"],
            refuses: ["1"],
            .wrongType
        ),
        Case(
            "{ properties: { next: { $ref: '#' } }, additionalProperties: false }",
            accepts: ["{next: {next: {}}}"],
            refuses: ["{next: {next: {last: 1}}}"],
            .unknownKey
        ),
        Case("false", accepts: [], refuses: ["1"], .valueRefused),
        Case("true", accepts: ["1", "x"], refuses: [], .valueRefused),
        Case(
            "{ type: string, format: email, title: t, description: d, default: 1, examples: [1], deprecated: true, $comment: c }",
            accepts: ["x"],
            refuses: ["1"],
            .wrongType
        ),
    ]

    @Test(arguments: cases)
    func decides(_ test: Case) throws {
        for text in test.accepts {
            #expect(try SchemaFixture.problems(of: text, by: test.schema).map(\.message) == [], "\(text)")
        }
        for text in test.refuses {
            #expect(
                try SchemaFixture.problems(of: text, by: test.schema).map(\.code.name) == [test.code.name],
                "\(text)"
            )
        }
    }

    @Test(arguments: [
        ("{ additionalItems: {} }", Diagnostic.Code.unknownSchemaKeyword),
        ("{ properties: { a: { typ: string } } }", .unknownSchemaKeyword),
        ("{ $defs: { unused: { unevaluatedItem: false } } }", .unknownSchemaKeyword),
        ("{ type: text }", .malformedSchemaKeyword), ("{ minLength: -1 }", .malformedSchemaKeyword),
        ("{ maximum: '3' }", .malformedSchemaKeyword), ("{ required: [1] }", .malformedSchemaKeyword),
        ("{ items: 3 }", .malformedSchemaKeyword), ("{ anyOf: [] }", .malformedSchemaKeyword),
        ("{ properties: [a] }", .malformedSchemaKeyword), ("{ enum: a }", .malformedSchemaKeyword),
        ("{ $ref: '#/$defs/a' }", .unresolvedSchemaReference),
        ("{ $ref: 'https://example.com/a.json' }", .unresolvedSchemaReference),
        ("{ $ref: 'file:///etc/passwd' }", .unresolvedSchemaReference),
        ("{ $ref: '#nobody' }", .unresolvedSchemaReference),
        ("{ $ref: '#/%zz' }", .unresolvedSchemaReference),
        ("{ $dynamicRef: '#nobody' }", .unresolvedSchemaReference),
        ("{ multipleOf: 0 }", .malformedSchemaKeyword), ("{ multipleOf: -1 }", .malformedSchemaKeyword),
        ("{ minContains: 0.5 }", .malformedSchemaKeyword), ("{ $anchor: 1a }", .malformedSchemaKeyword),
        ("{ $id: 'http://x.invalid/a#b' }", .malformedSchemaKeyword),
        ("{ $schema: 'http://json-schema.org/draft-04/schema#' }", .unknownSchemaDialect),
        ("{ $schema: 1 }", .malformedSchemaKeyword),
        ("{ $defs: { a: { $anchor: x }, b: { $anchor: x } } }", .duplicateSchemaName),
        ("{ $defs: { a: { $id: 'u:x' }, b: { $id: 'u:x' } } }", .duplicateSchemaName),
        ("{ $dynamicAnchor: n, $dynamicRef: '#n' }", .endlessSchema),
        ("{ pattern: '(' }", .malformedSchemaPattern),
        ("{ patternProperties: { '[': {} } }", .malformedSchemaPattern),
    ])
    func refusesSchemas(schema: String, code: Diagnostic.Code) throws {
        var problems: [Diagnostic] = []
        let document = try SchemaFixture.root(schema, name: "schema.yaml").document
        #expect(SchemaCompiler.compile(document, into: &problems) == nil)
        #expect(problems.map(\.code.name) == [code.name])
        #expect(problems.allSatisfy { $0.primary?.span.file == "schema.yaml" })
    }

    @Test func suggestsKeywords() throws {
        var problems: [Diagnostic] = []
        _ = SchemaCompiler.compile(try SchemaFixture.root("{ maxLenght: 3 }").document, into: &problems)
        #expect(problems.first?.help == "did you mean `maxLength`?")
    }
}

import Diagnostics
import Testing

@testable import Manifests

/// Where faults are, and that one mistake is one fault.
@Suite struct SchemaFaultTests {
    /// `1️⃣` marks where the only fault must begin.
    static let marked: [(schema: String, text: MarkedYAML)] = [
        ("{ properties: { a: { type: string } } }", "x: 1\na: 1️⃣[1, 2]\n"),
        ("{ properties: { a: { type: string } } }", "a:\n  1️⃣- 1\n  - 2\n"),
        ("{ properties: { a: { type: object } } }", "1️⃣a:\n"),
        ("{ properties: { a: { required: [b] } } }", "x: 1\n1️⃣a:\n  c: 1\n"),
        ("{ items: { required: [b] } }", "- b: 1\n- 1️⃣c: 1\n"),
        ("{ items: { required: [b] } }", "[{b: 1}, 1️⃣{c: 1}]\n"),
        ("{ properties: { a: {} }, additionalProperties: false }", "a: 1\n1️⃣b: 2\n"),
        ("{ propertyNames: { maxLength: 1 } }", "a: 1\n1️⃣bb: 2\n"),
        ("{ uniqueItems: true }", "1️⃣[a, b, a]\n"), ("{ not: { const: a } }", "1️⃣a\n"),
        ("{ properties: { a: { not: { const: b } } } }", "a: 1️⃣b\n"),
        ("{ properties: { a: { contains: { const: c } } } }", "a: 1️⃣[a, b]\n"),
        ("{ properties: { a: {} }, unevaluatedProperties: false }", "a: 1\n1️⃣b: 2\n"),
        ("{ items: { enum: [a] } }", "- a\n- 1️⃣b\n"),
        ("{ minItems: 2 }", "1️⃣[a]\n"),
        // The same node by an alias: the fault is where the value stands.
        ("{ properties: { a: true, b: { type: string } } }", "a: 1️⃣&x {}\nb: *x\n"),
        // A mistyped key is not missing as well; what was meant is one fault.
        ("{ properties: { image: {} }, required: [image], additionalProperties: false }", "1️⃣imgae: x\n"),
        (
            "{ oneOf: [{ required: [env] }, { required: [file] }], properties: { env: {}, file: {} }, additionalProperties: false }",
            "1️⃣vault: x\n"
        ),
        // Only the branch that was meant is complained about.
        (
            "{ oneOf: [{ properties: { t: { const: a }, n: { type: string } }, required: [t, n] }, { properties: { t: { const: b }, n: { type: integer } }, required: [t, n] }] }",
            "t: b\nn: 1️⃣x\n"
        ),
        (
            "{ oneOf: [{ properties: { t: { const: a } }, required: [t] }, { properties: { t: { enum: [b, c] } }, required: [t] }] }",
            "t: 1️⃣d\n"
        ),
        (
            "{ oneOf: [{ $ref: '#/$defs/a' }, { $ref: '#/$defs/b' }], $defs: { a: { properties: { t: { const: a } }, required: [t] }, b: { properties: { t: { const: b } }, required: [t] } } }",
            "1️⃣x: a\n"
        ),
        ("{ anyOf: [{ type: string, pattern: '^a' }, { type: object, required: [image] }] }", "1️⃣b\n"),
        (
            "{ anyOf: [{ type: object, properties: { a: { properties: { b: { type: integer } } } }, required: [a] }, { type: object, required: [c] }] }",
            "a:\n  b: 1️⃣x\n"
        ),
        // Beside a reference.
        ("{ $ref: '#/$defs/s', maxLength: 3, $defs: { s: { type: string } } }", "1️⃣abcd\n"),
        ("{ allOf: [{ type: object }, { properties: { n: { type: integer, minimum: 1 } } }] }", "n: 1️⃣0\n"),
    ]

    @Test(arguments: marked)
    func standsAtItsPlace(test: (schema: String, text: MarkedYAML)) throws {
        let problems = try SchemaFixture.problems(of: test.text.text, by: test.schema)
        #expect(
            problems.map { $0.primary?.span.start } == [test.text.places[1]],
            "\(problems.map(\.message))"
        )
    }

    @Test func pointsAtOneLineOnly() throws {
        let problems = try SchemaFixture.problems(
            of: "a: |\n  one\n  two\n",
            by: "{ properties: { a: { type: integer } } }"
        )
        let span = try #require(problems.first?.primary?.span)
        #expect(span.end - span.start <= 1)
    }

    @Test func joinsWhatIsMissing() throws {
        let schema = "{ required: [a, b], dependentRequired: { x: [b, c] } }"
        let problems = try SchemaFixture.problems(of: "x: 1", by: schema)
        #expect(problems.map(\.message) == ["the document lacks `a`, `b` and `c`"])
    }

    @Test func reportsEveryFaultInOrder() throws {
        let text = "c: 1\na: x\nb: [1, y, z]\n"
        let schema =
            "{ properties: { a: { type: integer }, b: { items: { type: integer } } }, additionalProperties: false }"
        let problems = try SchemaFixture.problems(of: text, by: schema)
        #expect(
            problems.map(\.message) == [
                "unknown key `c`", "`a` must be a whole number, not a string",
                "`b[1]` must be a whole number, not a string",
                "`b[2]` must be a whole number, not a string",
            ]
        )
    }

    /// A schema that applies itself to the same value is refused.
    @Test(arguments: [
        "{ $ref: '#' }", "{ allOf: [{ $ref: '#' }] }", "{ not: { $ref: '#' } }",
        "{ anyOf: [{ $ref: '#' }, { $ref: '#' }] }",
    ])
    func endsWithLoops(schema: String) throws {
        var problems: [Diagnostic] = []
        let document = try SchemaFixture.root(schema, name: "schema.yaml").document
        #expect(SchemaCompiler.compile(document, into: &problems) == nil)
        #expect(problems.map(\.code) == [.endlessSchema])
    }

    /// One that does so for some values only, ends.
    @Test(arguments: [
        "{ if: { type: integer }, then: true, else: { $ref: '#' } }",
        "{ anyOf: [{ type: integer }, { $ref: '#' }] }",
        "{ dependentSchemas: { a: { $ref: '#' } } }",
    ])
    func endsWithConditionalLoops(schema: String) throws {
        let program = try SchemaFixture.program(schema)
        #expect(SchemaFixture.problems(of: try SchemaFixture.root("1"), by: program).isEmpty)
        let root = try SchemaFixture.root("{ a: x }")
        #expect(SchemaFixture.problems(of: root, by: program).map(\.code) == [.checkTooCostly])
    }

    /// Work that doubles at each level is done once.
    @Test(arguments: ["allOf", "anyOf", "oneOf"])
    func remembers(keyword: String) throws {
        var schema = "$defs: { x0: { type: string, minLength: 2 }"
        for level in 1...40 {
            let next = "$ref: '#/$defs/x\(level - 1)'"
            schema += ", x\(level): { \(keyword): [{ \(next) }, { \(next), maxLength: 2 }] }"
        }
        let program = try SchemaFixture.program("{ $ref: '#/$defs/x40', \(schema) } }")
        let wanted: [Diagnostic.Code] = keyword == "oneOf" ? [.valueRefused] : []
        #expect(SchemaFixture.problems(of: try SchemaFixture.root("ab"), by: program).map(\.code) == wanted)
        let short = SchemaFixture.problems(of: try SchemaFixture.root("a"), by: program)
        #expect(short.first?.code == .wrongLength || short.first?.code == .malformedValue)
        #expect(short.count == 1)
    }

    @Test func hasABudget() throws {
        var schema = "$defs: { x0: { type: string }"
        for level in 1...40 {
            schema +=
                ", x\(level): { allOf: [{ $ref: '#/$defs/x\(level - 1)' }, { $ref: '#/$defs/x\(level - 1)' }] }"
        }
        let program = try SchemaFixture.program("{ $ref: '#/$defs/x40', \(schema) } }")
        let root = try SchemaFixture.root("x")
        #expect(
            SchemaFixture.problems(of: root, by: program, steps: 100).map(\.code) == [.checkTooCostly]
        )
    }

    /// 50,000 keys and 50,000 items take no square time: this would run for minutes.
    @Test func isLinear() throws {
        let keys = (0..<50_000).map { "k\($0): v\n" }.joined()
        #expect(
            try SchemaFixture.problems(
                of: keys,
                by: "{ required: [k49999], additionalProperties: { type: string } }"
            ).isEmpty
        )
        let required = (0..<20_000).map { "k\($0)" }.joined(separator: ", ")
        let closed = "{ required: [\(required)], properties: { a: true }, additionalProperties: false }"
        let problems = try SchemaFixture.problems(of: keys, by: closed)
        #expect(problems.count == 50_000)
        let items = "[" + (0..<50_000).map { "{a: \($0)}" }.joined(separator: ", ") + "]"
        #expect(try SchemaFixture.problems(of: items, by: "{ uniqueItems: true }").isEmpty)
    }
}

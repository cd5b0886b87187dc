import Diagnostics
import JSONValues
import RunnerTestSupport
import Testing

@testable import Manifests

/// What the schemas say about each path.
@Suite struct SchemaExplainerTests {
    static let everything: [SchemaExplanation] = DocumentKind.allCases.flatMap { kind in
        (try? SchemaExplainer(kind).all(from: SchemaPath())) ?? []
    }

    static func explain(_ text: String, _ kind: DocumentKind = .jobManifest) throws -> SchemaExplanation {
        try SchemaExplainer(kind).explain(try #require(SchemaPath(text)))
    }

    /// Every path of both schemas has a type and is described, and so is every variant.
    @Test func everyPathIsDescribed() {
        #expect(Self.everything.count > 150)
        func check(_ shape: SchemaShape, _ path: String) {
            #expect(shape.description?.hasSuffix(".") == true, "no description: \(path)")
            #expect(!shape.types.isEmpty, "no type: \(path)")
            for variant in shape.variants where !variant.shape.keys.isEmpty {
                check(variant.shape, path + " " + (variant.shape.title ?? ""))
            }
        }
        for explanation in Self.everything {
            #expect(!explanation.forms.isEmpty && explanation.forms.allSatisfy { !$0.uses.isEmpty })
            for form in explanation.forms { check(form.shape, "\(explanation.kind) \(explanation.path)") }
        }
    }

    /// No key of a schema is out of reach: counted in the text, without the explainer's own steps.
    @Test(arguments: DocumentKind.allCases) func everyKeyIsReached(kind: DocumentKind) throws {
        var keys: Set<String> = []
        func walk(_ value: JSONValue) {
            for member in value.members ?? [] {
                if member.name == "properties" { keys.formUnion((member.value.members ?? []).map(\.name)) }
                if !["default", "examples", "const", "enum"].contains(member.name) { walk(member.value) }
            }
            for element in value.array ?? [] { walk(element) }
        }
        walk(try JSONReader().read(Array(kind.schemaText.utf8)))
        let reached = Self.everything.filter { $0.kind == kind }.compactMap { explanation -> String? in
            if case .key(let key)? = explanation.path.steps.last { key } else { nil }
        }
        #expect(keys.count > 10)
        #expect(keys.symmetricDifference(reached) == [])
    }

    /// The tables that documents are held against and what is explained agree, path for path.
    @Test func saysWhatThisVersionObeys() throws {
        for path in AvailableKeys.read {
            let uses = try Self.explain(path).forms.flatMap(\.uses)
            #expect(uses.contains { $0.missing == nil }, "\(path)")
        }
        for (path, words) in AvailableKeys.missing {
            let uses = try Self.explain(path).forms.flatMap(\.uses)
            #expect(uses.allSatisfy { $0.missing == words }, "\(path)")
        }
        for (path, values) in AvailableKeys.missingValues {
            let shown = try Self.explain(path).forms.flatMap(\.shape.values)
            for (value, words) in values {
                #expect(
                    shown.contains { $0.value == .string(value) && $0.missing == words },
                    "\(path): \(value)"
                )
            }
        }
        let below = try Self.explain("credentials.x.certificate.env")
        #expect(
            below.forms.flatMap(\.uses).map(\.missing) == [AvailableKeys.missing["credentials.*.certificate"]]
        )
        let variant = try Self.explain("credentials.x.federatedToken.source")
        #expect(
            variant.forms.flatMap(\.uses).map(\.missing) == [
                AvailableKeys.missingValues["credentials.*.type"]?["azure-workload-identity"]
            ]
        )
    }

    /// What is explained as not played is what an emulator document may not have, and nothing else is.
    @Test func saysWhatTheEmulatorPlays() throws {
        var problems: [Diagnostic] = []
        let source = SourceText(
            name: "emulator.yaml",
            text: """
                apiVersion: runner/v1
                kind: Emulator
                metadata: { name: local }
                managedIdentities:
                  system: { clientId: 22222222-2222-4222-8222-222222222222, objectId: 22222222-2222-4222-8222-222222222222 }
                faults: [{ type: lostAnswer }]
                entra:
                  tenants:
                    contoso.com:
                      applications:
                        22222222-2222-4222-8222-222222222222:
                          certificates: [a.pem]
                          federatedCredentials: [{ issuer: a, subject: b }]
                endpoints:
                  heart:
                    host: heart.eastus2.inference.ml.azure.com
                    deployments: { v1: { code: code, scoringScript: score.py, loggingLevel: INFO } }
                """
        )
        let document = try #require(YAMLParser().documents(in: source, into: &problems).first)
        let checked = try #require(DocumentChecker().check(document, into: &problems))
        #expect(EmulatorReader().configuration(from: checked, into: &problems) == nil)
        let refused = problems.filter { $0.code == .notPlayedYet }.compactMap(\.primary?.span).map { span in
            String(decoding: source.bytes[span.start..<span.end], as: UTF8.self)
        }
        let said = Self.everything.filter { explanation in
            explanation.kind == .emulator && KeyAvailability.notPlayed[explanation.path.description] != nil
        }
        #expect(
            said.map { $0.forms.flatMap(\.uses).map { $0.missing != nil } }
                == Array(repeating: [true], count: 2)
        )
        #expect(
            Set(refused)
                == Set(said.map { $0.path.description.split(separator: ".").last.map(String.init) ?? "" })
        )
    }

    struct Walk: CustomTestStringConvertible {
        let typed: String
        let kind: DocumentKind
        let path: String
        var testDescription: String { typed }

        init(_ typed: String, _ path: String, _ kind: DocumentKind = .jobManifest) {
            self.typed = typed
            self.kind = kind
            self.path = path
        }
    }

    @Test(arguments: [
        Walk("", ""), Walk("metadata.name", "metadata.name"), Walk("jobs.score.inputs", "jobs.*.inputs"),
        Walk(".jobs.*.inputs.*.type", "jobs.*.inputs.*.type"),
        Walk("jobs[\"a.b\"].needs[0]", "jobs.*.needs[]"),
        Walk("jobs.\"a.b\".needs.0", "jobs.*.needs[]"), Walk("jobs.a.needs.*", "jobs.*.needs[]"),
        Walk("metadata.labels.team/x", "metadata.labels.*"),
        Walk("jobs.a.matrix.region[]", "jobs.*.matrix.*[]"),
        Walk("storage.prefix", "storage[].prefix", .emulator),
        Walk("storage[3].prefix", "storage[].prefix", .emulator),
        Walk("faults.by", "faults[].by", .emulator),
        Walk("credentials.x.tenantId.env", "credentials.*.tenantId.env"),
    ])
    func findsPaths(walk: Walk) throws {
        #expect(try Self.explain(walk.typed, walk.kind).path.description == walk.path)
    }

    @Test(arguments: [
        "a..b", "a.", "[", "a[", "a[x]", "a['b]", "a.\"b", "a\"b\".[",
        String(repeating: "a.", count: 64) + "a",
    ])
    func refusesWhatIsNoPath(text: String) { #expect(SchemaPath(text) == nil) }

    @Test func saysWhereThePathEnds() throws {
        func failure(_ text: String) -> SchemaPathFailure? {
            do throws(SchemaPathFailure) {
                _ = try SchemaExplainer(.jobManifest).explain(SchemaPath(text) ?? SchemaPath())
                return nil
            } catch { return error }
        }
        let inner = try #require(failure("jobs.score.input.x"))
        #expect(inner.parent.description == "jobs.*")
        #expect(inner.step == .key("input"))
        #expect(inner.keys.contains("inputs"))
        #expect(failure("metadata.name.x")?.keys == [])
        #expect(failure("credentials.x.nothing")?.keys.contains("federatedToken") == true)
        #expect(failure("metadata.*")?.parent.description == "metadata")
        #expect(failure("jobs[].inputs")?.keys == nil, "an item is taken for any name")
    }

    /// Keys that only some forms have say which; a key that tells forms apart shows all its values.
    @Test func knowsTheFormsOfAMapping() throws {
        let secret = try #require(try Self.explain("credentials.x.clientSecret").forms.first?.uses.first)
        #expect(secret.conditions.map(\.values) == [["azure-service-principal"]])
        #expect(secret.requirement == .oneOf([["clientSecret"], ["certificate"]]))
        let ids = try Self.explain("credentials.x.clientId").forms
        #expect(
            ids.map { $0.uses.flatMap(\.conditions).flatMap(\.values) } == [
                ["azure-service-principal", "azure-workload-identity"], ["azure-managed-identity"],
            ]
        )
        #expect(ids.map { $0.uses.map(\.requirement) } == [[.required], [.optional]])
        let types = try Self.explain("credentials.x.type").forms
        #expect(types.count == 1 && types[0].shape.values.count == 5)
        #expect(types[0].shape.values.allSatisfy { $0.description != nil })
        #expect(
            try Self.explain("credentials.x.description").forms.flatMap(\.uses).flatMap(\.conditions) == []
        )
        let variants = try Self.explain("credentials.x").forms.flatMap(\.shape.variants)
        #expect(
            variants.compactMap { $0.condition?.values.first }
                == types[0].shape.values.compactMap(\.value.string)
        )
        #expect(try Self.explain("jobs.endpoint").ambiguousNames.map(\.description) == ["jobs.*.endpoint"])
    }

    /// Any schema: keywords that nobody knows, references that lead nowhere or in circles, values of wrong types.
    @Test(arguments: [
        ##"{ "$ref": "#" }"##, ##"{ "$ref": "#/nowhere" }"##, ##"{ "$ref": "https://elsewhere.invalid/x" }"##,
        ##"{ "allOf": [{ "$ref": "#" }], "properties": { "a": { "$ref": "#" } } }"##,
        ##"{ "oneOf": [{ "$ref": "#" }, { "$ref": "#" }] }"##,
        ##"{ "properties": 3, "required": "a", "oneOf": {} }"##,
        ##"{ "additionalProperties": { "$ref": "#" }, "x-own": { "y": 1 } }"##,
        ##"{ "items": { "items": { "$ref": "#" } } }"##,
        "true", "false", "[]", "3", ##"{ "enum": [], "type": 3, "pattern": 1, "minimum": "x" }"##,
    ])
    func survivesAnySchema(text: String) throws {
        let explainer = SchemaExplainer(.jobManifest, root: try JSONReader().read(Array(text.utf8)))
        #expect(try explainer.explain(SchemaPath()).forms.count == 1)
        let all = try explainer.all(from: SchemaPath())
        #expect(all.count <= SchemaExplainer.placeLimit && all.allSatisfy { $0.path.steps.count <= 64 })
        _ = try? explainer.explain(SchemaPath([.key("a"), .key("a"), .item]))
    }

    @Test func followsReferencesOfEveryForm() throws {
        let text = #"""
            { "$id": "https://example.invalid/s", "properties": {
                "a": { "$ref": "#/$defs/a~1b" }, "b": { "$ref": "#here" }, "c": { "$ref": "https://example.invalid/s#/$defs/c" },
                "d": { "$ref": "#/$defs/list/anyOf/1" } },
              "$defs": { "a/b": { "type": "string" }, "x": { "$anchor": "here", "type": "boolean" }, "c": { "type": "null" },
                "list": { "anyOf": [{}, { "type": "array" }] } } }
            """#
        let explainer = SchemaExplainer(.jobManifest, root: try JSONReader().read(Array(text.utf8)))
        let types = try explainer.all(from: SchemaPath()).dropFirst().map { $0.forms.flatMap(\.shape.types) }
        #expect(types == [["string"], ["boolean"], ["null"], ["array"]])
    }
}

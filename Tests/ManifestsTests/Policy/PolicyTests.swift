import Diagnostics
import RunnerTestSupport
import Testing

@testable import Manifests

/// Documents of kind `Policy`, and what fits their patterns.
@Suite struct PolicyTests {
    private func policy(_ text: String, into problems: inout [Diagnostic]) -> Policy? {
        let source = SourceText(name: "policy.yaml", text: text)
        let documents = YAMLParser().documents(in: source, into: &problems)
        return documents.compactMap { DocumentChecker().check($0, into: &problems) }
            .compactMap { PolicyReader().policy(from: $0) }.first
    }

    @Test func reads() throws {
        var problems: [Diagnostic] = []
        let policy = try #require(
            policy(
                """
                apiVersion: runner/v1
                kind: Policy
                metadata: { name: production, description: for the nightly runs }
                hosts: { only: ["*.example.com", "h:8443"], add: ["[::1]:8443"] }
                audiences: { only: ["https://ml.azure.com"] }
                environment: { only: [] }
                secretFolders: { only: [/run/secrets], add: [more] }
                """,
                into: &problems
            )
        )
        #expect(problems.isEmpty)
        #expect(policy.name.value == "production")
        #expect(policy.hosts?.patterns.map(\.value) == ["*.example.com", "h:8443"])
        #expect(policy.hosts?.path == "hosts.only")
        #expect(policy.addedHosts.map(\.value) == ["[::1]:8443"])
        #expect(policy.variables?.patterns.isEmpty == true)
        #expect(policy.credentialTypes == nil)
        #expect(policy.secretFolders?.patterns.map(\.value) == ["/run/secrets"])
        #expect(policy.addedSecretFolders.map(\.value) == ["more"])
    }

    @Test(arguments: [
        "hosts: { only: [\"https://a.example\"] }", "hosts: { only: [\"a*.example\"] }",
        "hosts: { add: [\"*.example\"] }", "hosts: { add: [a/b] }", "credentialTypes: { only: [azure] }",
        "environment: { only: [\"A-B\"] }", "hosts: [a.example]", "host: { only: [] }",
        "audiences: { only: [\"a b\"] }", "tenants: { only: [contoso.example] }", "limits: { jobs: 0 }",
        "limits: { executionTimeout: 6h }", "requires: { rerun: [never] }", "inputUris: { only: [\"a b\"] }",
        "limits: { job: 1 }",
    ])
    func refuses(section: String) {
        var problems: [Diagnostic] = []
        let text = "apiVersion: runner/v1\nkind: Policy\nmetadata: { name: p }\n\(section)\n"
        #expect(policy(text, into: &problems) == nil)
        #expect(problems.containsErrors)
    }

    static let patterns: [(String, String, Bool)] = [
        ("a.example", "a.example", true), ("a.example", "A.Example", true), ("a.example", "b.example", false),
        ("*.example", "a.example", true), ("*.example", "a.b.example", true), ("*.example", "example", false),
        ("*.example", ".example", false), ("*.example", "a.example.net", false), ("*", "x", true),
        ("*", "", false),
        ("A_*", "a_b", true), ("A*B*C", "a1b2c", true), ("A*B*C", "abc", false), ("A*B*C", "axbxb1c", true),
        ("**", "ab", true), ("**", "a", false), ("", "", true), ("a*", "a", false), ("*a", "aaa", true),
    ]

    @Test(arguments: patterns) func matches(pattern: String, text: String, fits: Bool) {
        let span = SourceSpan(file: "p", start: 0, end: 0)
        let rule = Policy.Rule(path: "hosts.only", span: span, patterns: [Located(pattern, at: span)])
        #expect(rule.allows(text, ignoringCase: true) == fits)
    }

    @Test func tellsCaseInNamesOfVariables() {
        let span = SourceSpan(file: "p", start: 0, end: 0)
        let rule = Policy.Rule(path: "environment.only", span: span, patterns: [Located("AZURE_*", at: span)])
        #expect(rule.allows("AZURE_TENANT_ID"))
        #expect(!rule.allows("azure_tenant_id"))
        #expect(!rule.allows("PATH"))
    }

    @Test func takesNoLongerThanItMust() {
        let span = SourceSpan(file: "p", start: 0, end: 0)
        let pattern = String(repeating: "*a", count: 100) + "b"
        let rule = Policy.Rule(path: "environment.only", span: span, patterns: [Located(pattern, at: span)])
        #expect(!rule.allows(String(repeating: "a", count: 20_000)))
    }
}

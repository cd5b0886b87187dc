import Diagnostics
import Manifests
import RunnerTestSupport
import Testing

@testable import RunnerCommands

/// Pages of `docs/` that are made of what is in the program are as it is; `RECORD=1` makes them anew.
@Suite struct ReferenceDocumentTests {
    /// What stands above the mark is written by hand.
    private static func difference(of path: String, made: String) throws -> String? {
        let mark = "made by `RECORD=1 swift test --filter ReferenceDocumentTests`. -->\n\n"
        let page = try Fixture.text(path)
        let range = try #require(page.firstRange(of: mark), "\(path) has no mark")
        return Golden.difference(of: page[..<range.upperBound] + made, from: path)
    }

    @Test func theManifestsKeysAreCurrent() throws {
        let made = "## Reference\n\n" + SchemaReference.text(for: .jobManifest, level: 3)
        #expect(try Self.difference(of: "docs/manifest.md", made: made) == nil)
    }

    @Test func theEmulatorsKeysAreCurrent() throws {
        let made = SchemaReference.text(for: .emulator, level: 3)
        #expect(try Self.difference(of: "docs/emulator.md", made: made) == nil)
    }

    @Test func everyCodeIsToldOf() throws {
        #expect(try Self.difference(of: "docs/troubleshooting.md", made: CodeReference.text) == nil)
        let page = try Fixture.text("docs/troubleshooting.md")
        for code in DiagnosticCatalog.codes { #expect(page.contains("\n### \(code.name) "), "\(code.name)") }
    }

    @Test func everyStatusIsToldOf() throws {
        #expect(try Self.difference(of: "docs/exit-statuses.md", made: CodeReference.statuses) == nil)
        let page = try Fixture.text("docs/exit-statuses.md")
        for status in Diagnostics.ExitStatus.allCases {
            #expect(page.contains("\n| \(status.rawValue) | \(status.name) | "), "\(status)")
        }
    }

    /// A key of the schema that the page passes over would make it no reference.
    @Test(arguments: [(DocumentKind.jobManifest, "manifest"), (.emulator, "emulator")])
    func everyKeyIsThere(kind: DocumentKind, page: String) throws {
        let text = try Fixture.text("docs/\(page).md")
        let all = try SchemaExplainer(kind).all(from: SchemaPath([]))
        #expect(all.count > 50)
        for explanation in all {
            guard case .key(let key)? = explanation.path.steps.last, key != "env", key != "file" else {
                continue
            }
            #expect(text.contains("| `\(key)` |") || text.contains("`\(key): "), "\(explanation.path)")
        }
    }
}

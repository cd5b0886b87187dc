import Diagnostics
import RunnerTestSupport
import Testing

@testable import RunnerCommands

/// The codes that `runner explain` knows.
@Suite struct CatalogTests {
    @Test func everyCodeIsUniqueInRangeAndExplained() {
        var seen: Set<String> = []
        for code in DiagnosticCatalog.codes {
            #expect(seen.insert(code.name).inserted, "\(code.name) stands twice")
            #expect(code.name.count == 6 && code.name.hasPrefix("RN0"), "\(code.name)")
            #expect((1...8).contains(Int(code.name.dropFirst(3).prefix(1)) ?? 0), "\(code.name)")
            #expect(!code.title.isEmpty && code.explanation.count > 80, "\(code.name)")
            #expect(code.explanation.contains("Wrong") && code.explanation.contains("Right"), "\(code.name)")
            #expect(code.exitStatus != .success, "\(code.name)")
        }
    }

    @Test func everyCodeInTheSourcesIsInTheCatalog() throws {
        let known = Set(DiagnosticCatalog.codes.map(\.name))
        let found = try Fixture.sourceTexts().flatMap { text in
            text.split(separator: "Code(").dropFirst().compactMap { part -> String? in
                guard let start = part.firstIndex(of: "\""),
                    part.distance(from: part.startIndex, to: start) < 20
                else { return nil }
                let name = part[part.index(after: start)...].prefix { $0 != "\"" }
                return name.hasPrefix("RN") && name.count == 6 ? String(name) : nil
            }
        }
        #expect(found.count > 80)
        #expect(Set(found) == known)
    }

    @Test(arguments: DiagnosticCatalog.codes.map(\.name)) func explains(name: String) async throws {
        try await Workplace.with { workplace in
            let outcome = await workplace.run(["explain", name.lowercased()])
            #expect(outcome.status == .success)
            #expect(outcome.output.hasPrefix(name + ": "))
        }
    }
}

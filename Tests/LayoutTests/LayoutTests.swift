import RunnerTestSupport
import Testing

/// The picture in the README as a rule: a target imports only along its edges.
@Suite struct LayoutTests {
    /// What each target may import of ours besides Diagnostics, as in the package's manifest.
    static let edges: [String: Set<String>] = [
        "Certificates": [],
        "Diagnostics": [],
        "JSONValues": [],
        "Secrets": [],
        "Host": ["CProcess"],
        "HTTPExchange": [],
        "Manifests": ["CYAML", "CPCRE2", "JSONValues", "Secrets"],
        "Plans": ["HTTPExchange", "JSONValues", "Manifests", "Secrets"],
        "Credentials": ["Certificates", "Host", "HTTPExchange", "JSONValues", "Secrets"],
        "Engines": ["HTTPExchange", "JSONValues", "Manifests", "Plans", "Secrets"],
        "Ledgers": ["Host", "JSONValues", "Plans", "Secrets"],
        "Transport": ["Certificates", "HTTPExchange", "Secrets"],
        "Emulator": ["Certificates", "Host", "HTTPExchange", "JSONValues", "Manifests", "Secrets"],
        "Execution": [
            "Credentials", "Host", "HTTPExchange", "JSONValues", "Ledgers", "Manifests", "Plans", "Secrets",
        ],
        "RunnerCommands": [
            "Credentials", "Emulator", "Engines", "Execution", "Host", "HTTPExchange", "JSONValues",
            "Ledgers",
            "Manifests", "Plans", "Secrets", "Transport",
        ],
        "runner": ["RunnerCommands"],
    ]

    /// The only targets that may import these packages.
    static let holders: [String: Set<String>] = [
        "AsyncHTTPClient": ["Transport"],
        "Hummingbird": ["Emulator"],
        "GRDB": ["Ledgers"],
        "Subprocess": ["Emulator", "Host"],
        "ArgumentParser": ["RunnerCommands"],
        "CryptoExtras": ["Certificates"],
        "SwiftASN1": ["Certificates"],
        "Foundation": [],
        "FoundationEssentials": [],
        "FoundationNetworking": [],
        "CProcess": ["Host"],
        "CYAML": ["Manifests"],
        "CPCRE2": ["Manifests"],
    ]

    @Test(arguments: edges.keys.sorted())
    func importsOnlyAlongItsEdges(target: String) throws {
        let allowed = try #require(Self.edges[target]).union(["Diagnostics"])
        let ours = Set(Self.edges.keys).union(["CYAML", "CPCRE2", "CProcess"])
        let files = try SourceFile.all(in: target)
        #expect(!files.isEmpty)
        for file in files {
            for module in file.imports {
                if ours.contains(module) {
                    #expect(allowed.contains(module), "\(file.path) imports \(module)")
                } else if let holders = Self.holders[module] {
                    #expect(holders.contains(target), "\(file.path) imports \(module)")
                }
            }
        }
    }

    @Test func everyTargetHasItsEdges() throws {
        #expect(try SourceFile.targets() == Set(Self.edges.keys).union(["CYAML", "CPCRE2", "CProcess"]))
    }

    @Test(arguments: edges.keys.sorted())
    func keepsItsFilesReadable(target: String) throws {
        for file in try SourceFile.all(in: target) where !file.path.hasSuffix("+Generated.swift") {
            #expect(
                file.lines.count <= 400,
                "\(file.path) has \(file.lines.count) lines: look for the second noun"
            )
        }
    }

    @Test(arguments: edges.keys.sorted())
    func startsNoUnstructuredTask(target: String) throws {
        for file in try SourceFile.all(in: target) {
            for (number, line) in file.lines.enumerated() where !line.contains("//") {
                let isUnstructured = line.contains(" Task {") || line.contains("Task.detached")
                #expect(!isUnstructured, "\(file.path):\(number + 1)")
            }
        }
    }

    /// docs/faults.md names a test for each row: every one of them is there.
    @Test func everyTestOfTheFaultTableIsThere() throws {
        let text = try Fixture.text("docs/faults.md")
        let named = text.split(separator: "`").filter { $0.contains("Tests.") && !$0.contains(" ") }
        try #require(named.count > 60)
        let sources = try SourceFile.tests()
        for name in named {
            let parts = name.split(separator: ".")
            let isThere = sources.contains { file in
                file.path.hasSuffix("/\(parts[0]).swift")
                    && file.lines.contains { $0.contains("func \(parts[1])(") }
            }
            #expect(isThere, "\(name)")
        }
    }
}

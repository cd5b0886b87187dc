import Host
import RunnerTestSupport
import Testing

/// Patterns for shells that have not filled them in.
@Suite struct PathPatternTests {
    private static let files: MemoryFileSystem = {
        let files = MemoryFileSystem([
            "a.yaml": "", "b.yml": "", ".hidden.yaml": "", "[odd].yaml": "",
            "eu/nightly.yaml": "", "eu/deep/er/nightly.yaml": "", "us/nightly.yaml": "", "us/x.json": "",
            ".git/config.yaml": "",
        ])
        files.addLink("eu/deep/loop", to: "../../eu")
        return files
    }()

    @Test(arguments: [
        ("*.yaml", ["[odd].yaml", "a.yaml"]),
        ("?.y*ml", ["a.yaml", "b.yml"]),
        ("[ab].*", ["a.yaml", "b.yml"]),
        ("*/nightly.yaml", ["eu/nightly.yaml", "us/nightly.yaml"]),
        ("e?/*.yaml", ["eu/nightly.yaml"]),
        ("**/nightly.yaml", ["eu/deep/er/nightly.yaml", "eu/nightly.yaml", "us/nightly.yaml"]),
        ("us/**", ["us/nightly.yaml", "us/x.json"]),
        ("/project/us/*.json", ["/project/us/x.json"]),
        ("none/*.yaml", []),
        ("*.toml", []),
    ])
    func findsWhatFits(pattern: String, expected: [String]) throws {
        #expect(try #require(PathPattern(pattern)).matches(in: Self.files) == expected)
    }

    @Test(arguments: ["a.yaml", "eu/nightly.yaml", "/", ""])
    func isNoneWithoutWildcards(text: String) {
        #expect(PathPattern(text) == nil)
    }
}

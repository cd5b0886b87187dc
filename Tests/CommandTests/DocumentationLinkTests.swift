import Host
import RunnerTestSupport
import Testing

/// Links between the pages: what they lead to is there, with its heading.
@Suite struct DocumentationLinkTests {
    static let pages = ["README.md"] + Fixture.names(in: "docs", suffix: ".md").map { "docs/\($0).md" }

    /// Headings as GitHub names them.
    private static func anchors(of page: String) throws -> Set<String> {
        var anchors: Set<String> = []
        var isCode = false
        for line in try Fixture.text(page).split(separator: "\n") {
            if line.hasPrefix("```") { isCode.toggle() }
            guard !isCode, line.hasPrefix("#") else { continue }
            let words = line.drop { $0 == "#" || $0 == " " }.lowercased()
            anchors.insert(
                String(
                    words.filter { $0.isLetter || $0.isNumber || "-_ ".contains($0) }.map {
                        $0 == " " ? "-" : $0
                    }
                )
            )
        }
        return anchors
    }

    @Test(arguments: pages) func everyLinkLeadsSomewhere(page: String) throws {
        let folder = page.hasPrefix("docs/") ? "docs/" : ""
        for match in try Fixture.text(page).matches(of: #/\]\(([^)\s]+)\)/#) {
            let link = String(match.1)
            guard !link.contains("://") else { continue }
            let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(
                String.init
            )
            let path = parts[0].isEmpty ? page : folder + parts[0]
            #expect(SystemFileSystem().kind(of: Fixture.packageRoot + "/" + path) != nil, "\(page): \(link)")
            guard parts.count == 2, path.hasSuffix(".md") else { continue }
            var plain: [Substring] = []
            for part in path.split(separator: "/") {
                if part == ".." { plain.removeLast() } else { plain.append(part) }
            }
            #expect(try Self.anchors(of: plain.joined(separator: "/")).contains(parts[1]), "\(page): \(link)")
        }
    }
}

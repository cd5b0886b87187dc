import Testing

@testable import RunnerCommands

/// What stands behind `--report`.
@Suite struct RunReportDestinationTests {
    @Test(
        arguments: [
            ("html=a.html", ["html a.html"]),
            ("json=out/a=b.json", ["json out/a=b.json"]),
            ("junit=a.xml,html=b.html", ["junit a.xml", "html b.html"]),
            ("junit=a,b.xml,markdown=c", ["junit a,b.xml", "markdown c"]),
            ("junit=a,pdf=b", ["junit a,pdf=b"]),
            ("a.html", nil), ("pdf=a.pdf", nil), ("html=", nil), ("html=-", nil), ("", nil), (",html=a", nil),
            ("HTML=a", nil),
        ] as [(String, [String]?)]
    )
    func isReadAsPeopleWriteIt(_ text: String, _ destinations: [String]?) {
        #expect(RunReportDestination.list(text)?.map { $0.format.rawValue + " " + $0.path } == destinations)
    }
}

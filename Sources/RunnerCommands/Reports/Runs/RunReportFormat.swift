/// The forms in which a run is reported.
enum RunReportFormat: String, CaseIterable, Sendable {
    case junit
    case json
    case html
    case markdown

    /// Writes a report.
    ///
    /// - Parameter report: What the run did.
    /// - Returns: The document, with a line feed at its end.
    func text(_ report: RunReport) -> String {
        switch self {
        case .junit: RunJUnitReport(report).text
        case .json: RunJSONReport(report).text
        case .html: RunHTMLReport(report).text
        case .markdown: RunMarkdownReport(report).text
        }
    }
}

/// Where a report is written, and in which form: `html=run.html`.
struct RunReportDestination: Hashable, Sendable {
    /// The form.
    let format: RunReportFormat
    /// The file.
    let path: String

    /// Reads what stands behind `--report`.
    ///
    /// One destination, or several with commas between them, as a variable gives them. A comma that is not followed by a
    /// form's name and `=` belongs to the file's name.
    ///
    /// - Parameter text: The text.
    /// - Returns: The destinations; `nil` when the text is none.
    static func list(_ text: String) -> [RunReportDestination]? {
        var destinations: [RunReportDestination] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            if let destination = RunReportDestination(part) {
                destinations.append(destination)
            } else if let last = destinations.popLast() {
                destinations.append(RunReportDestination(format: last.format, path: last.path + "," + part))
            } else {
                return nil
            }
        }
        return destinations.contains { $0.path.isEmpty || $0.path == "-" } ? nil : destinations
    }

    private init(format: RunReportFormat, path: String) {
        self.format = format
        self.path = path
    }

    private init?(_ text: Substring) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let format = RunReportFormat(rawValue: String(parts[0])) else { return nil }
        self.init(format: format, path: String(parts[1]))
    }
}

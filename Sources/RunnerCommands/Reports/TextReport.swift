import Diagnostics

/// Findings for people: with excerpts on standard error, a line for each valid file on standard output.
struct TextReport {
    private let findings: ReportedFindings
    private let layout: FindingsFormat.Layout

    /// Makes a report.
    ///
    /// - Parameters:
    ///   - findings: What is shown.
    ///   - layout: Colour and width.
    init(_ findings: ReportedFindings, layout: FindingsFormat.Layout) {
        self.findings = findings
        self.layout = layout
    }

    /// The text.
    ///
    /// - Parameter isQuiet: Whether valid files are not mentioned.
    /// - Returns: What is written where.
    func rendering(isQuiet: Bool) -> FindingsFormat.Rendering {
        FindingsFormat.Rendering(output: isQuiet ? "" : validFiles, error: problems)
    }

    private var validFiles: String {
        var text = ""
        for section in findings.sections where section.errors == 0 {
            let name = ReportText.line(section.file.name, limit: .max)
            for kind in section.file.kinds { text += name + ": valid " + kind + "\n" }
        }
        return text
    }

    private var problems: String {
        guard findings.totals.findings > 0 else { return "" }
        let renderer = DiagnosticRenderer(
            sources: findings.sources,
            places: findings.places,
            useColor: layout.useColor,
            width: layout.width
        )
        return renderer.text(
            for: findings.shown.map(\.clipped),
            totals: (findings.totals.errors, findings.totals.warnings)
        )
    }
}

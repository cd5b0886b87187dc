/// Shows diagnostics to people.
///
/// ```
/// error[RN0203]: unknown key `retrys`
///   --> manifests/nightly.yaml:12:5
///    |
/// 12 |     retrys: 3
///    |     ^^^^^^ not a key of `job`
///    = help: did you mean `retry`?
/// ```
///
/// Everything is understood without colour. Nothing that comes from a source reaches the terminal as a control
/// character: such are shown as `\u{1B}`. Columns count Unicode scalars; marks stand under terminal cells.
public struct DiagnosticRenderer: Sendable {
    private let sources: [String: SourceText]
    private let places: SourcePlaces?
    private let useColor: Bool
    private let width: Int

    /// Makes a renderer.
    ///
    /// - Parameters:
    ///   - sources: The texts that spans point into; a span of another file is shown without an excerpt.
    ///   - places: Lines and columns of what will be shown, where somebody has looked them up already.
    ///   - useColor: Whether to colour with SGR sequences.
    ///   - width: How many cells a line with an excerpt may take; longer source lines are cut around the span.
    public init(
        sources: [SourceText],
        places: SourcePlaces? = nil,
        useColor: Bool = false,
        width: Int = 110
    ) {
        self.sources = Dictionary(sources.map { ($0.name, $0) }) { first, _ in first }
        self.places = places
        self.useColor = useColor
        self.width = width
    }

    /// Shows several diagnostics, a blank line between them, and how many there are when there is more than one.
    ///
    /// - Parameters:
    ///   - diagnostics: What to show, in this order.
    ///   - limit: How many to show at most; the closing line counts all of them.
    /// - Returns: Lines, each with its line feed; empty when there is nothing to show.
    public func text(for diagnostics: [Diagnostic], limit: Int? = nil) -> String {
        let errors = diagnostics.count { $0.severity == .error }
        return text(
            for: diagnostics.prefix(max(limit ?? .max, 0)),
            totals: (errors, diagnostics.count - errors)
        )
    }

    /// Shows some of the diagnostics that there are, and how many that is.
    ///
    /// - Parameters:
    ///   - diagnostics: What to show, in this order.
    ///   - totals: How many errors and warnings there are, shown or not.
    /// - Returns: Lines, each with its line feed; empty when there is nothing to show.
    public func text(
        for diagnostics: some Collection<Diagnostic>,
        totals: (errors: Int, warnings: Int)
    ) -> String {
        let count = totals.errors + totals.warnings
        var blocks = diagnostics.map(text(for:))
        if count > diagnostics.count { blocks.append("… and \(count - diagnostics.count) more\n") }
        if count > 1 { blocks.append(summary(totals.errors, totals.warnings) + "\n") }
        return blocks.joined(separator: "\n")
    }

    /// Shows one diagnostic.
    ///
    /// - Parameter diagnostic: What to show.
    /// - Returns: Lines, each with its line feed.
    public func text(for diagnostic: Diagnostic) -> String {
        let severity = diagnostic.severity
        let head = paint("\(severity.rawValue)[\(diagnostic.code.name)]", .severity(severity))
        var lines = [head + paint(": " + Self.visible(diagnostic.message), .strong)]
        let places = shownPlaces(of: diagnostic)
        let gutter = String(places.map { $0.position?.line ?? 1 }.max() ?? 1).utf8.count
        for (index, group) in groups(places).enumerated() {
            lines += self.lines(of: group, arrow: index == 0 ? "--> " : "::: ", gutter: gutter, severity)
        }
        for note in diagnostic.notes { lines += remark("note", note, gutter) }
        if let help = diagnostic.help { lines += remark("help", help, gutter) }
        return lines.map { $0 + "\n" }.joined()
    }

    /// How many errors and warnings there are, such as `error: 3 errors, 1 warning`.
    private func summary(_ errors: Int, _ warnings: Int) -> String {
        var parts: [String] = []
        if errors > 0 { parts.append(errors == 1 ? "1 error" : "\(errors) errors") }
        if warnings > 0 { parts.append(warnings == 1 ? "1 warning" : "\(warnings) warnings") }
        let severity: Diagnostic.Severity = errors > 0 ? .error : .warning
        return paint(severity.rawValue, .severity(severity))
            + paint(": " + parts.joined(separator: ", "), .strong)
    }

    // MARK: Places

    private struct Place {
        let label: Diagnostic.Label
        let isPrimary: Bool
        let source: SourceText?
        let position: SourcePosition?
    }

    private func shownPlaces(of diagnostic: Diagnostic) -> [Place] {
        let labels =
            (diagnostic.primary.map { [($0, true)] } ?? []) + diagnostic.secondary.map { ($0, false) }
        return labels.map { label, isPrimary in
            let source = sources[label.span.file]
            let known = places?.position(at: label.span.start, in: label.span.file)
            return Place(
                label: label,
                isPrimary: isPrimary,
                source: source,
                position: known ?? source?.position(at: label.span.start)
            )
        }
    }

    /// The places file by file, in the order in which the files are first named.
    private func groups(_ places: [Place]) -> [[Place]] {
        var groups: [[Place]] = []
        for place in places {
            if let index = groups.firstIndex(where: { $0[0].label.span.file == place.label.span.file }) {
                groups[index].append(place)
            } else {
                groups.append([place])
            }
        }
        return groups
    }

    private func lines(
        of group: [Place],
        arrow: String,
        gutter: Int,
        _ severity: Diagnostic.Severity
    ) -> [String] {
        let margin = String(repeating: " ", count: gutter)
        let first = group[0]
        let file = Self.visible(first.label.span.file)
        guard let source = first.source, let place = first.position else {
            return [margin + paint(arrow, .gutter) + file]
        }
        let bar = margin + paint(" |", .gutter)
        var lines = [margin + paint(arrow, .gutter) + "\(file):\(place.line):\(place.column)", bar]
        var previous: Int?
        let byLine = Dictionary(grouping: group) { $0.position?.line ?? 1 }
        for (line, places) in byLine.sorted(by: { $0.key < $1.key }) {
            if let previous, line > previous + 1 { lines.append(paint("...", .gutter)) }
            previous = line
            if places.contains(where: { !$0.label.showsExcerpt }) {
                lines += hidden(line, places, gutter: gutter)
                continue
            }
            let excerpt = SourceExcerpt(
                source,
                line: line,
                focus: places[0].label.span.start,
                width: width - gutter - 3
            )
            let number = String(line)
            let padding = String(repeating: " ", count: gutter - number.utf8.count)
            lines.append(
                padding + paint(number + " |", .gutter) + (excerpt.text.isEmpty ? "" : " " + excerpt.text)
            )
            for place in places {
                let (offset, count) = excerpt.cells(of: place.label.span.start..<place.label.span.end)
                var mark = String(repeating: place.isPrimary ? "^" : "-", count: count)
                if !place.label.text.isEmpty { mark += " " + Self.visible(place.label.text) }
                let blanks = String(repeating: " ", count: offset + 1)
                lines.append(bar + blanks + paint(mark, place.isPrimary ? .severity(severity) : .gutter))
            }
        }
        return lines
    }

    /// A line that is not shown, with the labels that stand there.
    private func hidden(_ line: Int, _ places: [Place], gutter: Int) -> [String] {
        let padding = String(repeating: " ", count: gutter - String(line).utf8.count)
        let labels = places.map(\.label.text).filter { !$0.isEmpty }.map {
            String(repeating: " ", count: gutter) + paint(" |", .gutter) + " " + Self.visible($0)
        }
        return [padding + paint("\(line) |", .gutter) + " (not shown: a secret may stand here)"] + labels
    }

    private func remark(_ kind: String, _ text: String, _ gutter: Int) -> [String] {
        let margin = String(repeating: " ", count: gutter + 1)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
            Self.visible(String($0))
        }
        return lines.enumerated().map { index, line in
            if index > 0 { return line.isEmpty ? "" : margin + "        " + line }
            return margin + paint("=", .gutter) + " " + paint(kind, .strong) + ": " + line
        }
    }

    // MARK: Text

    private enum Style {
        case severity(Diagnostic.Severity)
        case strong
        case gutter

        var code: String {
            switch self {
            case .severity(.error): "1;31"
            case .severity(.warning): "1;33"
            case .strong: "1"
            case .gutter: "1;34"
            }
        }
    }

    private func paint(_ text: String, _ style: Style) -> String {
        useColor ? "\u{1B}[\(style.code)m\(text)\u{1B}[0m" : text
    }

    private static func visible(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: VisibleScalar.mustEscape) else { return text }
        return text.unicodeScalars.map {
            VisibleScalar.mustEscape($0) ? VisibleScalar.escape($0) : String($0)
        }.joined()
    }
}

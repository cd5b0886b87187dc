import Diagnostics

/// Findings as every report writes them: chosen, counted, with their places.
struct ReportedFindings {
    /// A file with what is shown of it, and how much there is.
    struct Section {
        let file: Findings.File
        /// What is shown, by place.
        let shown: [Diagnostic]
        let errors: Int
        let warnings: Int
    }

    /// How much there is, shown or not.
    struct Totals {
        var files = 0
        var invalidFiles = 0
        var errors = 0
        var warnings = 0

        /// All findings.
        var findings: Int { errors + warnings }
    }

    /// Every file, the valid ones too.
    let sections: [Section]
    /// What is shown of what belongs to no file that could be read.
    let general: [Diagnostic]
    /// How much belongs to no file that could be read, shown or not.
    let generalTotals: Totals
    let totals: Totals
    /// How many findings are shown.
    let shownCount: Int
    let sources: [SourceText]
    let places: SourcePlaces
    /// How the command ends.
    let exitStatus: ExitStatus

    /// Chooses what is shown: everything up to the limit; of more, errors before warnings, earlier before later.
    ///
    /// A line that one finding must not show is shown by none.
    ///
    /// - Parameters:
    ///   - findings: What was found.
    ///   - limit: How many findings are shown at most.
    ///   - exitStatus: How the command ends.
    init(_ findings: Findings, limit: Int? = nil, exitStatus: ExitStatus? = nil) {
        let all = findings.diagnostics
        var totals = Totals(files: findings.files.count)
        totals.errors = all.count { $0.severity == .error }
        totals.warnings = all.count - totals.errors
        let limit = max(limit ?? .max, 0)
        var room = Room(
            errors: min(limit, totals.errors),
            warnings: min(limit - min(limit, totals.errors), totals.warnings)
        )
        shownCount = room.errors + room.warnings

        places = SourcePlaces(of: all, in: findings.sources)
        let hidden = HiddenLines(all, places)
        var sections: [Section] = []
        sections.reserveCapacity(findings.files.count)
        for file in findings.files {
            let errors = file.diagnostics.count { $0.severity == .error }
            if errors > 0 { totals.invalidFiles += 1 }
            sections.append(
                Section(
                    file: file,
                    shown: hidden.applied(to: room.taken(from: file.diagnostics)),
                    errors: errors,
                    warnings: file.diagnostics.count - errors
                )
            )
        }
        self.sections = sections
        general = hidden.applied(to: room.taken(from: findings.general))
        let errors = findings.general.count { $0.severity == .error }
        generalTotals = Totals(errors: errors, warnings: findings.general.count - errors)
        self.totals = totals
        sources = findings.sources
        self.exitStatus = exitStatus ?? findings.exitStatus
    }

    /// What is shown, file by file, what belongs to none last.
    var shown: [Diagnostic] { sections.flatMap(\.shown) + general }

    /// How many findings are not shown.
    var omittedCount: Int { totals.findings - shownCount }

    /// How much there is in words, such as `2 errors, 1 warning; 1 of 3 files not valid`.
    var summary: String {
        let files = Self.count(totals.files, "file")
        let verdict =
            switch (totals.files, totals.invalidFiles) {
            case (0, _): "no file read"
            case (1, 0): "1 file, valid"
            case (_, 0): files + ", all valid"
            case (_, let invalid): "\(invalid) of \(files) not valid"
            }
        return totals.findings == 0 ? verdict : Self.found(totals.errors, totals.warnings) + "; " + verdict
    }

    /// A number of errors and warnings in words.
    static func found(_ errors: Int, _ warnings: Int) -> String {
        if warnings == 0 { return count(errors, "error") }
        if errors == 0 { return count(warnings, "warning") }
        return count(errors, "error") + ", " + count(warnings, "warning")
    }

    /// A number of things in words.
    static func count(_ number: Int, _ noun: String) -> String {
        number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
    }

    /// How many more findings are shown.
    private struct Room {
        var errors: Int
        var warnings: Int

        mutating func taken(from diagnostics: [Diagnostic]) -> [Diagnostic] {
            guard !diagnostics.isEmpty else { return [] }
            return diagnostics.filter { diagnostic in
                switch diagnostic.severity {
                case .error:
                    errors -= 1
                    return errors >= 0
                case .warning:
                    warnings -= 1
                    return warnings >= 0
                }
            }
        }
    }
}

/// The lines on which a secret may stand.
private struct HiddenLines {
    private var lines: [String: Set<Int>] = [:]
    private let places: SourcePlaces

    init(_ diagnostics: [Diagnostic], _ places: SourcePlaces) {
        self.places = places
        for diagnostic in diagnostics {
            for label in [diagnostic.primary].compactMap({ $0 }) + diagnostic.secondary
            where !label.showsExcerpt {
                let file = label.span.file
                guard let first = places.position(at: label.span.start, in: file)?.line,
                    let last = places.position(at: label.span.end, in: file)?.line
                else { continue }
                lines[file, default: []].formUnion(first...max(first, last))
            }
        }
    }

    func applied(to diagnostics: [Diagnostic]) -> [Diagnostic] {
        guard !lines.isEmpty else { return diagnostics }
        return diagnostics.map { diagnostic in
            var diagnostic = diagnostic
            diagnostic.primary = diagnostic.primary.map(applied)
            diagnostic.secondary = diagnostic.secondary.map(applied)
            return diagnostic
        }
    }

    private func applied(to label: Diagnostic.Label) -> Diagnostic.Label {
        guard let line = places.position(at: label.span.start, in: label.span.file)?.line,
            lines[label.span.file]?.contains(line) == true
        else { return label }
        var label = label
        label.showsExcerpt = false
        return label
    }
}

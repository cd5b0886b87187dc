import Diagnostics

/// What a plan came to, as every form of it is written.
struct PlanResult: Sendable {
    /// The plans; none when something is wrong.
    var plans: [PlanDocument] = []
    /// The difference to another commit, where one was asked for.
    var difference: PlanDifference?
    /// What is wrong or to be looked at.
    var diagnostics: [Diagnostic] = []
    /// The texts that the diagnostics point into.
    var sources: [SourceText] = []
    /// What another program would do in place of `apply`, where that was asked for.
    var script = ""
    /// How the command ends.
    var status = ExitStatus.success

    /// What was found, file by file; what has no place stands at the first manifest's beginning.
    var findings: Findings {
        var names = plans.map(\.file)
        for name in sources.map(\.name) + diagnostics.compactMap({ $0.primary?.span.file })
        where !names.contains(name) {
            names.append(name)
        }
        var byFile: [String: [Diagnostic]] = [:]
        var general: [Diagnostic] = []
        for var diagnostic in diagnostics {
            if diagnostic.primary == nil, let first = plans.first?.file ?? sources.first?.name {
                let start = SourceSpan(file: first, start: 0, end: 0)
                diagnostic.primary = Diagnostic.Label(start, "", showsExcerpt: false)
            }
            if let file = diagnostic.primary?.span.file {
                byFile[file, default: []].append(diagnostic)
            } else {
                general.append(diagnostic)
            }
        }
        let files = names.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return Findings(
            files: files.map {
                Findings.File(name: $0, kinds: ["JobManifest"], diagnostics: (byFile[$0] ?? []).sortedByPlace)
            },
            general: general,
            sources: sources
        )
    }
}

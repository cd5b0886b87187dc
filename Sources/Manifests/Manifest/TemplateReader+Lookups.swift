import Diagnostics

extension TemplateReader {
    /// Where a look-up stands, and what may stand there.
    struct LookupPlace {
        let place: Place
        let scope: LookupScope
        let whole: SourceSpan
        let name: SourceSpan

        /// The place of one part of the name, its parts joined by dots.
        func part(_ index: Int, of names: [Substring]) -> SourceSpan {
            let length = names.reduce(names.count - 1) { $0 + $1.utf8.count }
            // Elsewhere escapes leave no way back from the text to its bytes.
            guard name.end - name.start == length else { return name }
            let start = names[..<index].reduce(name.start + index) { $0 + $1.utf8.count }
            return SourceSpan(file: name.file, start: start, end: start + names[index].utf8.count)
        }
    }

    /// Understands what stands between the braces.
    func lookup(
        _ text: String,
        _ place: LookupPlace,
        into problems: inout [Diagnostic]
    ) -> Template.Lookup? {
        let names = text.split(separator: ".", omittingEmptySubsequences: false)
        guard !text.isEmpty, names.allSatisfy(Self.isName) else {
            problems.append(.malformedLookup(text, at: text.isEmpty ? place.whole : place.name))
            return nil
        }
        switch (names.first, names.count) {
        case ("parameters", 2): return parameter(String(names[1]), place, into: &problems)
        case ("occurrence", 1): return occurrence(place, into: &problems)
        case ("attempt", 2) where names[1] == "number": return late(.attemptNumber, place, into: &problems)
        case ("run", 2) where names[1] == "id": return late(.runID, place, into: &problems)
        case ("matrix", 2): return axis(String(names[1]), place, into: &problems)
        case ("jobs", 5) where names[2] == "outputs" && names[4] == "uri":
            return output(names, place, into: &problems)
        default:
            problems.append(
                .unknownLookup(text, scope: place.scope, parameters: near(problems), at: place.name)
            )
            return nil
        }
    }

    /// The names to look for a similar one among: each costs time, so a flood of faults gets none.
    private func near(_ problems: [Diagnostic]) -> ArraySlice<String> {
        near(parameters, problems)
    }

    private func near(_ names: [String], _ problems: [Diagnostic]) -> ArraySlice<String> {
        problems.count < ManifestReading.suggestionLimit ? names.prefix(1000) : []
    }

    private func parameter(
        _ name: String,
        _ place: LookupPlace,
        into problems: inout [Diagnostic]
    ) -> Template.Lookup? {
        if known.contains(name) { return .parameter(name) }
        problems.append(.unknownParameter(name, declared: parameters, near: near(problems), at: place.name))
        return nil
    }

    private func axis(
        _ name: String,
        _ place: LookupPlace,
        into problems: inout [Diagnostic]
    ) -> Template.Lookup? {
        let axes = place.scope.axes
        if axes?.contains(name) ?? false { return .matrix(name) }
        problems.append(.unknownAxis(name, axes: axes, near: near(axes ?? [], problems), at: place.name))
        return nil
    }

    /// The output of a job that must have run before.
    private func output(
        _ names: [Substring],
        _ place: LookupPlace,
        into problems: inout [Diagnostic]
    ) -> Template.Lookup? {
        let job = String(names[1])
        let output = String(names[3])
        guard let position = jobs.position(of: job) else {
            problems.append(
                .unknownJob(job, jobs: jobs, near: near(jobs.names, problems), at: place.part(1, of: names))
            )
            return nil
        }
        let before = problems.count
        if !place.scope.needs.contains(job) {
            problems.append(.outputOfUnneededJob(job, place.scope, at: place.part(1, of: names)))
        }
        if !jobs.job(position, hasOutput: output) {
            let outputs = jobs.outputs(of: position)
            let near = near(outputs, problems)
            problems.append(
                .unknownOutput(output, of: job, declared: outputs, near: near, at: place.part(3, of: names))
            )
        }
        guard problems.count == before else { return nil }
        if !jobs.job(position, places: output) {
            problems.append(.unplacedOutput(output, of: job, at: place.part(3, of: names)))
        } else if let ambiguity = jobs.ambiguity(of: position, from: place.scope) {
            problems.append(.ambiguousOutput(ambiguity, of: job, place.scope, at: place.part(1, of: names)))
        }
        guard problems.count == before else { return nil }
        return late(.output(job: job, name: output), place, into: &problems)
    }

    private func occurrence(_ place: LookupPlace, into problems: inout [Diagnostic]) -> Template.Lookup? {
        if case .early("rerun.per") = place.place {
            problems.append(
                .lookupNotAllowed(
                    "`occurrence` cannot be looked up in `rerun.per`",
                    label: "this is what decides the occurrence",
                    at: place.name,
                    help: "look up a parameter, such as `${{ parameters.date }}`"
                )
            )
            return nil
        }
        guard !place.scope.recurs else { return .occurrence }
        problems.append(
            .lookupNotAllowed(
                "`occurrence` is looked up in a job that has none",
                label: "the job has no `rerun.per`",
                at: place.name,
                help: "add `rerun: { per: \"${{ parameters.NAME }}\" }` to the job"
            )
        )
        return nil
    }

    private func late(
        _ lookup: Template.Lookup,
        _ place: LookupPlace,
        into problems: inout [Diagnostic]
    ) -> Template.Lookup? {
        guard case .early(let name) = place.place else { return lookup }
        problems.append(
            .lookupNotAllowed(
                "`\(lookup.name)` cannot be looked up in `\(name)`",
                label: lookup.isLate
                    ? "known only when an attempt is made" : "known only when the other job has succeeded",
                at: place.name,
                help: "look up a parameter instead"
            )
        )
        return nil
    }
}

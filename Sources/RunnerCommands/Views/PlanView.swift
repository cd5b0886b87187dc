import JSONValues

/// Shows a plan to people.
struct PlanView {
    /// The plan as text.
    ///
    /// - Parameter plan: The plan.
    /// - Returns: Lines, the summary last.
    func text(for plan: PlanDocument) -> String {
        var lines = [headline(plan)]
        for entry in plan.entries { lines += self.lines(for: entry, of: plan) }
        if !plan.departed.isEmpty {
            lines.append("")
            lines.append("In the ledger, no longer in the manifest:")
            lines += plan.departed.map { "  \($0.address)  \($0.state), attempt \($0.attempt)" }
        }
        lines.append("")
        lines.append(PlanSummary([plan]).text)
        // A saved plan may be anybody's, and a manifest's texts may hold what acts on a terminal.
        return lines.map { ReportText.line($0, limit: .max) + "\n" }.joined()
    }

    private func headline(_ plan: PlanDocument) -> String {
        let compared =
            plan.lineage.map { "compared with ledger \($0)" }
            ?? "not compared with a ledger; --ledger FILE says what is up to date"
        return "\(plan.manifest) (\(plan.file)), \(compared)"
    }

    /// How many combinations of one matrix are told one by one.
    private static let combinationLimit = 20

    /// The jobs of one entry of the manifest: of a matrix the request of the first that is sent, and not all of
    /// hundreds.
    private func lines(for jobs: ArraySlice<PlanDocument.Job>, of plan: PlanDocument) -> [String] {
        guard let one = jobs.first else { return [] }
        let needs = one.needs.map { String($0.dropFirst(plan.manifest.count + 1)) }
        guard one.isMatrix else { return [""] + jobs.flatMap { self.lines(for: $0, needs) } }
        var lines = [""]
        if jobs.count > 1 {
            lines.append(
                "\(plan.manifest)/\(one.entry)  \(jobs.count) combinations: \(PlanDocument.counts(jobs))"
            )
        }
        let first = jobs.firstIndex(where: \.sends)
        for (place, job) in zip(jobs.indices, jobs).prefix(Self.combinationLimit) {
            lines += self.lines(for: job, needs, withRequest: place == first)
        }
        let folded = jobs.dropFirst(Self.combinationLimit)
        guard !folded.isEmpty else { return lines }
        if let first, first >= folded.startIndex { lines += self.lines(for: jobs[first], needs) }
        lines.append("  … \(folded.count) more: \(PlanDocument.counts(folded)); -o json has them all")
        let warnings = folded.reduce(0) { $0 + $1.warnings.count }
        if warnings > 0 { lines.append("    ! \(warnings) more warnings") }
        return lines
    }

    private func lines(for job: PlanDocument.Job, _ needs: [String], withRequest: Bool = true) -> [String] {
        var lines = ["\(job.decision.sign) \(job.address)  \(job.why)"]
        lines += job.details.map { "    " + $0 }
        lines += job.warnings.map { "    ! " + $0 }
        guard withRequest, let request = job.request() else { return lines }
        if !needs.isEmpty { lines.append("    needs       \(needs.joined(separator: ", "))") }
        if let occurrence = job.occurrence { lines.append("    occurrence  \(occurrence)") }
        lines.append("    endpoint    \(job.endpoint)")
        lines.append("    realm       \(job.realm)")
        lines.append("    credential  \(job.credential) → \(job.credentialHosts.joined(separator: ", "))")
        lines.append("    digest      \(job.runDigest)")
        lines.append("    request")
        return lines + request.lines.map { "      " + $0 }
    }
}

extension PlanDocument.Request {
    /// The request as it goes over the wire, the body laid out.
    var lines: [String] {
        let head = ["\(method) \(url)"] + headers.map { "\($0.name): \($0.value)" }
        if case .string = body { return head }
        return head + JSONWriter.text(body, .indented).split(separator: "\n").map(String.init)
    }
}

import Diagnostics
import HTTPExchange
import HTTPTypes
import JSONValues
import Plans

/// Shows a plan to people.
struct PlanView {
    /// Takes secrets that may stand in a manifest, such as a SAS signature, out of what is shown.
    let redact: (String) -> String

    /// The plan as text.
    ///
    /// - Parameter plan: The plan.
    /// - Returns: Lines, the summary last.
    func text(for plan: Plan) -> String {
        var lines = [headline(plan)]
        for group in plan.groups { lines += self.lines(for: group, of: plan) }
        if !plan.departed.isEmpty {
            lines.append("")
            lines.append("In the ledger, no longer in the manifest:")
            lines += plan.departed.map { "  \($0.address)  \($0.state.rawValue), attempt \($0.number)" }
        }
        lines.append("")
        lines.append(PlanSummary(plan).text)
        return lines.joined(separator: "\n") + "\n"
    }

    private func headline(_ plan: Plan) -> String {
        let compared =
            switch plan.comparison {
            case .notCompared: "not compared with a ledger; --ledger FILE says what is up to date"
            case .compared(let lineage): "compared with ledger \(lineage)"
            }
        return "\(plan.manifest) (\(plan.file)), \(compared)"
    }

    /// How many combinations of one matrix are told one by one.
    private static let combinationLimit = 20

    /// The jobs of one entry of the manifest: of a matrix the request of the first that is sent, and not all of
    /// hundreds.
    private func lines(for group: Plan.JobGroup, of plan: Plan) -> [String] {
        let jobs = plan.jobs[group.jobs].filter(\.isSelected)
        guard !jobs.isEmpty else { return [] }
        let needs = group.needs.map { plan.groups[$0].name }
        guard group.isMatrix else { return [""] + jobs.flatMap { self.lines(for: $0, needs) } }
        var lines = [""]
        if jobs.count > 1 {
            lines.append("\(plan.manifest)/\(group.name)  \(jobs.count) combinations: \(Self.counts(jobs))")
        }
        let first = jobs.firstIndex(where: \.sends)
        for (place, job) in jobs.enumerated().prefix(Self.combinationLimit) {
            lines += self.lines(for: job, needs, withRequest: place == first)
        }
        let folded = jobs.dropFirst(Self.combinationLimit)
        guard !folded.isEmpty else { return lines }
        if let first, first >= Self.combinationLimit { lines += self.lines(for: jobs[first], needs) }
        lines.append("  … \(folded.count) more: \(Self.counts(folded)); -o json has them all")
        let warnings = folded.reduce(0) { $0 + $1.warnings.count }
        if warnings > 0 { lines.append("    ! \(warnings) more warnings") }
        return lines
    }

    /// How many jobs there are of each decision, in the order in which they come up.
    private static func counts(_ jobs: some Sequence<PlannedJob>) -> String {
        var order: [String] = []
        var counts: [String: Int] = [:]
        for job in jobs {
            let word = DecisionWording(job).word
            if counts.updateValue(counts[word, default: 0] + 1, forKey: word) == nil { order.append(word) }
        }
        return order.map { "\(counts[$0] ?? 0) \($0)" }.joined(separator: ", ")
    }

    private func lines(for job: PlannedJob, _ needs: [String], withRequest: Bool = true) -> [String] {
        let submission = job.submission
        let wording = DecisionWording(job)
        var lines = ["\(wording.sign) \(submission.address)  \(wording.headline)"]
        lines += wording.details.map { "    " + redact($0) }
        lines += job.warnings.map { "    ! " + redact($0.message) }
        guard job.sends, withRequest else { return lines }
        if !needs.isEmpty { lines.append("    needs       \(needs.joined(separator: ", "))") }
        if let occurrence = submission.occurrence { lines.append("    occurrence  \(occurrence)") }
        lines.append("    endpoint    \(submission.endpoint)")
        lines.append("    realm       \(submission.realm)")
        lines.append(
            "    credential  \(submission.credential) → \(submission.target.hosts.joined(separator: ", "))"
        )
        lines.append("    digest      \(submission.runDigest)")
        lines.append("    request")
        return lines + requestLines(job).map { "      " + $0 }
    }

    private func requestLines(_ job: PlannedJob) -> [String] {
        let submission = job.submission
        let engine = Composition.engine(for: submission.target)
        let request = engine.preview(submission, key: "<key of attempt \(job.nextAttemptNumber)>")
        let audience = engine.audience(for: submission.target)
        var lines = ["\(request.method.rawValue) " + redact(request.address.description)]
        lines.append("Authorization: Bearer <token of \(submission.credential) for \(audience)>")
        lines += request.fields.map { redact("\($0.name.rawName): \($0.value)") }
        guard let body = try? JSONReader().read(request.body) else { return lines }
        return lines + redact(JSONWriter.text(body, .indented)).split(separator: "\n").map(String.init)
    }
}

/// A decision in words.
struct DecisionWording {
    /// `+` sends, `~` sends because something changed, `…` waits, `=` does nothing, `?` cannot know.
    let sign: String
    let headline: String
    let details: [String]
    /// The decision's name in JSON.
    let name: String
    /// The decision in a word or two, for counting.
    var word: String {
        switch name {
        case "notCompared": "to submit"
        case "upToDate": "up to date"
        case "takeUp": "taken up"
        case "leave": "cancelled and left"
        default: name
        }
    }

    init(_ job: PlannedJob) {
        switch job.decision {
        case .notCompared: self.init("+", "to submit", [], "notCompared")
        case .new: self.init("+", "new", [], "new")
        case .changed(let record, let changes):
            var details = changes.map(Self.words)
            if !record.state.isSettled {
                details.append("attempt \(record.number) is \(record.state.rawValue): waits for it first")
            }
            self.init("~", "changed since attempt \(record.number)", details, "changed")
        case .upToDate(let record):
            self.init("=", "up to date", Self.settled(record), "upToDate")
        case .takeUp(let record):
            self.init(
                "…",
                "attempt \(record.number) is \(record.state.rawValue): taken up, not sent again",
                record.remoteID.map { ["as \($0)"] } ?? [],
                "takeUp"
            )
        case .again(let record, let why):
            self.init("+", "attempt \(job.nextAttemptNumber): \(why)", Self.settled(record), "again")
        case .leave(let record):
            self.init(
                "=",
                "attempt \(record.number) was cancelled: nothing is sent",
                ["--rerun \(record.address) submits it again"],
                "leave"
            )
        case .unsettled(let record):
            self.init(
                "?",
                "attempt \(record.number) is \(record.state.rawValue): nothing is sent",
                record.reason.map { [$0] } ?? [],
                "unsettled"
            )
        }
    }

    private init(_ sign: String, _ headline: String, _ details: [String], _ name: String) {
        self.sign = sign
        self.headline = headline
        self.details = details
        self.name = name
    }

    private static func words(_ change: PlannedJob.Change) -> String {
        switch (change.before, change.after) {
        case (let before?, let after?): "\(change.path): \(before) → \(after)"
        case (nil, let after?): "\(change.path): added, \(after)"
        case (let before?, nil): "\(change.path): removed, was \(before)"
        case (nil, nil): change.path
        }
    }

    private static func settled(_ record: AttemptRecord) -> [String] {
        var text = "attempt \(record.number) \(record.state.rawValue) at \(record.changedAt)"
        if let remoteID = record.remoteID { text += " as \(remoteID)" }
        return record.state == .succeeded
            ? [text, "inputs are compared by URI, not by content"]
            : [text] + (record.reason.map { [$0] } ?? [])
    }
}

/// How many jobs a plan has of each sort.
struct PlanSummary {
    let submits: Int
    let takesUp: Int
    let upToDate: Int
    let left: Int
    let unsettled: Int

    init(_ plan: Plan) {
        var counts = (submits: 0, takesUp: 0, upToDate: 0, left: 0, unsettled: 0)
        for job in plan.jobs where job.isSelected {
            switch job.decision {
            case .notCompared, .new, .changed, .again: counts.submits += 1
            case .takeUp: counts.takesUp += 1
            case .upToDate: counts.upToDate += 1
            case .leave: counts.left += 1
            case .unsettled: counts.unsettled += 1
            }
        }
        (submits, takesUp, upToDate, left, unsettled) = counts
    }

    /// One line.
    var text: String {
        var parts = ["\(submits) to submit", "\(takesUp) to take up", "\(upToDate) up to date"]
        if left > 0 { parts.append("\(left) cancelled and left") }
        if unsettled > 0 { parts.append("\(unsettled) unsettled") }
        return "Plan: " + parts.joined(separator: ", ") + "."
    }
}

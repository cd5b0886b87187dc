import Diagnostics
import HTTPExchange
import HTTPTypes
import JSONValues
import Manifests
import Plans
import Secrets

extension PlanDocument {
    /// Takes a plan down.
    ///
    /// - Parameters:
    ///   - plan: The plan.
    ///   - manifest: The manifest that it is of.
    init(_ plan: Plan, of manifest: Manifest) {
        let redactor = Redactor()
        let redact: @Sendable (String) -> String = { redactor.redact($0) }
        var lineage: String?
        if case .compared(let id) = plan.comparison { lineage = id }
        let declared = Dictionary(
            manifest.jobs.map { ($0.name.value, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        self.init(
            manifest: plan.manifest,
            file: plan.file,
            lineage: lineage,
            planDigest: plan.planDigest,
            labels: Self.labels(manifest.labels),
            jobs: Self.jobs(of: plan, redact) { Self.terms(of: declared[$0]) },
            credentials: plan.credentials.map { use in
                var members: [JSONValue.Member] = [
                    .init("name", .string(use.credential.name.value)),
                    .init("authority", .string(use.authority)),
                    .init("hosts", .array(use.hosts.map(JSONValue.string))),
                ]
                members += (use.declaration.members ?? []).filter { $0.name != "authority" }
                return .object(members)
            },
            departed: plan.departed.map {
                Departed(address: $0.address, state: $0.state.rawValue, attempt: $0.number)
            }
        )
    }

    private static func jobs(
        of plan: Plan,
        _ redact: @escaping @Sendable (String) -> String,
        terms: (String) -> JSONValue
    ) -> [Job] {
        var jobs: [Job] = []
        jobs.reserveCapacity(plan.jobs.count)
        for group in plan.groups {
            let needs = group.needs.map {
                JobAddress(manifest: plan.manifest, job: plan.groups[$0].name).description
            }
            let terms = terms(group.name)
            var places = Places()
            for place in group.jobs where plan.jobs[place].isSelected {
                jobs.append(
                    Job(plan.jobs, place, in: group, needs: needs, terms: terms, &places, redact)
                )
            }
        }
        return jobs
    }

    /// The words on where a job goes: very many jobs share them.
    fileprivate struct Places {
        private var last: (realm: Realm, target: EndpointTarget)?
        private(set) var realm = ""
        private(set) var hosts: [String] = []

        mutating func move(to submission: Submission) {
            if let last, last.realm == submission.realm, last.target == submission.target { return }
            last = (submission.realm, submission.target)
            realm = submission.realm.description
            hosts = submission.target.hosts
        }
    }

    private static func labels(_ labels: [String: String]) -> JSONValue {
        .object(labels.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })
    }

    /// What a job's manifest says of it beside what the remote job is.
    private static func terms(of job: Manifests.Job?) -> JSONValue {
        guard let job else { return [:] }
        let rerun =
            switch job.rerun {
            case .once: "once"
            case .always: "always"
            case .per: "per"
            }
        var timeouts: [JSONValue.Member] = []
        for (name, limit) in [("queue", job.queueTimeout), ("execution", job.executionTimeout)] {
            guard let limit else { continue }
            timeouts.append(.init(name, .number(JSONNumber(Int(limit.value.components.seconds)))))
        }
        var members: [JSONValue.Member] = [
            .init("labels", labels(job.labels)), .init("rerun", .string(rerun)),
            .init("timeoutsInSeconds", .object(timeouts)),
        ]
        if let retry = job.retry {
            members.append(.init("attemptsPerRun", .number(JSONNumber(retry.attempts))))
        }
        return .object(members)
    }
}

extension PlanDocument.Job {
    /// Takes one of a plan's jobs down; what is seldom asked for is made of the plan's own job then.
    fileprivate init(
        _ jobs: [PlannedJob],
        _ place: Int,
        in group: Plan.JobGroup,
        needs: [String],
        terms: JSONValue,
        _ places: inout PlanDocument.Places,
        _ redact: @escaping @Sendable (String) -> String
    ) {
        let job = jobs[place]
        let submission = job.submission
        places.move(to: submission)
        let wording = DecisionWording(job)
        self.init(
            address: submission.address.description,
            entry: group.name,
            isMatrix: group.isMatrix,
            decision: wording.name,
            why: redact(wording.headline),
            details: (wording.details + submission.fixtures).map(redact),
            changes: Self.changes(job, redact),
            previous: Self.previous(job),
            attempt: job.sends ? job.nextAttemptNumber : nil,
            needs: needs,
            realm: places.realm,
            occurrence: submission.occurrence,
            endpoint: submission.endpoint,
            credential: submission.credential,
            credentialHosts: places.hosts,
            runDigest: submission.runDigest,
            terms: terms,
            warnings: job.warnings.map { redact($0.message) },
            run: {
                let text = redact(jobs[place].submission.canonicalText)
                return (try? JSONReader().read(Array(text.utf8))) ?? .null
            },
            request: { jobs[place].sends ? PlanDocument.Request(jobs[place], redact) : nil }
        )
    }

    private static func changes(_ job: PlannedJob, _ redact: (String) -> String) -> [FieldDifference] {
        guard case .changed(_, let changes) = job.decision else { return [] }
        return changes.map {
            FieldDifference(path: $0.path, before: $0.before.map(redact), after: $0.after.map(redact))
        }
    }

    private static func previous(_ job: PlannedJob) -> JSONValue {
        switch job.decision {
        case .notCompared, .new: .null
        case .changed(let record, _), .upToDate(let record), .takeUp(let record), .again(let record, _),
            .leave(let record), .unsettled(let record):
            .object([
                .init("attempt", .number(JSONNumber(record.number))),
                .init("state", .string(record.state.rawValue)),
                .init("remoteID", .optional(record.remoteID)),
                .init("changedAt", .string(record.changedAt)),
            ])
        }
    }
}

extension PlanDocument.Request {
    fileprivate init(_ job: PlannedJob, _ redact: (String) -> String) {
        let submission = job.submission
        let engine = Composition.engine(for: submission.target)
        let request = engine.preview(submission, key: "<key of attempt \(job.nextAttemptNumber)>")
        let audience = engine.audience(for: submission.target)
        let text = redact(String(decoding: request.body, as: UTF8.self))
        self.init(
            method: request.method.rawValue,
            url: redact(request.address.description),
            headers: [("Authorization", "Bearer <token of \(submission.credential) for \(audience)>")]
                + request.fields.map { ($0.name.rawName, redact($0.value)) },
            body: (try? JSONReader().read(Array(text.utf8))) ?? .string(text)
        )
    }
}

/// A decision in words.
struct DecisionWording {
    let name: PlanDocument.DecisionName
    let headline: String
    let details: [String]

    init(_ job: PlannedJob) {
        switch job.decision {
        case .notCompared: self.init("to submit", [], .notCompared)
        case .new: self.init("new", [], .new)
        case .changed(let record, let changes):
            var details = changes.map {
                FieldDifference(path: $0.path, before: $0.before, after: $0.after).words
            }
            if !record.state.isSettled {
                details.append("attempt \(record.number) is \(record.state.rawValue): waits for it first")
            }
            self.init("changed since attempt \(record.number)", details, .changed)
        case .upToDate(let record):
            self.init("up to date", Self.settled(record), .upToDate)
        case .takeUp(let record):
            self.init(
                "attempt \(record.number) is \(record.state.rawValue): taken up, not sent again",
                record.remoteID.map { ["as \($0)"] } ?? [],
                .takeUp
            )
        case .again(let record, let why):
            self.init("attempt \(job.nextAttemptNumber): \(why)", Self.settled(record), .again)
        case .leave(let record):
            let verb = record.state == .cancelled ? "was cancelled" : record.state.rawValue
            self.init(
                "attempt \(record.number) \(verb): nothing is sent",
                ["--rerun \(record.address) submits it again"],
                .leave
            )
        case .unsettled(let record):
            self.init(
                "attempt \(record.number) is \(record.state.rawValue): nothing is sent",
                record.reason.map { [$0] } ?? [],
                .unsettled
            )
        }
    }

    private init(_ headline: String, _ details: [String], _ name: PlanDocument.DecisionName) {
        self.headline = headline
        self.details = details
        self.name = name
    }

    private static func settled(_ record: AttemptRecord) -> [String] {
        var text = "attempt \(record.number) \(record.state.rawValue) at \(record.changedAt)"
        if let remoteID = record.remoteID { text += " as \(remoteID)" }
        return record.state == .succeeded
            ? [text, "inputs are compared by URI, not by content"]
            : [text] + (record.reason.map { [$0] } ?? [])
    }
}

public import Diagnostics
public import HTTPExchange

/// What would be done and why: one entry for each job, in the order of the manifest. Holds no secret and no engine.
public struct Plan: Sendable {
    /// The manifest's name.
    public let manifest: String
    /// The manifest's file, as it was typed.
    public let file: String
    /// Whether a ledger was looked at.
    public let comparison: Comparison
    /// The jobs.
    public let jobs: [PlannedJob]
    /// Jobs of this manifest that the ledger knows and the manifest no longer has.
    public let departed: [AttemptRecord]
    /// `p1:` and the SHA-256 of the canonical text of everything that the plan says of the manifest.
    public let planDigest: String

    /// Whether a ledger was looked at.
    public enum Comparison: Hashable, Sendable {
        /// No ledger was given.
        case notCompared
        /// Compared with the ledger of that lineage.
        case compared(lineage: String)
    }
}

/// One job of a plan.
public struct PlannedJob: Sendable {
    /// What would be submitted.
    public let submission: Submission
    /// What `apply` would do with it.
    public let decision: Decision
    /// Things to look at, such as a place that an earlier attempt wrote to.
    public let warnings: [Diagnostic]

    /// What `apply` does with a job, by its latest settled attempt (design: the table of convergence).
    public enum Decision: Sendable {
        /// No ledger was looked at.
        case notCompared
        /// Nothing is known of it here: attempt 1.
        case new
        /// The latest attempt had another digest; what differs. Waits for an unfinished one first.
        case changed(from: AttemptRecord, [Change])
        /// Settled as it is wanted.
        case upToDate(AttemptRecord)
        /// Sent and not settled: taken up again, never sent again.
        case takeUp(AttemptRecord)
        /// The latest attempt failed or was rejected, or `rerun` asks for another.
        case again(after: AttemptRecord, why: String)
        /// Cancelled: nothing, until somebody asks.
        case leave(AttemptRecord)
        /// It cannot be known what became of the latest attempt: nothing is sent.
        case unsettled(AttemptRecord)
    }

    /// One difference between what ran and what would run.
    public struct Change: Hashable, Sendable {
        /// Where, such as `inputs.patients.uri`.
        public let path: String
        /// What it was; `nil` when it is new.
        public let before: String?
        /// What it is; `nil` when it is gone.
        public let after: String?

        /// Makes a difference.
        ///
        /// - Parameters:
        ///   - path: Where.
        ///   - before: What it was.
        ///   - after: What it is.
        public init(path: String, before: String?, after: String?) {
            self.path = path
            self.before = before
            self.after = after
        }
    }

    /// Whether `apply` would send something.
    public var sends: Bool {
        switch decision {
        case .notCompared, .new, .changed, .again: true
        case .upToDate, .takeUp, .leave, .unsettled: false
        }
    }
}

/// The state of an attempt, as the ledger has it.
public enum JobState: String, CaseIterable, Sendable {
    /// Written down before it is sent. Found so after a crash it is as good as ``unknown``.
    case intent
    /// The engine has it.
    case submitted
    /// Waiting for compute.
    case queued
    /// Running.
    case running
    /// Done.
    case succeeded
    /// Done, and it failed.
    case failed
    /// Ended by somebody.
    case cancelled
    /// Proved not to have been created.
    case rejected
    /// It cannot be known yet whether it was created.
    case unknown
    /// The engine no longer knows it.
    case lost
    /// Not sent, with a reason.
    case skipped

    /// Whether nothing more will happen to it by itself.
    public var isSettled: Bool {
        switch self {
        case .succeeded, .failed, .cancelled, .rejected, .skipped: true
        case .intent, .submitted, .queued, .running, .unknown, .lost: false
        }
    }
}

/// One attempt, as the ledger tells it.
public struct AttemptRecord: Hashable, Sendable {
    /// UUIDv5 that identifies it for ever: ``Attempt/key(lineage:submission:number:)``.
    public let key: String
    /// Where it runs: ``Realm/description``.
    public let realm: String
    /// Which job: ``JobAddress/description``.
    public let address: String
    /// The occurrence, for jobs that recur.
    public let occurrence: String?
    /// From 1, for each realm, address and occurrence.
    public let number: Int
    /// The run that intended it.
    public let runID: String
    /// What the remote job is, as a digest.
    public let runDigest: String
    /// The text that the digest is of.
    public let canonicalText: String
    /// Where it stands.
    public let state: JobState
    /// The engine's own id for the job.
    public let remoteID: String?
    /// The page where people look at it.
    public let link: String?
    /// Why it is in this state, in words.
    public let reason: String?
    /// When the intent was written, RFC 3339.
    public let intendedAt: String
    /// When the state last changed, RFC 3339.
    public let changedAt: String
    /// Output URIs by name, as they were sent.
    public let outputs: [String: String]

    /// Makes a record.
    ///
    /// - Parameters:
    ///   - key: The attempt's key.
    ///   - realm: Where it runs.
    ///   - address: Which job.
    ///   - occurrence: The occurrence.
    ///   - number: From 1.
    ///   - runID: The run that intended it.
    ///   - runDigest: What the remote job is.
    ///   - canonicalText: The text that the digest is of.
    ///   - state: Where it stands.
    ///   - remoteID: The engine's id.
    ///   - link: Where people look at it.
    ///   - reason: Why it is in this state.
    ///   - intendedAt: RFC 3339.
    ///   - changedAt: RFC 3339.
    ///   - outputs: Output URIs by name.
    public init(
        key: String,
        realm: String,
        address: String,
        occurrence: String?,
        number: Int,
        runID: String,
        runDigest: String,
        canonicalText: String,
        state: JobState,
        remoteID: String?,
        link: String?,
        reason: String?,
        intendedAt: String,
        changedAt: String,
        outputs: [String: String]
    ) {
        self.key = key
        self.realm = realm
        self.address = address
        self.occurrence = occurrence
        self.number = number
        self.runID = runID
        self.runDigest = runDigest
        self.canonicalText = canonicalText
        self.state = state
        self.remoteID = remoteID
        self.link = link
        self.reason = reason
        self.intendedAt = intendedAt
        self.changedAt = changedAt
        self.outputs = outputs
    }
}

/// What the planner may know of a ledger.
public struct LedgerSnapshot: Sendable {
    /// The ledger's lineage.
    public let lineage: String
    /// Every attempt of the manifest's jobs, in every realm, oldest first.
    public let attempts: [AttemptRecord]

    /// Makes a snapshot.
    ///
    /// - Parameters:
    ///   - lineage: The ledger's lineage.
    ///   - attempts: Attempts, oldest first.
    public init(lineage: String, attempts: [AttemptRecord]) {
        self.lineage = lineage
        self.attempts = attempts
    }
}

public import JSONValues
public import Plans

/// One thing that happened.
public enum LedgerEvent: Hashable, Sendable {
    /// A run began.
    case runStarted(RunRecord)
    /// An attempt is about to be sent. Committed before the request leaves.
    case intent(IntentRecord)
    /// The far side answered a submission; recorded before it is understood.
    case answered(key: String, AnswerRecord)
    /// The engine has the job.
    case submitted(key: String, remoteID: String, link: String?, deployment: String?)
    /// The job's state changed, as the engine tells it.
    case observed(key: String, state: JobState, word: String)
    /// The attempt ended: succeeded, failed, cancelled, rejected, lost or skipped.
    case settled(key: String, state: JobState, reason: String?)
    /// It cannot be known whether the job was created.
    case unknown(key: String, reason: String)
    /// A run ended.
    case runFinished(runID: String, exitStatus: Int32)

    /// Who ran what, where.
    public struct RunRecord: Hashable, Sendable {
        /// UUIDv7.
        public let runID: String
        /// `apply`, later also `resume` and `retry`.
        public let command: String
        /// The manifest's name.
        public let manifest: String
        /// The plan's digest.
        public let planDigest: String
        /// The user's name.
        public let user: String
        /// The machine's name.
        public let machine: String
        /// The tool's version.
        public let toolVersion: String

        /// Makes a record.
        public init(
            runID: String,
            command: String,
            manifest: String,
            planDigest: String,
            user: String,
            machine: String,
            toolVersion: String
        ) {
            self.runID = runID
            self.command = command
            self.manifest = manifest
            self.planDigest = planDigest
            self.user = user
            self.machine = machine
            self.toolVersion = toolVersion
        }
    }

    /// An attempt as it is about to be sent.
    public struct IntentRecord: Hashable, Sendable {
        /// The attempt's key.
        public let key: String
        /// The run that intends it.
        public let runID: String
        /// ``Realm/description``.
        public let realm: String
        /// The manifest's name.
        public let manifest: String
        /// ``JobAddress/description``.
        public let address: String
        /// The occurrence.
        public let occurrence: String?
        /// From 1.
        public let number: Int
        /// What the remote job is.
        public let runDigest: String
        /// The text that the digest is of.
        public let canonicalText: String
        /// Where it is sent, without query.
        public let target: String
        /// The body as it is sent (no secret is ever part of it).
        public let body: String
        /// Output URIs by name, filled in.
        public let outputs: [String: String]

        /// Makes a record.
        public init(
            key: String,
            runID: String,
            realm: String,
            manifest: String,
            address: String,
            occurrence: String?,
            number: Int,
            runDigest: String,
            canonicalText: String,
            target: String,
            body: String,
            outputs: [String: String]
        ) {
            self.key = key
            self.runID = runID
            self.realm = realm
            self.manifest = manifest
            self.address = address
            self.occurrence = occurrence
            self.number = number
            self.runDigest = runDigest
            self.canonicalText = canonicalText
            self.target = target
            self.body = body
            self.outputs = outputs
        }
    }

    /// An answer as it came, cut and cleaned.
    public struct AnswerRecord: Hashable, Sendable {
        /// The HTTP status; `nil` when no answer came.
        public let httpStatus: Int?
        /// The service's id for the request.
        public let requestID: String?
        /// At most 16 KiB of the body, redacted; or what went wrong.
        public let body: String

        /// Makes a record.
        public init(httpStatus: Int?, requestID: String?, body: String) {
            self.httpStatus = httpStatus
            self.requestID = requestID
            self.body = body
        }
    }
}

/// One event in the chain.
public struct LedgerEntry: Hashable, Sendable {
    /// From 1, without gaps.
    public let sequence: Int
    /// When it was written, RFC 3339 in UTC.
    public let time: String
    /// The event's kind, such as `intent`.
    public let kind: String
    /// The event as canonical JSON (RFC 8785).
    public let payload: String
    /// The hash of the entry before, 64 hex digits; of the ledger's birth record for the first.
    public let previousHash: String
    /// SHA-256 over the previous hash and this entry's canonical text, 64 hex digits.
    public let hash: String

    /// Makes an entry.
    public init(sequence: Int, time: String, kind: String, payload: String, previousHash: String, hash: String) {
        self.sequence = sequence
        self.time = time
        self.kind = kind
        self.payload = payload
        self.previousHash = previousHash
        self.hash = hash
    }
}

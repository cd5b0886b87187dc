import JSONValues

extension LedgerEvent {
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

extension LedgerEvent.RunRecord {
    var payload: JSONValue {
        .members([
            ("command", command), ("machine", machine), ("manifest", manifest), ("planDigest", planDigest),
            ("runID", runID), ("toolVersion", toolVersion), ("user", user),
        ])
    }

    init(_ member: PayloadMembers) throws(LedgerEvent.Unreadable) {
        self.init(
            runID: try member.string("runID"),
            command: try member.string("command"),
            manifest: try member.string("manifest"),
            planDigest: try member.string("planDigest"),
            user: try member.string("user"),
            machine: try member.string("machine"),
            toolVersion: try member.string("toolVersion")
        )
    }
}

extension LedgerEvent.IntentRecord {
    var payload: JSONValue {
        .members([
            ("address", address), ("body", body), ("canonicalText", canonicalText), ("key", key),
            ("manifest", manifest), ("occurrence", occurrence), ("realm", realm), ("runDigest", runDigest),
            ("runID", runID), ("target", target),
        ])
        .adding("number", number)
        .adding(
            "outputs",
            .object(outputs.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })
        )
    }

    init(_ member: PayloadMembers) throws(LedgerEvent.Unreadable) {
        self.init(
            key: try member.string("key"),
            runID: try member.string("runID"),
            realm: try member.string("realm"),
            manifest: try member.string("manifest"),
            address: try member.string("address"),
            occurrence: try member.optionalString("occurrence"),
            number: try member.integer("number"),
            runDigest: try member.string("runDigest"),
            canonicalText: try member.string("canonicalText"),
            target: try member.string("target"),
            body: try member.string("body"),
            outputs: try member.strings("outputs")
        )
    }
}

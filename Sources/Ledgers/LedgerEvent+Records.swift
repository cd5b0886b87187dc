import JSONValues

extension LedgerEvent {
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
        /// The credential's name in the manifest; `nil` in entries of ledgers of version 1.
        public let credential: String?
        /// Where it is sent, without query.
        public let target: String
        /// The deployment that it names; `nil` for the endpoint's default.
        public let deployment: String?
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
            credential: String? = nil,
            target: String,
            deployment: String? = nil,
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
            self.credential = credential
            self.target = target
            self.deployment = deployment
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

extension LedgerEvent.IntentRecord {
    var payload: JSONValue {
        .members([
            ("address", address), ("body", body), ("canonicalText", canonicalText),
            ("credential", credential), ("deployment", deployment), ("key", key), ("manifest", manifest),
            ("occurrence", occurrence), ("realm", realm), ("runDigest", runDigest),
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
            credential: try member.optionalString("credential"),
            target: try member.string("target"),
            deployment: try member.optionalString("deployment"),
            body: try member.string("body"),
            outputs: try member.strings("outputs")
        )
    }
}

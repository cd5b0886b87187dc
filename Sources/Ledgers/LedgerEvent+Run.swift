import JSONValues

extension LedgerEvent {
    /// Who ran what, where: one for each invocation of a command that may send.
    public struct RunRecord: Hashable, Sendable {
        /// UUIDv7.
        public let runID: String
        /// The command, such as `apply`.
        public let command: String
        /// What it was given, in order; empty when nothing could be read.
        public internal(set) var manifests: [ManifestRecord]
        /// The user's name.
        public let user: String
        /// The machine's name.
        public let machine: String
        /// The tool's version.
        public let toolVersion: String
        /// The CI job that it is part of.
        public let ci: CIRecord?
        /// The state of the manifests' Git work tree.
        public let source: SourceRecord?
        /// The run that it continues or repeats.
        public let parent: String?
        /// What it was given beside the manifests.
        public let given: GivenRecord?

        /// Makes a record.
        public init(
            runID: String,
            command: String,
            manifests: [ManifestRecord],
            user: String,
            machine: String,
            toolVersion: String,
            ci: CIRecord? = nil,
            source: SourceRecord? = nil,
            parent: String? = nil,
            given: GivenRecord? = nil
        ) {
            self.runID = runID
            self.command = command
            self.manifests = manifests
            self.user = user
            self.machine = machine
            self.toolVersion = toolVersion
            self.ci = ci
            self.source = source
            self.parent = parent
            self.given = given
        }
    }

    /// A manifest that a run was given.
    public struct ManifestRecord: Hashable, Sendable {
        /// Its `metadata.name`; `nil` when the run ended before it was known.
        public let name: String?
        /// Its file, as it was typed.
        public let file: String?
        /// `sha256:` and the digest of the file's bytes; only of a manifest that is valid.
        public let digest: String?
        /// The plan's digest; only of a manifest that could be planned.
        public let planDigest: String?

        /// Makes a record.
        public init(name: String?, file: String?, digest: String?, planDigest: String?) {
            self.name = name
            self.file = file
            self.digest = digest
            self.planDigest = planDigest
        }

        /// What identifies a file's content.
        ///
        /// - Parameter bytes: The content.
        /// - Returns: `sha256:` and 64 hex digits.
        public static func digest(of bytes: [UInt8]) -> String { "sha256:" + LedgerChain.digest(bytes) }
    }

    /// The job of a CI system.
    public struct CIRecord: Hashable, Sendable {
        /// The system, such as `github-actions`.
        public let system: String
        /// The page of the job.
        public let jobURL: String?
        /// Who made it run.
        public let actor: String?

        /// Makes a record.
        public init(system: String, jobURL: String?, actor: String?) {
            self.system = system
            self.jobURL = jobURL
            self.actor = actor
        }
    }

    /// The state of a Git work tree.
    public struct SourceRecord: Hashable, Sendable {
        /// The commit that is checked out.
        public let commit: String
        /// Whether anything differs from it, or is not tracked; `nil` when that could not be found out.
        public let isDirty: Bool?

        /// Makes a record.
        public init(commit: String, isDirty: Bool?) {
            self.commit = commit
            self.isDirty = isDirty
        }
    }

    /// As whom a run asks, by what the token says; never a secret.
    public struct IdentityRecord: Hashable, Sendable {
        /// The credential's name in the manifest.
        public let credential: String
        /// The credential's type, such as `azure-service-principal`.
        public let type: String
        /// The application that the token was given to.
        public let clientID: String?
        /// The object in the directory.
        public let objectID: String?
        /// The tenant.
        public let tenantID: String?

        /// Makes a record.
        public init(credential: String, type: String, clientID: String?, objectID: String?, tenantID: String?)
        {
            self.credential = credential
            self.type = type
            self.clientID = clientID
            self.objectID = objectID
            self.tenantID = tenantID
        }
    }

    /// What was wrong.
    public struct ProblemRecord: Hashable, Sendable {
        /// The diagnostic's code, such as `RN0203`.
        public let code: String
        /// Its message, redacted.
        public let message: String
        /// `file:line:column`.
        public let place: String?

        /// Makes a record.
        public init(code: String, message: String, place: String? = nil) {
            self.code = code
            self.message = message
            self.place = place
        }
    }
}

extension LedgerEvent.RunRecord {
    var payload: JSONValue {
        var value = JSONValue.members([
            ("command", command), ("machine", machine), ("runID", runID), ("toolVersion", toolVersion),
            ("user", user),
        ])
        if let ci {
            let members = [("actor", ci.actor), ("jobURL", ci.jobURL), ("system", ci.system)]
            value = value.adding("ci", .members(members))
        }
        if let source {
            let commit = JSONValue.members([("commit", source.commit)])
            value = value.adding("source", source.isDirty.map { commit.adding("dirty", .bool($0)) } ?? commit)
        }
        value = value.adding("manifests", .array(manifests.map(\.payload)))
        if let parent { value = value.adding("parent", .string(parent)) }
        if let given { value = value.adding("given", given.payload) }
        return value
    }

    init(_ member: PayloadMembers) throws(LedgerEvent.Unreadable) {
        var manifests = try member.list("manifests", of: LedgerEvent.ManifestRecord.init)
        // Version 1 has one run for each manifest.
        if let name = try member.optionalString("manifest") {
            let digest = try member.optionalString("planDigest")
            manifests.append(.init(name: name, file: nil, digest: nil, planDigest: digest))
        }
        let ci = try member.optionalObject("ci")
        let source = try member.optionalObject("source")
        self.init(
            runID: try member.string("runID"),
            command: try member.string("command"),
            manifests: manifests,
            user: try member.string("user"),
            machine: try member.string("machine"),
            toolVersion: try member.string("toolVersion"),
            ci: try ci.map(LedgerEvent.CIRecord.init),
            source: try source.map(LedgerEvent.SourceRecord.init),
            parent: try member.optionalString("parent"),
            given: try member.optionalObject("given").map(LedgerEvent.GivenRecord.init)
        )
    }
}

extension LedgerEvent.ManifestRecord {
    fileprivate var payload: JSONValue {
        .members([("digest", digest), ("file", file), ("name", name), ("planDigest", planDigest)])
    }

    fileprivate init(_ member: PayloadMembers) throws(LedgerEvent.Unreadable) {
        self.init(
            name: try member.optionalString("name"),
            file: try member.optionalString("file"),
            digest: try member.optionalString("digest"),
            planDigest: try member.optionalString("planDigest")
        )
    }
}

extension LedgerEvent.CIRecord {
    fileprivate init(_ member: PayloadMembers) throws(LedgerEvent.Unreadable) {
        self.init(
            system: try member.string("system"),
            jobURL: try member.optionalString("jobURL"),
            actor: try member.optionalString("actor")
        )
    }
}

extension LedgerEvent.SourceRecord {
    fileprivate init(_ member: PayloadMembers) throws(LedgerEvent.Unreadable) {
        self.init(commit: try member.string("commit"), isDirty: try member.optionalBool("dirty"))
    }
}

extension LedgerEvent.IdentityRecord {
    var payload: JSONValue {
        .members([
            ("clientID", clientID), ("credential", credential), ("objectID", objectID),
            ("tenantID", tenantID), ("type", type),
        ])
    }

    init(_ member: PayloadMembers) throws(LedgerEvent.Unreadable) {
        self.init(
            credential: try member.string("credential"),
            type: try member.string("type"),
            clientID: try member.optionalString("clientID"),
            objectID: try member.optionalString("objectID"),
            tenantID: try member.optionalString("tenantID")
        )
    }
}

extension LedgerEvent.ProblemRecord {
    var payload: JSONValue { .members([("code", code), ("message", message), ("place", place)]) }

    init(_ member: PayloadMembers) throws(LedgerEvent.Unreadable) {
        self.init(
            code: try member.string("code"),
            message: try member.string("message"),
            place: try member.optionalString("place")
        )
    }
}

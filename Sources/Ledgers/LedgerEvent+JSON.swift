public import JSONValues
import Plans

/// The form of events in the ledger. Members without a value are left out; names are those of the Swift records.
extension LedgerEvent {
    /// The event's kind, the word in the `kind` column; for ever.
    public var kind: String {
        switch self {
        case .runStarted: "runStarted"
        case .authenticated: "authenticated"
        case .intent: "intent"
        case .answered: "answered"
        case .submitted: "submitted"
        case .observed: "observed"
        case .settled: "settled"
        case .unknown: "unknown"
        case .noted: "noted"
        case .runFinished: "runFinished"
        }
    }

    /// The key of the attempt that the event is about; `nil` for events of a run.
    public var key: String? {
        switch self {
        case .runStarted, .authenticated, .runFinished: nil
        case .intent(let record): record.key
        case .answered(let key, _), .submitted(let key, _, _, _), .observed(let key, _, _),
            .settled(let key, _, _),
            .unknown(let key, _), .noted(let key, _, _):
            key
        }
    }

    /// The event as a JSON object, without its kind.
    public var payload: JSONValue {
        switch self {
        case .runStarted(let record): record.payload
        case .authenticated(let runID, let identities):
            .members([("runID", runID)]).adding("identities", .array(identities.map(\.payload)))
        case .intent(let record): record.payload
        case .answered(let key, let record):
            .members([
                ("body", record.body), ("key", key), ("requestID", record.requestID),
            ]).adding("httpStatus", record.httpStatus)
        case .submitted(let key, let remoteID, let link, let deployment):
            .members([("deployment", deployment), ("key", key), ("link", link), ("remoteID", remoteID)])
        case .observed(let key, let state, let word):
            .members([("key", key), ("state", state.rawValue), ("word", word)])
        case .settled(let key, let state, let reason):
            .members([("key", key), ("reason", reason), ("state", state.rawValue)])
        case .unknown(let key, let reason): .members([("key", key), ("reason", reason)])
        case .noted(let key, let note, let detail):
            .members([("detail", detail), ("key", key), ("note", note.rawValue)])
        case .runFinished(let runID, let exitStatus, let problems):
            .members([("runID", runID)]).adding("exitStatus", Int(exitStatus))
                .adding("problems", list: problems.map(\.payload))
        }
    }

    /// Reads an event as ``payload`` writes it; members that are not known are passed over.
    ///
    /// - Parameters:
    ///   - kind: The event's kind.
    ///   - payload: The event as a JSON object.
    /// - Throws: ``Unreadable`` for an unknown kind or a member that is missing or of another type.
    public init(kind: String, payload: JSONValue) throws(Unreadable) {
        let member = PayloadMembers(payload)
        switch kind {
        case "runStarted": self = .runStarted(try RunRecord(member))
        case "authenticated":
            self = .authenticated(
                runID: try member.string("runID"),
                try member.list("identities", of: IdentityRecord.init)
            )
        case "intent": self = .intent(try IntentRecord(member))
        case "answered":
            let record = AnswerRecord(
                httpStatus: try member.optionalInteger("httpStatus"),
                requestID: try member.optionalString("requestID"),
                body: try member.string("body")
            )
            self = .answered(key: try member.string("key"), record)
        case "submitted":
            self = .submitted(
                key: try member.string("key"),
                remoteID: try member.string("remoteID"),
                link: try member.optionalString("link"),
                deployment: try member.optionalString("deployment")
            )
        case "observed":
            self = .observed(
                key: try member.string("key"),
                state: try member.state("state"),
                word: try member.string("word")
            )
        case "settled":
            self = .settled(
                key: try member.string("key"),
                state: try member.state("state"),
                reason: try member.optionalString("reason")
            )
        case "unknown": self = .unknown(key: try member.string("key"), reason: try member.string("reason"))
        case "noted":
            guard let note = Note(rawValue: try member.string("note")) else {
                throw Unreadable(reason: "`note` is not known to this version")
            }
            self = .noted(key: try member.string("key"), note, try member.string("detail"))
        case "runFinished":
            guard let status = Int32(exactly: try member.integer("exitStatus")) else {
                throw Unreadable(reason: "`exitStatus` is out of range")
            }
            self = .runFinished(
                runID: try member.string("runID"),
                exitStatus: status,
                problems: try member.list("problems", of: ProblemRecord.init)
            )
        default: throw Unreadable(reason: "the kind of event is not known to this version")
        }
    }

    /// Why a payload is no event.
    public struct Unreadable: Error, Hashable, Sendable {
        /// What is wrong, without values.
        public let reason: String
    }
}

import Diagnostics
import HTTPExchange
import HTTPTypes
import Ledgers
import Plans

/// Writes what happens to attempts; what cannot be written once a request has left goes to the emergency line first, so
/// that a job's id is never lost.
///
/// The ledger takes secrets out of what it is given. Here it is done where a text is cut, since half a secret is not
/// recognised, or compared with what was written.
struct RecordKeeper: Sendable {
    let ledger: any LedgerStore
    let redact: @Sendable (String) -> String
    let emergency: @Sendable (LedgerEvent, Diagnostic) -> Void

    /// The most of an answer that is kept.
    static let bodyLimitInBytes = 16 << 10

    /// Commits an intent, or throws before anything is sent.
    func intend(_ intent: Intent, request: OutgoingRequest) async throws(Diagnostic) {
        let body = String(decoding: request.body, as: UTF8.self)
        let record = record(intent, at: request.address, body: body, outputs: intent.outputURIs)
        try await ledger.append([.intent(record)])
    }

    /// An intent as it stands in the ledger once it is written.
    func record(of intent: Intent, _ request: OutgoingRequest) -> LedgerEvent.IntentRecord {
        record(
            intent,
            at: request.address,
            body: redact(String(decoding: request.body, as: UTF8.self)),
            outputs: intent.outputURIs.mapValues(redact)
        )
    }

    /// Records attempts that are not made, each at once with the reason, so that nobody ever takes one for sent.
    func skip(
        _ intents: [(intent: Intent, reason: String)],
        as state: JobState = .skipped
    ) async throws(Diagnostic) {
        var events: [LedgerEvent] = []
        for (intent, reason) in intents {
            let address = intent.submission.target.address
            events.append(.intent(record(intent, at: address, body: "", outputs: [:])))
            events.append(.settled(key: intent.key, state: state, reason: redact(reason)))
        }
        try await ledger.append(events)
    }

    private func record(
        _ intent: Intent,
        at address: WebAddress,
        body: String,
        outputs: [String: String]
    ) -> LedgerEvent.IntentRecord {
        let submission = intent.submission
        return LedgerEvent.IntentRecord(
            key: intent.key,
            runID: intent.runID,
            realm: submission.realm.description,
            manifest: submission.address.manifest,
            address: submission.address.description,
            occurrence: submission.occurrence,
            number: intent.number,
            runDigest: submission.runDigest,
            canonicalText: submission.canonicalText,
            credential: submission.credential,
            target: address.scheme.rawValue + "://" + address.authority + address.path,
            deployment: submission.target.deployment,
            body: body,
            outputs: outputs
        )
    }

    /// The raw answer to a submission, or that there was none, as it is recorded.
    func answered(_ key: String, _ exchange: Result<HTTPAnswer, TransportFailure>) -> LedgerEvent {
        let record: LedgerEvent.AnswerRecord
        switch exchange {
        case .success(let answer):
            record = LedgerEvent.AnswerRecord(
                httpStatus: answer.status,
                requestID: answer.requestID,
                body: kept(answer.body)
            )
        case .failure(let failure):
            record = LedgerEvent.AnswerRecord(httpStatus: nil, requestID: nil, body: failure.words)
        }
        return .answered(key: key, record)
    }

    /// What of a body is kept.
    private func kept(_ body: [UInt8]) -> String {
        let text = String(decoding: body.prefix(2 * Self.bodyLimitInBytes), as: UTF8.self)
        guard text.utf8.count > Self.bodyLimitInBytes else { return text }
        return String(decoding: redact(text).utf8.prefix(Self.bodyLimitInBytes), as: UTF8.self)
    }

    /// Records what became of an attempt after its request left.
    func write(_ event: LedgerEvent) async throws(Diagnostic) { try await write([event]) }

    /// Records several things of one attempt in one step: all of them or, at the emergency line, each.
    func write(_ events: [LedgerEvent]) async throws(Diagnostic) {
        do {
            try await ledger.append(events)
        } catch {
            for event in events { emergency(event, error) }
            throw error
        }
    }
}

extension HTTPAnswer {
    /// The service's id for the request, for support.
    fileprivate var requestID: String? {
        fields.first { $0.name.canonicalName == "x-request-id" }?.value
    }
}

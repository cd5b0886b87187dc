public import Plans

/// What the events of one attempt amount to.
///
/// Pure; the same for every store.
///
/// | event | applies while the attempt is | then |
/// |---|---|---|
/// | `intent` | – | `intent` |
/// | `answered`, `noted` | – | no change: what stands there is only kept |
/// | `submitted` | `intent`, `unknown`, `lost` | `submitted`, with the engine's id; a link stays when none is told |
/// | `observed` | not settled | the observed state (never back to `intent`) |
/// | `settled` | not settled | that state, with its reason |
/// | `unknown` | `intent`, `unknown` | `unknown`: once it is proved that the job was created, doubt does not return |
///
/// A settled attempt (``JobState/isSettled``) takes no event any more, so a late or repeated answer never brings it
/// back; `lost` is not settled and can be found again. The reason belongs to the state: a new state without one
/// clears it. An attempt is as old as its intent.
public struct AttemptProjection: Sendable {
    private let intent: LedgerEvent.IntentRecord
    private let intendedAt: String
    private var state = JobState.intent
    private var changedAt: String
    private var remoteID: String?
    private var link: String?
    private var reason: String?

    /// Begins with an intent.
    ///
    /// - Parameters:
    ///   - intent: The attempt as it is about to be sent.
    ///   - time: When the intent was written.
    public init(_ intent: LedgerEvent.IntentRecord, at time: String) {
        self.intent = intent
        self.intendedAt = time
        self.changedAt = time
    }

    /// Takes the next event of the same attempt.
    ///
    /// - Parameters:
    ///   - event: What happened.
    ///   - time: When it was written.
    public mutating func take(_ event: LedgerEvent, at time: String) {
        guard !state.isSettled else { return }
        switch event {
        case .submitted(_, let remoteID, let link, _):
            guard state.isInDoubt else { return }
            self.remoteID = remoteID
            self.link = link ?? self.link
            enter(.submitted, nil, at: time)
        case .observed(_, let state, _):
            if state != .intent { enter(state, nil, at: time) }
        case .settled(_, let state, let reason):
            if state != .intent { enter(state, reason, at: time) }
        case .unknown(_, let reason):
            if state == .intent || state == .unknown { enter(.unknown, reason, at: time) }
        case .intent, .answered, .noted, .runStarted, .authenticated, .runFinished: break
        }
    }

    private mutating func enter(_ next: JobState, _ reason: String?, at time: String) {
        self.reason = reason
        guard next != state else { return }
        state = next
        changedAt = time
    }

    /// How the attempt stands.
    public var record: AttemptRecord {
        AttemptRecord(
            key: intent.key,
            realm: intent.realm,
            address: intent.address,
            occurrence: intent.occurrence,
            number: intent.number,
            runID: intent.runID,
            runDigest: intent.runDigest,
            canonicalText: intent.canonicalText,
            state: state,
            remoteID: remoteID,
            link: link,
            reason: reason,
            intendedAt: intendedAt,
            changedAt: changedAt,
            outputs: intent.outputs
        )
    }

    func matches(_ query: AttemptQuery) -> Bool {
        query.matches(intent, at: intendedAt) && query.allows(state)
    }
}

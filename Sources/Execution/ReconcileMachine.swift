import Plans

/// Decides what becomes of an attempt of which it is not known whether it was taken: takes events, gives actions.
///
/// Pure. The endpoint's list is looked at again and again over the visibility window. One job that can only be this
/// attempt's is adopted; when at least three listings, the last of them a whole window after the first, do not show it,
/// the same bytes with the same key are sent once more, or the attempt is held for a person, as the job wants it.
/// Whatever else is found is held: nothing is guessed.
struct ReconcileMachine {
    /// What happened.
    enum Event: Sendable {
        case begin
        /// The list was read; it was asked for so long after the first time.
        case listed(matches: [ListedJob], doubtful: Int, elapsed: Duration)
        case listFailed(String)
        case waited
    }

    /// What is to be done next.
    enum Action: Hashable, Sendable {
        case list
        case wait(Duration)
        case adopt(ListedJob)
        case resend
        case hold(reason: String)
    }

    /// What may be done when the list does not show the job.
    enum Policy: Hashable, Sendable {
        /// The same bytes go out once more.
        case resend
        /// They do not, and why.
        case hold(String)
    }

    /// How long a created job may be missing from the list.
    let window: Duration
    /// What may be done when the list does not show the job.
    let policy: Policy
    /// Whether no other attempt of the run reads and writes the same.
    let isAlone: Bool

    private var absences = 0
    private var failures = 0

    /// How many listings must miss a job.
    static let absenceLimit = 3
    /// How many failed listings in a row are put up with.
    static let failureLimit = 5
    /// When the list is looked at within the window.
    private static let looks: [Duration] = [
        .zero, .seconds(2), .seconds(5), .seconds(15), .seconds(30), .seconds(60),
    ]

    /// Begins to reconcile an attempt.
    ///
    /// - Parameters:
    ///   - window: How long a created job may be missing from the list.
    ///   - policy: What may be done when the list does not show the job.
    ///   - isAlone: Whether no other attempt of the run reads and writes the same.
    init(window: Duration, policy: Policy, isAlone: Bool) {
        self.window = window
        self.policy = policy
        self.isAlone = isAlone
    }

    /// Takes an event.
    ///
    /// - Parameter event: What happened.
    /// - Returns: What is to be done next.
    mutating func received(_ event: Event) -> Action {
        switch event {
        case .begin, .waited: return .list
        case .listFailed(let reason):
            failures += 1
            guard failures < Self.failureLimit else {
                return .hold(reason: "the endpoint's jobs cannot be listed: \(reason)")
            }
            return .wait(.seconds(5))
        case .listed(let matches, let doubtful, let elapsed):
            failures = 0
            return after(matches, doubtful, elapsed)
        }
    }

    private mutating func after(_ matches: [ListedJob], _ doubtful: Int, _ elapsed: Duration) -> Action {
        if let match = matches.first {
            guard matches.count == 1, doubtful == 0 else {
                return .hold(
                    reason: "\(matches.count + doubtful) jobs of the endpoint read and write the same"
                )
            }
            guard isAlone else {
                return .hold(
                    reason:
                        "`\(match.remoteID)` may be this attempt's or another's of this run: both read and write "
                        + "the same"
                )
            }
            return .adopt(match)
        }
        absences += 1
        guard absences >= Self.absenceLimit, elapsed >= window else { return .wait(untilNext(elapsed)) }
        if doubtful > 0 {
            return .hold(reason: "the list does not say when jobs that read and write the same were created")
        }
        switch policy {
        case .resend: return .resend
        case .hold(let why):
            return .hold(reason: "\(absences) listings over \(window.words) do not show the job; \(why)")
        }
    }

    /// The wait until the list is looked at next.
    private func untilNext(_ elapsed: Duration) -> Duration {
        guard elapsed < window else { return .zero }
        if window < .seconds(10) { return min(window / 2, window - elapsed) }
        return min(Self.looks.first { $0 > elapsed } ?? window, window) - elapsed
    }
}

/// Decides how hard one host is asked: takes what became of submissions, says whether the next may leave.
///
/// Pure: the time is passed in.
///
/// - How many are under way: from 4, twice as many after each window of successes until the first sign of trouble, from
///   then on one more (as RFC 5681 begins a connection); half of it after a 429, a 5xx or an answer that did not come,
///   at most once for those that left together; never above the ceiling.
/// - `Retry-After` of one submission holds back all of them.
/// - A budget of ten failures, which successes refill by a tenth each; while it is not more than half full nothing
///   is sent a second time.
/// - After five connections in a row that did not come about the host counts as down: nothing is sent, but one probe
///   every 30 s.
struct HostPacing {
    /// What became of a submission, as far as the host's health is concerned.
    enum Outcome: Hashable {
        /// The host answered, whatever it said of this job.
        case well
        /// It has too much to do; nothing is to be sent for a while where it says so.
        case busy(pause: Duration?)
        /// No connection came about.
        case unreachable
    }

    /// The right to send once, to be given back.
    struct Permit: Hashable {
        fileprivate let epoch: Int
    }

    /// Whether a submission may leave.
    enum Entry: Hashable {
        case go(Permit)
        /// Not yet: until another is over, or at the latest after that time.
        case wait(Duration?)
        /// The host is down.
        case down
    }

    private enum Breaker {
        case closed(failures: Int)
        case open(probeAt: Duration, isProbing: Bool)
    }

    /// How many may be under way at most.
    let ceiling: Int
    /// How many may be under way now.
    private(set) var limit: Int
    private(set) var underWay = 0
    private var successes = 0
    /// Whether nothing has said yet that it is too much.
    private var isUntroubled = true
    private var epoch = 0
    private var quietUntil = Duration.zero
    private var breaker = Breaker.closed(failures: 0)
    /// In tenths, so that sums stay exact.
    private var budget = Self.fullBudget

    private static let fullBudget = 100
    static let failuresUntilDown = 5
    static let probeInterval = Duration.seconds(30)

    /// Begins with a host that nothing is known of.
    ///
    /// - Parameter ceiling: How many may be under way at most.
    init(ceiling: Int) {
        self.ceiling = max(1, ceiling)
        self.limit = min(4, self.ceiling)
    }

    /// Whether something that failed may be sent again.
    var mayRetry: Bool { budget * 2 > Self.fullBudget }

    /// Asks to send.
    ///
    /// - Parameter now: The monotonic time.
    /// - Returns: Whether it may, or what it waits for.
    mutating func enter(now: Duration) -> Entry {
        if case .open(let probeAt, let isProbing) = breaker {
            guard !isProbing, now >= probeAt else { return .down }
            breaker = .open(probeAt: probeAt, isProbing: true)
        } else {
            guard now >= quietUntil else { return .wait(quietUntil - now) }
            guard underWay < limit else { return .wait(nil) }
        }
        underWay += 1
        return .go(Permit(epoch: epoch))
    }

    /// Gives a permit back.
    ///
    /// - Parameters:
    ///   - permit: The permit.
    ///   - outcome: What became of the submission.
    ///   - now: The monotonic time.
    mutating func leave(_ permit: Permit, _ outcome: Outcome, now: Duration) {
        underWay -= 1
        switch outcome {
        case .well:
            breaker = .closed(failures: 0)
            budget = min(Self.fullBudget, budget + 1)
            successes += 1
            if isUntroubled || successes >= limit, permit.epoch == epoch {
                successes = 0
                limit = min(ceiling, limit + 1)
            }
        case .busy(let pause):
            breaker = .closed(failures: 0)
            budget = max(0, budget - 10)
            isUntroubled = false
            if let pause { quietUntil = max(quietUntil, now + pause) }
            guard permit.epoch == epoch else { return }
            epoch += 1
            successes = 0
            limit = max(1, limit / 2)
        case .unreachable:
            budget = max(0, budget - 10)
            isUntroubled = false
            breaker = failed(breaker, now)
        }
    }

    private func failed(_ breaker: Breaker, _ now: Duration) -> Breaker {
        guard case .closed(let failures) = breaker, failures + 1 < Self.failuresUntilDown else {
            return .open(probeAt: now + Self.probeInterval, isProbing: false)
        }
        return .closed(failures: failures + 1)
    }
}

import Credentials
import Plans

/// Tells whether a listed job is the one that an attempt may have created: by what it reads and writes, who created it
/// and when.
struct JobMatch: Sendable {
    /// What the attempt reads and writes.
    let data: JobData
    /// The deployment that it named; `nil` for whichever.
    let deployment: String?
    /// When it may have been sent, in seconds since 1970 by this machine's clock; `nil` for any time.
    let sent: ClosedRange<Int64>?
    /// What its token says of who asks.
    let claims: TokenClaims?
    /// Jobs that are known to be other attempts'.
    let known: Set<String>

    /// How far the service's clock and ours may be apart beyond what its `Date` tells.
    static let tolerance: Int64 = 300

    /// What can be said of a listed job.
    enum Verdict: Hashable {
        case same
        case another
        /// It reads and writes the same, but the list does not say when it was created.
        case cannotTell
    }

    /// Judges one job.
    ///
    /// - Parameters:
    ///   - job: The listed job.
    ///   - skew: The service's time less this machine's, in seconds.
    /// - Returns: The verdict.
    func verdict(on job: ListedJob, skew: Int64) -> Verdict {
        guard !known.contains(job.remoteID), data.isMet(by: job.data) else { return .another }
        if let deployment, let other = job.deployment, !deployment.utf8.elementsEqual(other.utf8) {
            return .another
        }
        if let creator = job.creator, !canBe(creator) { return .another }
        guard let sent else { return .same }
        guard let created = job.created else { return .cannotTell }
        let first = sent.lowerBound + skew - Self.tolerance
        let last = sent.upperBound + skew + Self.tolerance
        return first <= created && created <= last ? .same : .another
    }

    /// Whether the creator can be who asks.
    ///
    /// Lists often have a display name, which a token does not: only an id can be
    /// told from another id.
    private func canBe(_ creator: String) -> Bool {
        guard let claims, creator.utf8.count == 36, creator.split(separator: "-").count == 5 else {
            return true
        }
        let ids = [claims.applicationID, claims.objectID].compactMap { $0?.lowercased() }
        return ids.isEmpty || ids.contains(creator.lowercased())
    }

    /// The jobs of a listing that are the attempt's, and how many more may be.
    ///
    /// - Parameters:
    ///   - jobs: Those of the list that may be.
    ///   - skew: The service's time less this machine's, in seconds.
    /// - Returns: The matches, and how many cannot be told.
    func search(_ jobs: [ListedJob], skew: Int64) -> (matches: [ListedJob], doubtful: Int) {
        var matches: [ListedJob] = []
        var doubtful = 0
        for job in jobs {
            switch verdict(on: job, skew: skew) {
            case .same: matches.append(job)
            case .cannotTell: doubtful += 1
            case .another: break
            }
        }
        return (matches, doubtful)
    }
}

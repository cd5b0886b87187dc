import Host
import Plans

/// How jobs stand that are followed, by their endpoint's list: one look at it tells of all of them, where asking about
/// each would be thousands of requests.
///
/// The list is a hint: it never ends a job, whose own document does. What it does not show, or shows as ended, is asked
/// about by itself; so is everything while the list cannot be had, has too many pages, or too few jobs are followed.
actor FollowedJobs {
    /// What a list says of a job.
    struct Glimpse: Hashable {
        let state: JobState
        let word: String
    }

    private struct Line {
        var followers = 0
        var isBusy = false
        /// The monotonic time at which the latest list was asked for, how old it may get, and what it says.
        var latest: (began: Duration, lasts: Duration, jobs: [String: Glimpse])?
        var restsUntil = Duration.zero
    }

    private var lines: [SharedListings.Key: Line] = [:]
    /// Who waits for a list that is on its way; beside the lines, so that none of it is copied with one.
    private var waiting: [SharedListings.Key: [CheckedContinuation<Void, Never>]] = [:]

    /// From how many jobs of one endpoint on its list is looked at.
    static let least = 20
    /// How many followed jobs a page of the list must stand for.
    static let jobsAPage = 4
    /// How long the list is left alone that may not be had, or is too long.
    static let rest = Duration.seconds(600)
    /// How long one that could not be had this time.
    static let shortRest = Duration.seconds(30)
    /// How long a list is good for each of its pages: so many are never asked for faster, whoever asks.
    static let spacing = Duration.milliseconds(50)

    /// Counts a job that is followed from now on.
    func join(_ key: SharedListings.Key) { lines[key, default: Line()].followers += 1 }

    /// Counts one that no longer is.
    func leave(_ key: SharedListings.Key) {
        lines[key]?.followers -= 1
        // Nobody is left to look at it.
        if lines[key]?.followers == 0 { lines[key]?.latest = nil }
    }

    /// How a job stands by a list that is not older than it may be.
    ///
    /// - Parameters:
    ///   - remoteID: The job.
    ///   - key: Its endpoint, and who asks.
    ///   - age: How old the list may be.
    ///   - time: The clock.
    ///   - fetch: Asks for the list, of so many pages at most; `nil` when it has more.
    /// - Returns: What the list says; `nil` when the job is to be asked about by itself.
    func glimpse(
        of remoteID: String,
        _ key: SharedListings.Key,
        notOlderThan age: Duration,
        _ time: any Timekeeper,
        _ fetch: @Sendable (_ pages: Int) async throws(InquiryFailure) -> JobListing?
    ) async -> Glimpse? {
        let asked = time.monotonic
        while true {
            guard let line = lines[key], line.followers >= Self.least, time.monotonic >= line.restsUntil
            else {
                return nil
            }
            if let latest = line.latest, latest.began + max(age, latest.lasts) >= asked {
                return latest.jobs[remoteID]
            }
            guard line.isBusy else {
                await look(key, time, pages: max(1, line.followers / Self.jobsAPage), fetch)
                return lines[key]?.latest?.jobs[remoteID]
            }
            await withCheckedContinuation { waiting[key, default: []].append($0) }
        }
    }

    private func look(
        _ key: SharedListings.Key,
        _ time: any Timekeeper,
        pages: Int,
        _ fetch: @Sendable (_ pages: Int) async throws(InquiryFailure) -> JobListing?
    ) async {
        lines[key]?.isBusy = true
        let began = time.monotonic
        var rest: Duration?
        lines[key]?.latest = nil
        do throws(InquiryFailure) {
            if let listing = try await fetch(pages) {
                lines[key]?.latest = (began, Self.spacing * listing.pages, Self.glimpses(of: listing))
            } else {
                rest = Self.rest
            }
        } catch {
            rest = if case .unreachable = error { Self.shortRest } else { Self.rest }
        }
        if let rest { lines[key]?.restsUntil = time.monotonic + rest }
        lines[key]?.isBusy = false
        for one in waiting.removeValue(forKey: key) ?? [] { one.resume() }
    }

    private static func glimpses(of listing: JobListing) -> [String: Glimpse] {
        var jobs: [String: Glimpse] = [:]
        jobs.reserveCapacity(listing.jobs.count)
        for job in listing.jobs {
            jobs[job.remoteID] = job.status.map { Glimpse(state: $0.state, word: $0.word) }
        }
        return jobs
    }
}

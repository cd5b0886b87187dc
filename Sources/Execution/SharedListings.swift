import Host
import Plans

/// The lists of endpoints' jobs: one of an endpoint at a time, whoever asks, so that thousands who look at the same time
/// cost as much as two.
actor SharedListings {
    /// Whose list, and who may see it.
    struct Key: Hashable {
        /// The endpoint, whichever deployment a job names.
        let endpoint: EndpointTarget
        let credential: String
    }

    /// What becomes of one listing.
    typealias Outcome = Result<ListingIndex, InquiryFailure>

    private struct Line {
        /// How many listings were begun.
        var begun = 0
        var isBusy = false
        var latest: (number: Int, outcome: Outcome)?
    }

    private var lines: [Key: Line] = [:]
    /// Who waits for a list that is on its way; beside the lines, so that none of it is copied with one.
    private var waiting: [Key: [CheckedContinuation<Void, Never>]] = [:]

    /// A list that is asked for from now on: what is on its way already may have been answered before what is looked for
    /// was there.
    ///
    /// - Parameters:
    ///   - key: Whose.
    ///   - time: The clock.
    ///   - fetch: Asks for the list.
    /// - Returns: The list, by what is looked for in it.
    /// - Throws: ``InquiryFailure``.
    func listing(
        _ key: Key,
        _ time: any Timekeeper,
        _ fetch: @Sendable () async throws(InquiryFailure) -> JobListing
    ) async throws(InquiryFailure) -> ListingIndex {
        let before = lines[key]?.begun ?? 0
        while true {
            let line = lines[key] ?? Line()
            if let latest = line.latest, latest.number > before { return try latest.outcome.get() }
            guard line.isBusy else { return try await begin(key, time, fetch).get() }
            await withCheckedContinuation { waiting[key, default: []].append($0) }
        }
    }

    /// How many wait for a list that is on its way.
    ///
    /// - Parameter key: Whose.
    /// - Returns: The number.
    func waiting(for key: Key) -> Int { waiting[key]?.count ?? 0 }

    private func begin(
        _ key: Key,
        _ time: any Timekeeper,
        _ fetch: @Sendable () async throws(InquiryFailure) -> JobListing
    ) async -> Outcome {
        var line = lines[key] ?? Line()
        line.begun += 1
        line.isBusy = true
        let number = line.begun
        lines[key] = line
        let began = time.monotonic
        let outcome: Outcome
        do throws(InquiryFailure) {
            let listing = try await fetch()
            outcome = .success(ListingIndex(listing, now: time.now.milliseconds / 1000, began: began))
        } catch {
            outcome = .failure(error)
        }
        lines[key]?.isBusy = false
        lines[key]?.latest = (number, outcome)
        for one in waiting.removeValue(forKey: key) ?? [] { one.resume() }
        return outcome
    }
}

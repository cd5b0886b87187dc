import Plans

/// An endpoint's list, by what is looked for in it.
struct ListingIndex: Sendable {
    /// The list.
    let listing: JobListing
    /// The service's time less this machine's, in seconds.
    let skew: Int64
    /// The monotonic time at which the list was asked for: it shows what there was then.
    let began: Duration

    private let byData: [JobData: [Int]]
    private let byInputs: [[String]: [Int]]
    private let byID: [String: Int]

    /// Indexes a list.
    ///
    /// - Parameters:
    ///   - listing: The list.
    ///   - now: This machine's time, in seconds since 1970, when it was answered.
    ///   - began: The monotonic time at which it was asked for.
    init(_ listing: JobListing, now: Int64, began: Duration) {
        self.listing = listing
        self.skew = listing.serviceTime.map { $0 - now } ?? 0
        self.began = began
        var byData: [JobData: [Int]] = [:]
        var byInputs: [[String]: [Int]] = [:]
        var byID: [String: Int] = [:]
        for (place, job) in listing.jobs.enumerated() {
            byData[job.data, default: []].append(place)
            byInputs[job.data.inputs, default: []].append(place)
            byID[job.remoteID] = place
        }
        self.byData = byData
        self.byInputs = byInputs
        self.byID = byID
    }

    /// The jobs that can be ones that were asked for with some data: all that are, and hardly another. (Equal texts are
    /// looked up together, whatever their bytes; whoever asks compares those.)
    ///
    /// - Parameter data: The data.
    /// - Returns: The jobs, in the order of the list.
    func candidates(for data: JobData) -> [ListedJob] {
        let places = data.outputs.isEmpty ? byInputs[data.inputs] : byData[data]
        return (places ?? []).map { listing.jobs[$0] }
    }

    /// The job with an id.
    ///
    /// - Parameter remoteID: The id.
    /// - Returns: The job; `nil` when the list does not show it.
    func job(_ remoteID: String) -> ListedJob? {
        guard let place = byID[remoteID], listing.jobs[place].remoteID.utf8.elementsEqual(remoteID.utf8)
        else {
            return nil
        }
        return listing.jobs[place]
    }
}

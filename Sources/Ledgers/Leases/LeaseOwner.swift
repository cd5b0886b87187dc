import JSONValues

/// Who holds a lease, or waits for one: for people, never compared.
public struct LeaseOwner: Hashable, Sendable {
    /// The run.
    public let runID: String
    /// The machine's name.
    public let machine: String
    /// The process id.
    public let processID: Int
    /// The user's name.
    public let user: String
    /// The page of the CI job that it is part of.
    public let jobURL: String?
    /// The job that it is for; `nil` for the run itself.
    public let address: String?

    /// Names an owner.
    ///
    /// - Parameters:
    ///   - runID: The run.
    ///   - machine: The machine's name.
    ///   - processID: The process id.
    ///   - user: The user's name.
    ///   - jobURL: The page of the CI job.
    ///   - address: The job that it is for.
    public init(
        runID: String,
        machine: String,
        processID: Int,
        user: String,
        jobURL: String? = nil,
        address: String? = nil
    ) {
        self.runID = runID
        self.machine = machine
        self.processID = processID
        self.user = user
        self.jobURL = jobURL
        self.address = address
    }

    /// The same owner, for one of its jobs.
    ///
    /// - Parameter address: The job.
    /// - Returns: The owner.
    public func working(on address: String) -> LeaseOwner {
        LeaseOwner(
            runID: runID,
            machine: machine,
            processID: processID,
            user: user,
            jobURL: jobURL,
            address: address
        )
    }

    /// The owner in words: the job, the process, and where it is looked at.
    public var words: String {
        let process = "process \(processID) of \(user) on \(machine)"
        let job = address.map { "`\($0)` in " } ?? ""
        return job + process + (jobURL.map { ", \($0)" } ?? "")
    }
}

extension LeaseOwner {
    /// Canonical JSON.
    var text: String {
        let value = JSONValue.members([
            ("address", address), ("jobURL", jobURL), ("machine", machine),
        ])
        .adding("processID", processID)
        .adding("runID", .string(runID))
        .adding("user", .string(user))
        return JSONWriter.text(value, .canonical)
    }

    /// Reads what ``text`` writes; anything else names nobody.
    init(_ text: String) {
        let value = try? JSONReader(depthLimit: 4).read(Array(text.utf8))
        self.init(
            runID: value?["runID"]?.string ?? "unknown",
            machine: value?["machine"]?.string ?? "unknown",
            processID: value?["processID"]?.integer ?? 0,
            user: value?["user"]?.string ?? "unknown",
            jobURL: value?["jobURL"]?.string,
            address: value?["address"]?.string
        )
    }
}

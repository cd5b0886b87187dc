/// The jobs of an endpoint, as its list shows them.
public struct JobListing: Hashable, Sendable {
    /// The jobs, in the order of the list.
    public let jobs: [ListedJob]
    /// The service's own time when it answered, in seconds since 1970, when it said.
    public let serviceTime: Int64?
    /// How many answers it came in.
    public let pages: Int

    /// Makes a listing.
    ///
    /// - Parameters:
    ///   - jobs: The jobs.
    ///   - serviceTime: The service's own time.
    ///   - pages: How many answers it came in.
    public init(jobs: [ListedJob], serviceTime: Int64?, pages: Int = 1) {
        self.jobs = jobs
        self.serviceTime = serviceTime
        self.pages = pages
    }
}

/// A job in an endpoint's list.
public struct ListedJob: Hashable, Sendable {
    /// The engine's id for the job.
    public let remoteID: String
    /// What it reads and writes, in a form that two spellings of one place share.
    public let data: JobData
    /// The deployment that runs it, when the list says.
    public let deployment: String?
    /// Who asked for it, when the list says.
    public let creator: String?
    /// When it was created, in seconds since 1970, when the list says.
    public let created: Int64?
    /// How it stands, when the list says.
    public let status: RemoteStatus?

    /// Makes a job.
    ///
    /// - Parameters:
    ///   - remoteID: The engine's id.
    ///   - data: What it reads and writes.
    ///   - deployment: The deployment.
    ///   - creator: Who asked for it.
    ///   - created: When it was created.
    ///   - status: How it stands.
    public init(
        remoteID: String,
        data: JobData,
        deployment: String?,
        creator: String?,
        created: Int64?,
        status: RemoteStatus?
    ) {
        self.remoteID = remoteID
        self.data = data
        self.deployment = deployment
        self.creator = creator
        self.created = created
        self.status = status
    }
}

/// What a job reads and writes, to be compared.
public struct JobData: Hashable, Sendable {
    /// What it reads, sorted; literals by their text.
    public let inputs: [String]
    /// Where it writes, sorted; only places that somebody named.
    public let outputs: [String]

    /// Makes data.
    ///
    /// - Parameters:
    ///   - inputs: What it reads.
    ///   - outputs: Where it writes.
    public init(inputs: [String], outputs: [String]) {
        func sorted(_ texts: [String]) -> [String] {
            texts.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
        }
        self.inputs = sorted(inputs)
        self.outputs = sorted(outputs)
    }

    /// Whether a listed job can be one that was asked for with this data: it reads the same and writes to the same
    /// places; where none was named, the service chose, and any will do.
    ///
    /// - Parameter listed: The listed job's.
    /// - Returns: Whether it can be.
    public func isMet(by listed: JobData) -> Bool {
        func same(_ left: [String], _ right: [String]) -> Bool {
            left.count == right.count && zip(left, right).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
        }
        return same(inputs, listed.inputs) && (outputs.isEmpty || same(outputs, listed.outputs))
    }
}

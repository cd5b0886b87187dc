import JSONValues

/// What became of a job, as far as a test or a person wants to know.
public struct EmulatedJobReport: Hashable, Sendable {
    /// The job's name, such as `batchjob-…`.
    public let name: String
    /// The endpoint's name.
    public let endpoint: String
    /// The deployment's name.
    public let deployment: String
    /// Its state.
    public let status: EmulatedJobStatus
    /// Why it failed, when it did: the text of `properties.error.message`.
    public let failure: String?
    /// Where its output is, as a URI.
    public let outputURI: String
    /// The end of what the scoring script printed and the emulator had to say about it.
    public let log: String

    /// The report in JSON.
    var summary: JSONValue {
        [
            "name": .string(name),
            "endpoint": .string(endpoint),
            "deployment": .string(deployment),
            "status": .string(status.rawValue),
            "failure": failure.map(JSONValue.string) ?? .null,
            "output": .string(outputURI),
            "log": .string(log),
        ]
    }
}

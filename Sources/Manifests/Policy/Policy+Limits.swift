public import Diagnostics

extension Policy {
    /// How much manifests may ask for; `nil` for as much as they like.
    public struct Limits: Sendable {
        /// Jobs of one manifest, combinations counted.
        public let jobs: Limit?
        /// Instances of one job.
        public let instancesPerJob: Limit?
        /// Instances of all jobs of one manifest.
        public let instances: Limit?
        /// Attempts of one job in one run.
        public let attemptsPerRun: Limit?
        /// Until a job is settled, in seconds.
        public let executionTimeout: Limit?
        /// Until a job runs, in seconds.
        public let queueTimeout: Limit?

        /// All that are set, in order.
        public var all: [Limit] {
            [jobs, instancesPerJob, instances, attemptsPerRun, executionTimeout, queueTimeout].compactMap {
                $0
            }
        }
    }

    /// The most of something.
    public struct Limit: Sendable {
        /// The rule's path, such as `limits.jobs`.
        public let path: String
        /// Where it stands.
        public let span: SourceSpan
        /// The most, durations in seconds.
        public let value: Int
        /// The most, as the policy has it.
        public let text: String
    }

    /// Every list that is set, in the order of the documentation.
    public var rules: [Rule] {
        [
            hosts, audiences, variables, secretFolders, credentialTypes, tenants, inputURIs, outputURIs,
            labels,
            reruns,
        ].compactMap { $0 }
    }
}

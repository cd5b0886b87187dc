/// A batch endpoint that an emulator plays.
public struct EmulatedEndpoint: Sendable {
    /// The name.
    public let name: Located<String>
    /// The host that its requests name, lower case.
    public let host: Located<String>
    /// The workspace that it is in, when the document says.
    public let workspace: Workspace?
    /// The deployment that serves requests which name none.
    public let defaultDeployment: Located<String>?
    /// Its deployments.
    public let deployments: [EmulatedDeployment]
    /// How long jobs stay in the states before they run.
    public let timing: Timing

    /// How long a job stays in each state that does no work.
    public struct Timing: Hashable, Sendable {
        /// The time in `Preparing`.
        public let preparing: Duration
        /// The time in `Queued`, at the least.
        public let queued: Duration
    }

    /// A workspace, as ARM names it.
    public struct Workspace: Hashable, Sendable {
        /// The subscription's id.
        public let subscriptionID: String
        /// The resource group's name.
        public let resourceGroup: String
        /// The workspace's name.
        public let name: String
    }
}

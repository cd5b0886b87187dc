public import Diagnostics

extension Diagnostic.Code {
    /// Something that emulator documents may say one day.
    public static let notPlayedYet = Diagnostic.Code(
        "RN0851",
        "cannot be played yet",
        exitStatus: .invalid,
        explanation: """
            This version plays Entra's token endpoints, managed identities, and batch endpoints with model
            deployments. Faults and logging levels come later; until then they are refused, since they would have no
            effect.

            Wrong: `faults: [{ type: lostAnswer }]`

            Right: a document without `faults`
            """
    )

    /// A number outside what the emulator can do.
    public static let emulatorNumberOutOfRange = Diagnostic.Code(
        "RN0852",
        "number out of range in an emulator document",
        exitStatus: .invalid,
        explanation: """
            A mini-batch has one file or more, an error threshold is -1 (any number of failures) or more, and a
            deployment runs in 1 to 64 processes a node.

            Wrong: `miniBatchSize: 0`

            Right: `miniBatchSize: 10`
            """
    )

    /// A text that is no length of time.
    public static let invalidEmulatorDuration = Diagnostic.Code(
        "RN0853",
        "not a length of time",
        exitStatus: .invalid,
        explanation: """
            Lengths of time are written in ISO 8601, as Azure ML writes them; seconds may have a fraction.

            Wrong: `timeout: 30`

            Right: `timeout: PT30S`
            """
    )

    /// Two endpoints with one host.
    public static let emulatedHostTwice = Diagnostic.Code(
        "RN0854",
        "host played twice",
        exitStatus: .invalid,
        explanation: """
            The emulator tells endpoints apart by the host that a request names, so each has its own.

            Wrong: two endpoints with `host: heart.eastus2.inference.ml.azure.com`

            Right: `host: heart.eastus2.inference.ml.azure.com` and `host: lung.eastus2.inference.ml.azure.com`
            """
    )

    /// A default deployment that does not exist.
    public static let unknownEmulatedDeployment = Diagnostic.Code(
        "RN0855",
        "unknown default deployment",
        exitStatus: .invalid,
        explanation: """
            `defaultDeployment` names one of the endpoint's `deployments`. Leave it out to play an endpoint without a
            default, which refuses requests that name no deployment.

            Wrong: `defaultDeployment: v1` beside `deployments: { classifier-v2: … }`

            Right: `defaultDeployment: classifier-v2`
            """
    )

    /// Two identities without a resource id.
    public static let secondSystemIdentity = Diagnostic.Code(
        "RN0856",
        "second system-assigned identity",
        exitStatus: .invalid,
        explanation: """
            A machine has one system-assigned identity, which is the one without a `resourceId`, and any number of
            user-assigned ones.

            Wrong: two identities without `resourceId` under `managedIdentities`

            Right: `resourceId: /subscriptions/…/userAssignedIdentities/runner` in all but one
            """
    )

    /// The faults of emulator documents, in the order of their names.
    public static let emulatorDocumentCodes: [Diagnostic.Code] = [
        notPlayedYet, emulatorNumberOutOfRange, invalidEmulatorDuration, emulatedHostTwice,
        unknownEmulatedDeployment, secondSystemIdentity,
    ]
}

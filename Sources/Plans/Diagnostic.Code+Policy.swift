public import Diagnostics

extension Diagnostic.Code {
    /// A host that a policy does not list.
    public static let hostBlocked = Diagnostic.Code(
        "RN0380",
        "host blocked by policy",
        exitStatus: .blocked,
        explanation: """
            The policy given with `--policy` lists the hosts that tokens may go to, and the manifest leads one
            elsewhere. `plan` shows it and ends with 1; `apply` asks for no token and ends with 4.

            Wrong: `scoringUri: https://lungs.eastus2.inference.ml.azure.com/jobs` under the policy below

            Right: `hosts: { only: [heart.eastus2.inference.ml.azure.com] }` in the policy, and that host in the
            manifest
            """
    )

    /// An audience that a policy does not list.
    public static let audienceBlocked = Diagnostic.Code(
        "RN0381",
        "audience blocked by policy",
        exitStatus: .blocked,
        explanation: """
            The policy given with `--policy` lists the audiences that tokens may be for, and a job of the manifest
            needs one for another.

            Wrong: `cloud: china` on a credential, under the policy below

            Right: `audiences: { only: ["https://ml.azure.com"] }` in the policy, and a credential of the public
            cloud
            """
    )

    /// A variable that a policy does not list.
    public static let variableBlocked = Diagnostic.Code(
        "RN0382",
        "variable blocked by policy",
        exitStatus: .blocked,
        explanation: """
            The policy given with `--policy` lists the environment variables that credentials may refer to, and
            one refers to another. Its value was not looked up.

            Wrong: `clientSecret: { env: PATH }` under the policy below

            Right: `environment: { only: ["AZURE_*"] }` in the policy, and `clientSecret: { env: AZURE_CLIENT_SECRET }`
            """
    )

    /// A secret file outside of a policy's folders.
    public static let secretFileBlocked = Diagnostic.Code(
        "RN0383",
        "secret file blocked by policy",
        exitStatus: .blocked,
        explanation: """
            The policy given with `--policy` lists the folders that secret files may be in, links resolved, and a
            credential refers to a file elsewhere. The file was not read.

            Wrong: `clientSecret: { file: secrets/client-secret }` under the policy below

            Right: `secretFolders: { only: [/run/secrets] }` in the policy, and
            `clientSecret: { file: /run/secrets/client-secret }` with `--secret-dir /run/secrets`
            """
    )

    /// A type of credential that a policy does not list.
    public static let credentialTypeBlocked = Diagnostic.Code(
        "RN0384",
        "credential type blocked by policy",
        exitStatus: .blocked,
        explanation: """
            The policy given with `--policy` lists the types of credential that may be used, and the manifest uses
            another.

            Wrong: `type: azure-cli` under the policy below

            Right: `credentialTypes: { only: [azure-managed-identity] }` in the policy, and
            `type: azure-managed-identity`
            """
    )

    /// A policy that the manifest's author could change.
    public static let policyUnderReview = Diagnostic.Code(
        "RN0385",
        "policy beside the manifests that it is for",
        exitStatus: .usage,
        explanation: """
            A policy says what manifests may do, so it comes from outside of what is under review: whoever may
            change the manifest could change the policy with it. It must not lie in the manifest's folder, nor in
            the same Git work tree.

            Wrong: `runner apply manifests/nightly.yaml --policy manifests/policy.yaml`

            Right: `runner apply manifests/nightly.yaml --policy /etc/runner/policy.yaml`
            """
    )

    /// The codes of policies, RN0380 to RN0385.
    public static let policyCodes: [Diagnostic.Code] = [
        hostBlocked, audienceBlocked, variableBlocked, secretFileBlocked, credentialTypeBlocked,
        policyUnderReview,
    ]
}

public import Diagnostics

extension Diagnostic.Code {
    /// Another issuer's token is nowhere to be had.
    public static let federatedTokenMissing = Diagnostic.Code(
        "RN0440",
        "federated token missing",
        exitStatus: .missingConfiguration,
        explanation: """
            A workload identity proves itself by a token of Kubernetes, GitHub Actions or Azure Pipelines. The variable
            that says where to get it is not set, or the file that it names cannot be read.

            Wrong: a job of GitHub Actions without `permissions: { id-token: write }`; a step of Azure Pipelines that
            does not map `SYSTEM_ACCESSTOKEN`

            Right: `permissions: { id-token: write, contents: read }`; `env: { SYSTEM_ACCESSTOKEN: $(System.AccessToken) }`
            """
    )

    /// What should be a token is none.
    public static let malformedFederatedToken = Diagnostic.Code(
        "RN0441",
        "malformed federated token",
        exitStatus: .missingConfiguration,
        explanation: """
            A federated token is a JWT: three parts of letters, digits, `-` and `_` with two dots between them. White
            space around it is taken away. It was not sent.

            Wrong: a file that holds the path of the token, or a JSON document with the token in it

            Right: a file that holds `eyJ….eyJ….…` and nothing else
            """
    )

    /// The other issuer gives no token.
    public static let federatedTokenRefused = Diagnostic.Code(
        "RN0442",
        "federated token refused",
        exitStatus: .denied,
        explanation: """
            The issuer of the CI system was reached and gives no token about the job. Asking again does not help.

            Wrong: a pipeline that may not use the service connection; a job of GitHub Actions that is over

            Right: the permission in the CI system, for the job that runs this command
            """
    )

    /// An issuer's address is not the CI system's.
    public static let issuerNotTrusted = Diagnostic.Code(
        "RN0443",
        "issuer not trusted",
        exitStatus: .missingConfiguration,
        explanation: """
            The variable that names the CI system's issuer leads somewhere else, or to `http`. The job's own token
            would be sent there, so nothing was. Hosts of GitHub, of Azure DevOps, and of the server that the job says
            it is of (`GITHUB_SERVER_URL`, `SYSTEM_COLLECTIONURI`) are taken.

            Wrong: `ACTIONS_ID_TOKEN_REQUEST_URL=http://collector.example/`

            Right: the variable as the CI system sets it
            """
    )

    /// The token that came is for somebody else.
    public static let wrongAudience = Diagnostic.Code(
        "RN0444",
        "token for another audience",
        exitStatus: .denied,
        explanation: """
            A token came, and by what it says it is for another service than the one that was asked for: that service
            would refuse it. It was not sent.

            Wrong: a proxy or a sign-in that hands out one token whatever is asked for

            Right: a token whose `aud` is the service's, such as `https://ml.azure.com`
            """
    )

    /// A cluster's own proxy to Entra is not used.
    public static let tokenProxyPassedOver = Diagnostic.Code(
        "RN0447",
        "identity binding's proxy not used",
        exitStatus: .missingConfiguration,
        explanation: """
            In a cluster of AKS with identity bindings, `AZURE_KUBERNETES_TOKEN_PROXY` names a proxy that exchanges the
            pod's token by its own rules. It is not spoken to: Entra itself is asked, with the same token, and needs a
            federated credential for the cluster's issuer.

            Wrong: an identity binding alone, without a federated credential of the identity

            Right: a federated credential for the cluster's issuer and the pod's service account; then unset
            `AZURE_KUBERNETES_TOKEN_PROXY`, and this warning is gone
            """
    )

    /// There is no Azure CLI.
    public static let azureCLINotFound = Diagnostic.Code(
        "RN0445",
        "no Azure CLI",
        exitStatus: .missingConfiguration,
        explanation: """
            A credential of type `azure-cli` asks the program `az` for tokens. It is looked for in the absolute entries
            of `PATH`, and never in the working folder.

            Wrong: `PATH=.:/usr/bin` and an `az` in the working folder

            Right: an installed Azure CLI; on machines without one, a service principal or a managed identity
            """
    )

    /// Nobody is signed in with the Azure CLI.
    public static let azureCLISignedOut = Diagnostic.Code(
        "RN0446",
        "not signed in with the Azure CLI",
        exitStatus: .denied,
        explanation: """
            `az` was run and says that nobody is signed in, or not to this tenant or subscription.

            Wrong: a credential of type `azure-cli` on a machine that nobody signs in on

            Right: `az login`, or `az login --tenant TENANT`
            """
    )
}

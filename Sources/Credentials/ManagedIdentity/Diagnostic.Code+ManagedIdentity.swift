public import Diagnostics

extension Diagnostic.Code {
    /// A manifest names a service that this machine does not have.
    public static let identitySourceMissing = Diagnostic.Code(
        "RN0461",
        "source of managed identities missing",
        exitStatus: .missingConfiguration,
        explanation: """
            `source` names a service of Azure's machines, and the variables by which such a machine tells where the
            service is are not set or empty. Nothing was sent.

            Wrong: `source: appService` on a laptop

            Right: no `source`, which takes the first service whose variables are set; or the manifest run in the app
            """
    )

    /// A variable that names a service of the machine cannot be right.
    public static let identityVariableRefused = Diagnostic.Code(
        "RN0462",
        "unusable variable of a managed identity",
        exitStatus: .missingConfiguration,
        explanation: """
            A variable that tells where tokens of managed identities come from holds no web address, leads to another
            machine in clear text, or is no proof or thumbprint of the expected form. Nothing was sent: the proof would
            have gone with it.

            Wrong: `IDENTITY_ENDPOINT=http://identity.example.net/token`

            Right: `IDENTITY_ENDPOINT=http://127.0.0.1:41741/msi/token`, as App Service sets it
            """
    )

    /// A service cannot choose an identity in the way that the manifest asks for.
    public static let identitySelectorRefused = Diagnostic.Code(
        "RN0463",
        "identity cannot be chosen so",
        exitStatus: .missingConfiguration,
        explanation: """
            Service Fabric and Cloud Shell have one identity, and Azure Machine Learning's compute takes client ids only;
            what they cannot choose by they pass over, and give a token of another identity. Nothing was sent.

            Wrong: `objectId: 44444444-…` in a job on Azure Machine Learning's compute

            Right: `clientId: 33333333-…`
            """
    )

    /// A machine has several identities and none was chosen.
    public static let identityAmbiguous = Diagnostic.Code(
        "RN0464",
        "several managed identities",
        exitStatus: .missingConfiguration,
        explanation: """
            The machine has no system-assigned identity and more than one user-assigned identity, so the manifest has to
            say which.

            Wrong: `type: azure-managed-identity` alone

            Right: `type: azure-managed-identity` and `clientId: 33333333-3333-4333-8333-333333333333`
            """
    )

    /// A service gives no token of this identity.
    public static let identityRefused = Diagnostic.Code(
        "RN0465",
        "managed identity refused",
        exitStatus: .denied,
        explanation: """
            The machine's service was reached and gives no token: the identity is not assigned to this machine, the proof
            of this process is not accepted, or the tenant does not know what the token is for. The first note has the
            service's own words. Asking again does not help.

            Wrong: a `clientId` of an identity that the virtual machine does not have

            Right: `az vm identity assign -g GROUP -n VM --identities RESOURCE-ID`
            """
    )

    /// A service gave a token of another identity than the one asked for.
    public static let otherIdentity = Diagnostic.Code(
        "RN0466",
        "token of another identity",
        exitStatus: .denied,
        explanation: """
            The answer names another identity than the manifest, or, from an old agent of Azure Arc, none. The token was
            not used: a job must not run as somebody else.

            Wrong: an Azure Arc agent that knows the system-assigned identity only, and `clientId` in the manifest

            Right: a newer agent, or no `clientId`
            """
    )

    /// Nothing on the machine gives tokens of managed identities.
    public static let noManagedIdentity = Diagnostic.Code(
        "RN0467",
        "no managed identity here",
        exitStatus: .missingConfiguration,
        explanation: """
            No variable names a service that gives tokens, and the metadata service of virtual machines did not answer
            within a second. This is how a machine outside Azure looks.

            Wrong: `type: azure-managed-identity` on a laptop

            Right: the same on a virtual machine with an identity; `source: imds` where the service needs longer
            """
    )

    /// The codes of managed identities, RN0461 to RN0467.
    public static let managedIdentityCodes: [Diagnostic.Code] = [
        identitySourceMissing, identityVariableRefused, identitySelectorRefused, identityAmbiguous,
        identityRefused, otherIdentity, noManagedIdentity,
    ]
}

public import Diagnostics

extension Diagnostic.Code {
    /// A certificate with its key that cannot be used.
    public static let unusableCertificate = Diagnostic.Code(
        "RN0412",
        "unusable certificate",
        exitStatus: .missingConfiguration,
        explanation: """
            The file must hold an RSA private key of 2048 bits or more and its certificate: PEM in any order, the key
            also encrypted (PKCS#8), or PKCS#12. Old `.pfx` files are encrypted with RC2 or 3DES, which is not read.

            Wrong: a `.cer` without the key, an EC key, the certificate of another key, a wrong password

            Right: `cat key.pem certificate.pem > runner.pem && chmod 600 runner.pem`; for an old `.pfx`,
            `openssl pkcs12 -legacy -in old.pfx -nodes -out runner.pem`
            """
    )

    /// A certificate whose time is over or has not come.
    public static let certificateOutOfTime = Diagnostic.Code(
        "RN0413",
        "certificate out of its time",
        exitStatus: .missingConfiguration,
        explanation: """
            The certificate has expired, or is not good yet, by this machine's clock; Entra would refuse it. Nothing
            was sent.

            Wrong: a certificate of last year

            Right: `az ad app credential reset --id CLIENT_ID --create-cert --append`, and the new file where the
            reference points
            """
    )

    /// A password where nothing is encrypted.
    public static let idleCertificatePassword = Diagnostic.Code(
        "RN0414",
        "password of a certificate that is not encrypted",
        exitStatus: .missingConfiguration,
        explanation: """
            A password is given, and the private key is not encrypted. A warning: the file may be another than was
            meant, or less safe than was believed.

            Wrong: `certificatePassword: { env: PASSWORD }` with a key under `BEGIN PRIVATE KEY`

            Right: a key under `BEGIN ENCRYPTED PRIVATE KEY`, or no `certificatePassword`
            """
    )

    /// The variables of EnvironmentCredential do not make a credential.
    public static let environmentIncomplete = Diagnostic.Code(
        "RN0415",
        "environment credential incomplete",
        exitStatus: .missingConfiguration,
        explanation: """
            A credential of type `azure-environment` needs `AZURE_TENANT_ID`, `AZURE_CLIENT_ID`, and either
            `AZURE_CLIENT_SECRET` or `AZURE_CLIENT_CERTIFICATE_PATH`. An empty variable counts as not set. User name
            and password are not supported: they cannot pass multi-factor authentication.

            Wrong: `AZURE_CLIENT_ID` and `AZURE_CLIENT_SECRET` without `AZURE_TENANT_ID`

            Right: all three, in the environment of this very command
            """
    )

    /// The variables of EnvironmentCredential make two credentials.
    public static let environmentAmbiguous = Diagnostic.Code(
        "RN0416",
        "environment credential ambiguous",
        exitStatus: .missingConfiguration,
        explanation: """
            Both a client secret and a certificate are set. The secret is used, as Azure's own SDKs do. A warning.

            Wrong: `AZURE_CLIENT_SECRET` left over beside `AZURE_CLIENT_CERTIFICATE_PATH`

            Right: `unset AZURE_CLIENT_SECRET`
            """
    )

    /// A variable sends the credential to a host that is not trusted with it.
    public static let environmentAuthorityNotAllowed = Diagnostic.Code(
        "RN0417",
        "authority of the environment not allowed",
        exitStatus: .missingConfiguration,
        explanation: """
            `AZURE_AUTHORITY_HOST` names a host that does not give tokens in the credential's cloud. No secret goes
            there, and no assertion. The variable is asked only where the manifest names no `authorityHost`.

            Wrong: `AZURE_AUTHORITY_HOST=https://login.microsoftonline.us` and no `cloud: usGovernment`

            Right: the host of the credential's cloud; `--allow-host` for a host that you trust
            """
    )
}

public import Diagnostics

extension Diagnostic.Code {
    /// An environment variable that a secret is taken from is not set.
    public static let variableNotSet = Diagnostic.Code(
        "RN0401",
        "environment variable not set",
        exitStatus: .missingConfiguration,
        explanation: """
            A credential takes a value from an environment variable that the command was started without. Everything
            that is missing is reported at once, before anything is sent.

            Wrong: `clientSecret: { env: AZURE_CLIENT_SECRET }` and the variable set in another shell, or without
            `export`

            Right: `export AZURE_CLIENT_SECRET` in the shell, or `env:` in the step of the CI job, that runs the command
            """
    )

    /// A value is there and has no bytes.
    public static let emptySecret = Diagnostic.Code(
        "RN0402",
        "empty secret",
        exitStatus: .missingConfiguration,
        explanation: """
            The variable is set or the file exists, and there is nothing in it. CI systems do that for secrets that
            they do not have or do not share, such as with pull requests from forks.

            Wrong: `AZURE_CLIENT_SECRET= runner apply nightly.yaml`

            Right: a variable or file that holds the secret's value
            """
    )

    /// A secret file is nowhere that was looked.
    public static let secretFileNotFound = Diagnostic.Code(
        "RN0403",
        "secret file not found",
        exitStatus: .missingConfiguration,
        explanation: """
            A relative path is looked for below the manifest's folder, below `$CREDENTIALS_DIRECTORY` and in the
            folders given with `--secret-dir`, in this order. The notes say where.

            Wrong: `clientSecret: { file: secrets/client-secret }` and no such file

            Right: `install -m 600 /dev/stdin secrets/client-secret`, or `--secret-dir /run/secrets`
            """
    )

    /// A secret file is there and cannot be used.
    public static let secretFileUnreadable = Diagnostic.Code(
        "RN0404",
        "secret file cannot be used",
        exitStatus: .missingConfiguration,
        explanation: """
            The file cannot be read by this user, is no regular file, has more than 64 KiB, belongs to somebody else
            than this user or root, or can be written by others. The note says which.

            Wrong: `-rw-rw-rw- client-secret`

            Right: `chmod 600 client-secret`
            """
    )

    /// A secret file is outside the folders that secrets may be in.
    public static let secretFileOutside = Diagnostic.Code(
        "RN0405",
        "secret file outside the allowed folders",
        exitStatus: .missingConfiguration,
        explanation: """
            A manifest may be written by somebody else than the one who runs it, so it reads files only below its own
            folder, below `$CREDENTIALS_DIRECTORY` and below folders given with `--secret-dir`. Links are resolved
            before this is judged.

            Wrong: `clientSecret: { file: ../../home/ada/.ssh/id_ed25519 }`

            Right: `clientSecret: { file: client-secret }` and `--secret-dir /run/secrets`
            """
    )

    /// A value that is not one line of text.
    public static let malformedSecret = Diagnostic.Code(
        "RN0406",
        "malformed secret",
        exitStatus: .missingConfiguration,
        explanation: """
            A secret is one line of UTF-8 without control characters. One line break at the end of a file is dropped,
            and a byte order mark at its beginning; everything else is part of the secret.

            Wrong: a file with two lines, a variable with a line break at its end

            Right: `printf %s "$SECRET" > client-secret`
            """
    )

    /// A secret file is in a Git repository's index.
    public static let secretFileTracked = Diagnostic.Code(
        "RN0407",
        "secret file tracked by Git",
        exitStatus: .missingConfiguration,
        explanation: """
            Git tracks the file, so everybody who can read the repository, now or later, has the secret. It is refused.
            A warning when the repository's index cannot be read.

            Wrong: `git add secrets/client-secret`

            Right: replace the secret at its issuer, `git rm --cached secrets/client-secret`, and list the folder in
            `.gitignore`
            """
    )

    /// A secret file that others can read.
    public static let secretFileReadable = Diagnostic.Code(
        "RN0408",
        "secret file readable by others",
        exitStatus: .missingConfiguration,
        explanation: """
            Group or others can read the file. A warning.

            Wrong: `-rw-r--r-- client-secret`

            Right: `chmod 600 client-secret`
            """
    )

    /// A secret that is too short to be hidden in text.
    public static let unmaskableSecret = Diagnostic.Code(
        "RN0409",
        "secret too short to be hidden",
        exitStatus: .missingConfiguration,
        explanation: """
            Secrets are hidden in everything that is shown and recorded. One of fewer than six bytes is not: hiding it
            would hide innocent words as well. A warning.

            Wrong: a client secret of four letters

            Right: one that its issuer made, such as `az ad app credential reset`
            """
    )

    /// An identifier of a credential that cannot be one.
    public static let malformedCredential = Diagnostic.Code(
        "RN0410",
        "malformed credential",
        exitStatus: .missingConfiguration,
        explanation: """
            Tenant id, client id and authority host are checked before anything is sent: no blanks, no quotes, no
            placeholder that nobody filled in, only characters that such an id can have. Nothing was sent.

            Wrong: `AZURE_TENANT_ID='${TENANT}'`, `AZURE_CLIENT_ID='"22222222-…"'`

            Right: `AZURE_TENANT_ID=11111111-1111-4111-8111-111111111111`
            """
    )

    /// A client secret that looks like something else.
    public static let suspiciousSecret = Diagnostic.Code(
        "RN0411",
        "suspicious secret",
        exitStatus: .missingConfiguration,
        explanation: """
            The value is a placeholder, has quotes or blanks around it, or is a certificate or the path of one. A
            warning when it is a GUID, which is what the portal shows as the secret's id.

            Wrong: `AZURE_CLIENT_SECRET='"fake~secret"'`, the portal's column “Secret ID”

            Right: the portal's column “Value”, without quotes
            """
    )

    /// The authority refuses this identity.
    public static let tokenRefused = Diagnostic.Code(
        "RN0420",
        "token refused",
        exitStatus: .denied,
        explanation: """
            Entra was reached and gives no token: wrong or expired secret, unknown application or tenant, a policy.
            Asking again does not help. The first note has Entra's own words; their `AADSTS` number chooses the advice.

            Wrong: an expired client secret

            Right: `az ad app credential reset --id CLIENT_ID`, and the new value where the reference points
            """
    )

    /// No token can be got now.
    public static let authorityUnavailable = Diagnostic.Code(
        "RN0421",
        "authority unavailable",
        exitStatus: .tryLater,
        explanation: """
            The authority cannot be reached, is overloaded or asks to be left alone (408, 429, 5xx). It was asked up to
            six times within two minutes; a `Retry-After` was heeded. Nothing was submitted.

            Wrong: a CI runner without a route to `login.microsoftonline.com`

            Right: run it again later; check network, DNS and proxy
            """
    )

    /// Something that is no answer of the authority.
    public static let unexpectedTokenAnswer = Diagnostic.Code(
        "RN0422",
        "unexpected answer to a token request",
        exitStatus: .tryLater,
        explanation: """
            The answer has not the form of Entra's, such as a proxy's page or a redirection to a sign-in page.
            Redirections are not followed: the secret would go with them.

            Wrong: a network that wants a browser's sign-in first

            Right: a network from which `curl https://login.microsoftonline.com` gets Microsoft's own answer
            """
    )

    /// The composition does not let the authority be called.
    public static let authorityOutOfReach = Diagnostic.Code(
        "RN0423",
        "authority out of reach",
        exitStatus: .unavailable,
        explanation: """
            In a rehearsal with `--emulator` every host is played or refused, so that no secret leaves the machine. The
            credential's authority is not among those that are played.

            Wrong: `cloud: usGovernment` in the credential of an endpoint in the public cloud

            Right: the cloud that the endpoint is in
            """
    )

    /// The caller no longer wants the token.
    public static let tokenRequestCancelled = Diagnostic.Code(
        "RN0424",
        "token request cancelled",
        exitStatus: .interrupted,
        explanation: """
            The command was interrupted while it waited for a token. Nothing was submitted with it.

            Wrong: ^C during the first second

            Right: run it again
            """
    )

    /// The network is set up so that the authority cannot be called.
    public static let wayToAuthorityBarred = Diagnostic.Code(
        "RN0425",
        "way to the authority barred",
        exitStatus: .missingConfiguration,
        explanation: """
            The authority's certificate is signed by nobody who is believed, or is another host's; its name leads to
            this machine or its local link; or the proxy wants a user and a password. Asking again would change
            nothing, so it was asked once. `runner doctor MANIFEST` goes the way step by step.

            Wrong: a proxy that looks into TLS, and nothing that says so

            Right: `runner apply manifest.yaml --ca-file company-ca.pem`
            """
    )

    /// The codes of secrets and credentials, RN0401 to RN0447.
    public static let credentialCodes: [Diagnostic.Code] = [
        variableNotSet, emptySecret, secretFileNotFound, secretFileUnreadable, secretFileOutside,
        malformedSecret,
        secretFileTracked, secretFileReadable, unmaskableSecret, malformedCredential, suspiciousSecret,
        tokenRefused,
        authorityUnavailable, unexpectedTokenAnswer, authorityOutOfReach, tokenRequestCancelled,
        wayToAuthorityBarred,
        federatedTokenMissing, malformedFederatedToken, federatedTokenRefused, issuerNotTrusted,
        wrongAudience, azureCLINotFound, azureCLISignedOut, tokenProxyPassedOver,
        unusableCertificate, certificateOutOfTime, idleCertificatePassword, environmentIncomplete,
        environmentAmbiguous, environmentAuthorityNotAllowed,
    ]
}

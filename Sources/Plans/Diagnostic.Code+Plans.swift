public import Diagnostics

extension Diagnostic.Code {
    /// A scoring URI that is not an address.
    public static let invalidScoringURI = Diagnostic.Code(
        "RN0360",
        "invalid scoring URI",
        exitStatus: .invalid,
        explanation: """
            A scoring URI is an absolute web address in ASCII, without user information and fragment.
            International names are written as `xn--…`, so that what is reviewed is what is called.

            Wrong: `scoringUri: heart.eastus2.inference.ml.azure.com/jobs`, `scoringUri: https://me@heart…/jobs`

            Right: `scoringUri: https://heart.eastus2.inference.ml.azure.com/jobs`
            """
    )

    /// A host that is not the service's.
    public static let hostNotAllowed = Diagnostic.Code(
        "RN0361",
        "host not allowed",
        exitStatus: .invalid,
        explanation: """
            Tokens for Azure ML go to hosts of Azure ML batch endpoints only, in the credential's `cloud`:
            `*.inference.ml.azure.com` in the public one. Another host must be allowed by whoever runs it,
            with `--allow-host`.

            Wrong: `scoringUri: https://heart.example.org/jobs`

            Right: `scoringUri: https://heart.eastus2.inference.ml.azure.com/jobs`
            """
    )

    /// A host of the machine itself.
    public static let reservedHost = Diagnostic.Code(
        "RN0362",
        "reserved host",
        exitStatus: .invalid,
        explanation: """
            A manifest must not lead to the machine that runs it, to its local link or to a cloud's metadata
            service. A rehearsal keeps the real host names: `--emulator FILE` plays them.

            Wrong: `scoringUri: http://localhost:8080/jobs`

            Right: `scoringUri: https://heart.eastus2.inference.ml.azure.com/jobs` and `--emulator emulator.yaml`
            """
    )

    /// A scoring URI in clear text.
    public static let httpsRequired = Diagnostic.Code(
        "RN0363",
        "https required",
        exitStatus: .invalid,
        explanation: """
            Each request carries a token, so it must be encrypted.

            Wrong: `scoringUri: http://heart.eastus2.inference.ml.azure.com/jobs`

            Right: `scoringUri: https://heart.eastus2.inference.ml.azure.com/jobs`
            """
    )

    /// A scoring URI with a part that the service's have not.
    public static let unexpectedAddressPart = Diagnostic.Code(
        "RN0364",
        "unexpected part of a scoring URI",
        exitStatus: .invalid,
        explanation: """
            The scoring URI of a batch endpoint has the path `/jobs`, no port and no query.

            Wrong: `scoringUri: https://heart.eastus2.inference.ml.azure.com:8443/score?x=1`

            Right: `scoringUri: https://heart.eastus2.inference.ml.azure.com/jobs`
            """
    )

    /// An authority that does not belong to the endpoint's cloud.
    public static let authorityNotAllowed = Diagnostic.Code(
        "RN0365",
        "authority not allowed",
        exitStatus: .invalid,
        explanation: """
            A client secret goes to the token endpoints of the credential's `cloud` only. Another host must be
            allowed by whoever runs it, with `--allow-host`.

            Wrong: `authorityHost: login.example.org`

            Right: leave `authorityHost` out, or `authorityHost: login.microsoftonline.com`
            """
    )

    /// An address that names no job.
    public static let unknownJobAddress = Diagnostic.Code(
        "RN0366",
        "unknown job address",
        exitStatus: .usage,
        explanation: """
            `--rerun` takes the address of a job: the manifest's name, a slash, the job's name; with `@` and
            the occurrence for one that recurs. A job with a matrix is named as a whole so, or one combination of it with
            `[region=eu,size=2]` behind the job's name. `--select` takes patterns of addresses.

            Wrong: `--rerun score`

            Right: `--rerun heart-disease/score`
            """
    )

    /// A `--allow-host` that is not a host.
    public static let malformedHostAllowance = Diagnostic.Code(
        "RN0367",
        "malformed --allow-host",
        exitStatus: .usage,
        explanation: """
            `--allow-host` takes one host, with a port when it is not the scheme's own. There are no patterns.

            Wrong: `--allow-host https://localhost:8443/jobs`, `--allow-host '*.example.org'`

            Right: `--allow-host localhost:8443`
            """
    )

    /// An output that goes where an earlier attempt wrote.
    public static let outputWrittenBefore = Diagnostic.Code(
        "RN0368",
        "output written before",
        exitStatus: .invalid,
        explanation: """
            An output goes to a place that an earlier attempt may have written to. Azure ML fails a job whose
            output file exists. A warning.

            Wrong: `uri: azureml://datastores/d/paths/predictions.csv`

            Right: `uri: azureml://datastores/d/paths/attempt-${{ attempt.number }}/predictions.csv`
            """
    )

    /// Two outputs of one plan at one place.
    public static let outputWrittenTwice = Diagnostic.Code(
        "RN0369",
        "output written twice",
        exitStatus: .invalid,
        explanation: """
            Two outputs of one plan go to the same place: one job overwrites the other's result, or fails. A
            warning.

            Wrong: two jobs with `uri: azureml://datastores/d/paths/predictions.csv`

            Right: `…/paths/eu/predictions.csv` and `…/paths/us/predictions.csv`
            """
    )

    /// A text that cannot be sent once it is filled in.
    public static let invalidFilledText = Diagnostic.Code(
        "RN0370",
        "invalid text after look-ups",
        exitStatus: .invalid,
        explanation: """
            URIs and names must not be empty, hold control characters or begin or end with a blank; a URI has
            a scheme that a remote job can reach, or is `/subscriptions/…`; no value may bring a look-up in.

            Wrong: `uri: ${{ parameters.folder }}` with `--set folder=`

            Right: `uri: ${{ parameters.folder }}` with `--set folder=azureml://datastores/d/paths/in`
            """
    )

    /// An occurrence that cannot be one.
    public static let invalidOccurrence = Diagnostic.Code(
        "RN0371",
        "invalid occurrence",
        exitStatus: .invalid,
        explanation: """
            What `rerun.per` comes to names an occurrence for ever: 1 to 128 bytes, no control characters, no
            blank at either end.

            Wrong: `rerun: { per: "${{ parameters.date }}" }` with `--set date=`

            Right: `rerun: { per: "${{ parameters.date }}" }` with `--set date=2026-11-20`
            """
    )

    /// A selection that leaves out what it needs.
    public static let needNotSelected = Diagnostic.Code(
        "RN0372",
        "job selected without what it needs",
        exitStatus: .usage,
        explanation: """
            A job is submitted when all that it needs has succeeded. A run that is told with `--select` to do some
            jobs only must do those that they need too, unless these are up to date.

            Wrong: `--select m/report` while `m/score`, which it needs, has not run

            Right: `--select m/report --select m/score`
            """
    )

    /// The codes of planning, RN0360 to RN0372.
    public static let planCodes: [Diagnostic.Code] = [
        invalidScoringURI, hostNotAllowed, reservedHost, httpsRequired, unexpectedAddressPart,
        authorityNotAllowed,
        unknownJobAddress, malformedHostAllowance, outputWrittenBefore, outputWrittenTwice, invalidFilledText,
        invalidOccurrence, needNotSelected,
    ]
}

public import Diagnostics

extension Diagnostic.Code {
    /// A `${{` without its `}}`.
    public static let unclosedLookup = Diagnostic.Code(
        "RN0301",
        "unclosed look-up",
        exitStatus: .invalid,
        explanation: """
            A look-up begins with `${{` and ends with `}}` in the same text. There is no escape: a text cannot
            hold `${{` for itself.

            Wrong: `uri: azureml://datastores/d/paths/${{ parameters.date`

            Right: `uri: azureml://datastores/d/paths/${{ parameters.date }}`
            """
    )

    /// Something between `${{` and `}}` that is not a look-up.
    public static let malformedLookup = Diagnostic.Code(
        "RN0302",
        "not a look-up",
        exitStatus: .invalid,
        explanation: """
            Between `${{` and `}}` stands one name, its parts joined by dots. There are no functions,
            operators, quotes or indices.

            Wrong: `${{ upper(parameters.date) }}`, `${{ parameters['date'] }}`, `${{ }}`

            Right: `${{ parameters.date }}`
            """
    )

    /// A look-up of something that does not exist in the language.
    public static let unknownLookup = Diagnostic.Code(
        "RN0303",
        "unknown look-up",
        exitStatus: .invalid,
        explanation: """
            These can be looked up: `parameters.NAME`, `matrix.AXIS` in a job with that axis,
            `jobs.NAME.outputs.OUTPUT.uri` of a job that is needed, `occurrence`, `attempt.number` and
            `run.id`. The environment cannot: a manifest says everything that it depends on. Declare a
            parameter and set it with `--set`.

            Wrong: `${{ env.DATE }}`

            Right: `${{ parameters.date }}`, with `runner apply … --set date="$DATE"`
            """
    )

    /// A look-up of a parameter that is not declared.
    public static let unknownParameter = Diagnostic.Code(
        "RN0304",
        "unknown parameter",
        exitStatus: .invalid,
        explanation: """
            A look-up names a parameter that the manifest does not declare.

            Wrong: `parameters: { date: { type: string } }` and `${{ parameters.day }}`

            Right: `parameters: { date: { type: string } }` and `${{ parameters.date }}`
            """
    )

    /// A look-up at a place that takes none, or not this one.
    public static let lookupNotAllowedHere = Diagnostic.Code(
        "RN0305",
        "look-up not allowed here",
        exitStatus: .invalid,
        explanation: """
            Look-ups stand in the URIs of inputs and outputs, in the values of literals, in `experimentName`,
            in a job's `deployment` and in `rerun.per`. What is decided late (`attempt.number`, `run.id`)
            cannot stand in `deployment` and `rerun.per`; `occurrence` needs a job with `rerun.per`. Endpoints
            and credentials take none: a review must see where a token goes.

            Wrong: `scoringUri: https://${{ parameters.endpoint }}.eastus2.inference.ml.azure.com/jobs`

            Right: `scoringUri: https://heart.eastus2.inference.ml.azure.com/jobs`
            """
    )

    /// An endpoint that names a credential which is not declared.
    public static let unknownCredential = Diagnostic.Code(
        "RN0306",
        "unknown credential",
        exitStatus: .invalid,
        explanation: """
            An endpoint's `credential` is the name of an entry under `credentials` in the same document.

            Wrong: `credentials: { scoring: … }` and `endpoints: { heart: { credential: scorer } }`

            Right: `credentials: { scoring: … }` and `endpoints: { heart: { credential: scoring } }`
            """
    )

    /// A job that names an endpoint which is not declared.
    public static let unknownEndpoint = Diagnostic.Code(
        "RN0307",
        "unknown endpoint",
        exitStatus: .invalid,
        explanation: """
            A job's `endpoint` is the name of an entry under `endpoints` in the same document.

            Wrong: `endpoints: { heart: … }` and `jobs: { score: { endpoint: hart } }`

            Right: `endpoints: { heart: … }` and `jobs: { score: { endpoint: heart } }`
            """
    )

    /// A literal input whose value is not of its type.
    public static let literalOfWrongType = Diagnostic.Code(
        "RN0308",
        "literal of the wrong type",
        exitStatus: .invalid,
        explanation: """
            The `value` of a literal input must be of its `type`, after look-ups are filled in.

            Wrong: `threshold: { type: number, value: high }`

            Right: `threshold: { type: number, value: 0.75 }`
            """
    )

    /// A secret that is written into the manifest.
    public static let literalSecret = Diagnostic.Code(
        "RN0309",
        "secret in the manifest",
        exitStatus: .invalid,
        explanation: """
            A manifest holds references to secrets, never secrets: it is committed, reviewed and copied into
            plans and ledgers. That goes for credential fields and for signatures in URIs (`sig=` of a shared
            access signature). A secret that was committed is to be replaced at its issuer.

            Wrong: `clientSecret: 3kX8Q~…`

            Right: `clientSecret: { env: AZURE_CLIENT_SECRET }` or `clientSecret: { file: secrets/client-secret }`
            """
    )

    /// A duration that cannot be kept.
    public static let invalidDuration = Diagnostic.Code(
        "RN0310",
        "invalid duration",
        exitStatus: .invalid,
        explanation: """
            A duration is ISO 8601 in days, hours, minutes and seconds; above zero and at most 3650 days.

            Wrong: `execution: 90 minutes`, `execution: PT0S`

            Right: `execution: PT1H30M`
            """
    )

    /// A whole number beyond what JSON can carry exactly.
    public static let integerTooLarge = Diagnostic.Code(
        "RN0311",
        "integer too large",
        exitStatus: .invalid,
        explanation: """
            Whole numbers in settings lie between -9007199254740991 and 9007199254740991 (2^53 - 1): beyond
            that, JSON readers disagree on the value, and with it on the digest of what runs.

            Wrong: `miniBatchSize: 9007199254740993`

            Right: `miniBatchSize: 10`
            """
    )

    /// A parameter's declaration that contradicts itself.
    public static let invalidParameterDeclaration = Diagnostic.Code(
        "RN0312",
        "invalid parameter declaration",
        exitStatus: .invalid,
        explanation: """
            What a parameter declares must fit together: `default` and each of `enum` are of its `type` and
            within its bounds, `pattern` is a regular expression for a string, `minimum` and `maximum` are for
            numbers.

            Wrong: `count: { type: integer, minimum: 1, default: 0 }`

            Right: `count: { type: integer, minimum: 1, default: 1 }`
            """
    )

    /// A `--set` that is not `NAME=VALUE`, or two of one name.
    public static let malformedAssignment = Diagnostic.Code(
        "RN0320",
        "malformed --set",
        exitStatus: .usage,
        explanation: """
            `--set` takes `NAME=VALUE`, once for each parameter. Everything after the first `=` is the value.

            Wrong: `--set date`, `--set date=2026-11-20 --set date=2026-11-21`

            Right: `--set date=2026-11-20`
            """
    )

    /// A `--set` of a parameter that no manifest declares.
    public static let unknownAssignment = Diagnostic.Code(
        "RN0321",
        "unknown parameter in --set",
        exitStatus: .usage,
        explanation: """
            `--set` names a parameter that none of the manifests declares.

            Wrong: `--set dat=2026-11-20`

            Right: `--set date=2026-11-20`
            """
    )

    /// A parameter without a value.
    public static let missingParameter = Diagnostic.Code(
        "RN0322",
        "missing parameter",
        exitStatus: .usage,
        explanation: """
            A parameter without `default` must be given on the command line.

            Wrong: `runner apply nightly.yaml`

            Right: `runner apply nightly.yaml --set date=2026-11-20`
            """
    )

    /// A parameter's value that its declaration does not allow.
    public static let invalidParameterValue = Diagnostic.Code(
        "RN0323",
        "invalid parameter value",
        exitStatus: .usage,
        explanation: """
            A value given with `--set` must be of the parameter's `type`, match its `pattern`, be one of its
            `enum` and lie within `minimum` and `maximum`. No value holds `${{`.

            Wrong: `--set date=tomorrow` where the pattern is `^\\d{4}-\\d{2}-\\d{2}$`

            Right: `--set date=2026-11-21`
            """
    )

    /// A declaration that nothing uses.
    public static let unusedDeclaration = Diagnostic.Code(
        "RN0330",
        "unused declaration",
        exitStatus: .invalid,
        explanation: """
            A parameter, credential, endpoint or axis of a matrix is declared and nothing uses it. It does no harm; often a name
            is misspelt elsewhere, or a job was removed. A warning of `validate` only.

            Wrong: `parameters: { date: … }` and no `${{ parameters.date }}`

            Right: remove the declaration, or use it
            """
    )

    /// Something that the schema describes and this version cannot do.
    public static let notAvailableYet = Diagnostic.Code(
        "RN0350",
        "not available in this version",
        exitStatus: .unavailable,
        explanation: """
            The language knows this, and this version of runner does not do it yet. It is an error, because
            ignoring it would run something else than what is written.

            Wrong: `concurrency: { group: nightly }` with a version that has no such groups

            Right: remove it, or use a version that has it (`runner version`)
            """
    )

    /// The codes of the manifest language, RN0301 to RN0350.
    public static let manifestCodes: [Diagnostic.Code] = [
        unclosedLookup, malformedLookup, unknownLookup, unknownParameter, lookupNotAllowedHere,
        unknownCredential,
        unknownEndpoint, literalOfWrongType, literalSecret, invalidDuration, integerTooLarge,
        invalidParameterDeclaration, unknownJob, needsCycle, matrixTooLarge, matrixValueTwice,
        outputOfUnneededJob, unknownOutput, retryOverwrites, tooManyJobs, outputNotKnown, malformedAssignment,
        unknownAssignment,
        missingParameter, invalidParameterValue, unusedDeclaration, lookupMissing, notAvailableYet,
    ]
}

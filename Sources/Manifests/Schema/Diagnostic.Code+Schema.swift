public import Diagnostics

extension Diagnostic.Code {
    /// `apiVersion` or `kind` is not there.
    public static let missingDocumentKind = Diagnostic.Code(
        "RN0201",
        "no apiVersion or kind",
        exitStatus: .invalid,
        explanation: """
            A document says in which version of the language it is written and what it is; without both there is no
            schema to check it by.

            Wrong: `metadata: { name: nightly }`

            Right: `apiVersion: runner/v1`, `kind: JobManifest`, `metadata: { name: nightly }`
            """
    )

    /// `apiVersion` or `kind` names something else.
    public static let unknownDocumentKind = Diagnostic.Code(
        "RN0202",
        "unknown apiVersion or kind",
        exitStatus: .invalid,
        explanation: """
            This version of runner reads documents of `apiVersion: runner/v1`, of the kinds `JobManifest` and
            `Emulator`.

            Wrong: `kind: JobsManifest`

            Right: `kind: JobManifest`
            """
    )

    /// A key that is not allowed at its place.
    public static let unknownKey = Diagnostic.Code(
        "RN0203",
        "unknown key",
        exitStatus: .invalid,
        explanation: """
            Every mapping has a closed list of keys: a misspelt one would otherwise be ignored, and the job would run
            without what it says. Keys are camelCase.

            Wrong: `jobs: { score: { endpoint: heart, retrys: … } }`

            Right: `jobs: { score: { endpoint: heart, retry: … } }`
            """
    )

    /// A key that must be there.
    public static let missingKey = Diagnostic.Code(
        "RN0204",
        "missing key",
        exitStatus: .invalid,
        explanation: """
            A mapping lacks a key that it cannot do without.

            Wrong: `jobs: { score: { inputs: … } }`

            Right: `jobs: { score: { endpoint: heart, inputs: … } }`
            """
    )

    /// A value of the wrong type.
    public static let wrongType = Diagnostic.Code(
        "RN0205",
        "wrong type",
        exitStatus: .invalid,
        explanation: """
            A value is of another type than its key needs. Types are those of YAML 1.2: `yes` and `2026-11-20` are
            strings, `1` is a number, `"1"` is a string.

            Wrong: `settings: { instanceCount: two }`, `labels: { release: 7 }`

            Right: `settings: { instanceCount: 2 }`, `labels: { release: "7" }`
            """
    )

    /// None of a list of values.
    public static let valueNotAllowed = Diagnostic.Code(
        "RN0206",
        "value not allowed",
        exitStatus: .invalid,
        explanation: """
            The key takes one of a few values, letter for letter.

            Wrong: `inputs: { patients: { type: uri-folder, uri: … } }`

            Right: `inputs: { patients: { type: uri_folder, uri: … } }`
            """
    )

    /// A text that is not what it should be.
    public static let malformedValue = Diagnostic.Code(
        "RN0207",
        "malformed value",
        exitStatus: .invalid,
        explanation: """
            A text does not have the form that its key needs: a name, a duration, a URI, an id.

            Wrong: `metadata: { name: Heart Disease }`, `timeouts: { execution: 90 minutes }`

            Right: `metadata: { name: heart-disease }`, `timeouts: { execution: PT90M }`
            """
    )

    /// A number that is too large or too small.
    public static let numberOutOfRange = Diagnostic.Code(
        "RN0208",
        "number out of range",
        exitStatus: .invalid,
        explanation: """
            A number is below the least or above the greatest that its key takes.

            Wrong: `settings: { miniBatchSize: 0 }`

            Right: `settings: { miniBatchSize: 10 }`
            """
    )

    /// A text that is too long or too short.
    public static let wrongLength = Diagnostic.Code(
        "RN0209",
        "wrong length",
        exitStatus: .invalid,
        explanation: """
            A text has too few or too many characters; characters are Unicode scalars.

            Wrong: `experimentName: ""`

            Right: `experimentName: nightly-scoring`
            """
    )

    /// A list or mapping with too few or too many entries.
    public static let wrongCount = Diagnostic.Code(
        "RN0210",
        "wrong number of entries",
        exitStatus: .invalid,
        explanation: """
            A list or mapping has too few or too many entries.

            Wrong: `jobs: {}`

            Right: `jobs: { score: { endpoint: heart } }`
            """
    )

    /// Two equal items in a list that is a set.
    public static let repeatedItem = Diagnostic.Code(
        "RN0211",
        "repeated item",
        exitStatus: .invalid,
        explanation: """
            The list has two equal items, where each says something once. Numbers are equal by value: `1` and `1.0`.

            Wrong: `needs: [prepare, prepare]`

            Right: `needs: [prepare]`
            """
    )

    /// A key that is not what it should be.
    public static let malformedKey = Diagnostic.Code(
        "RN0212",
        "malformed name",
        exitStatus: .invalid,
        explanation: """
            The name of a job, endpoint, credential, input … does not have the form that it needs. Names become parts
            of addresses and requests.

            Wrong: `jobs: { Score_All: … }`, `inputs: { heart-data: … }`

            Right: `jobs: { score-all: … }`, `inputs: { heart_data: … }`
            """
    )

    /// A secret that is written out where a reference belongs.
    public static let secretLiteral = Diagnostic.Code(
        "RN0213",
        "a literal where a secret belongs",
        exitStatus: .invalid,
        explanation: """
            Secrets are referred to, never written down: a manifest is committed, reviewed and copied. The value is not
            shown again. A secret that was committed is to be replaced at its issuer.

            Wrong: `clientSecret: 3kX8Q~…`

            Right: `clientSecret: { env: AZURE_CLIENT_SECRET }` or `clientSecret: { file: secrets/client-secret }`
            """
    )

    /// Keys of which only one may be there.
    public static let exclusiveKeys = Diagnostic.Code(
        "RN0214",
        "keys that exclude each other",
        exitStatus: .invalid,
        explanation: """
            Two keys say the same thing in two ways, and only one can be meant.

            Wrong: `clientSecret: { env: A, file: b }`

            Right: `clientSecret: { env: A }`
            """
    )

    /// A value that the schema rules out.
    public static let valueRefused = Diagnostic.Code(
        "RN0215",
        "value refused",
        exitStatus: .invalid,
        explanation: """
            The schema rules out this combination.

            Wrong: `{ type: azure-managed-identity, clientId: …, objectId: … }`

            Right: `{ type: azure-managed-identity, clientId: … }`
            """
    )

    /// A check that takes too long.
    public static let checkTooCostly = Diagnostic.Code(
        "RN0216",
        "check given up",
        exitStatus: .invalid,
        explanation: """
            Matching a pattern, or holding the document against the schema, takes more steps than runner spends on it.
            It is an error, because nothing is known about the rest.

            Wrong: `pattern: '^(a+)+$'` and the value `aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!`

            Right: `pattern: '^a+$'`
            """
    )

    /// A keyword that the validator does not know.
    public static let unknownSchemaKeyword = Diagnostic.Code(
        "RN0230",
        "unknown schema keyword",
        exitStatus: .invalid,
        explanation: """
            A schema uses a word that is no keyword of its dialect. In a schema of yours it asserts nothing, as the
            standard says, and this is a warning; in runner's own schemas it is an error.

            Wrong: `{ "type": "string", "maxLenght": 3 }`

            Right: `{ "type": "string", "maxLength": 3 }`
            """
    )

    /// A keyword with a value that it does not take.
    public static let malformedSchemaKeyword = Diagnostic.Code(
        "RN0231",
        "malformed schema keyword",
        exitStatus: .invalid,
        explanation: """
            A keyword of a schema has a value of the wrong form.

            Wrong: `{ "minLength": "3" }`

            Right: `{ "minLength": 3 }`
            """
    )

    /// A `$ref` to nothing.
    public static let unresolvedSchemaReference = Diagnostic.Code(
        "RN0232",
        "unresolved schema reference",
        exitStatus: .invalid,
        explanation: """
            A `$ref` names nothing in the same file and no schema that was given. Nothing is fetched from elsewhere:
            neither the network nor any other file is looked at.

            Wrong: `{ "$ref": "#/$defs/nmae" }`

            Right: `{ "$ref": "#/$defs/name" }`
            """
    )

    /// A pattern that is not a regular expression.
    public static let malformedSchemaPattern = Diagnostic.Code(
        "RN0233",
        "malformed schema pattern",
        exitStatus: .invalid,
        explanation: """
            A `pattern` is not a regular expression of ECMA-262, or one that is not supported.

            Wrong: `{ "pattern": "(" }`

            Right: `{ "pattern": "^[a-z]+$" }`
            """
    )

    /// The codes of the schema check, RN0201 to RN0216, and of schemas themselves, RN0230 to RN0236.
    public static let schemaCodes: [Diagnostic.Code] = [
        missingDocumentKind, unknownDocumentKind, unknownKey, missingKey, wrongType, valueNotAllowed,
        malformedValue,
        numberOutOfRange, wrongLength, wrongCount, repeatedItem, malformedKey, secretLiteral, exclusiveKeys,
        valueRefused, checkTooCostly, unknownSchemaKeyword, malformedSchemaKeyword, unresolvedSchemaReference,
        malformedSchemaPattern, unknownSchemaDialect, duplicateSchemaName, endlessSchema,
    ]
}

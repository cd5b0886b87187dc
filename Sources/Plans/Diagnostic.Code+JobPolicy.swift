public import Diagnostics

extension Diagnostic.Code {
    /// A tenant that a policy does not list.
    public static let tenantBlocked = Diagnostic.Code(
        "RN0386",
        "tenant blocked by policy",
        exitStatus: .blocked,
        explanation: """
            The policy given with `--policy` lists the tenants that tokens may be of. An id that stands in the manifest is
            held against it by `plan`; every token, whatever the credential, by `apply` before the first job.

            Wrong: `tenantId: 99999999-9999-4999-8999-999999999999` under the policy below

            Right: `tenants: { only: [11111111-1111-4111-8111-111111111111] }` in the policy, and that tenant in the
            manifest
            """
    )

    /// An input whose URI fits none of a policy's patterns.
    public static let inputBlocked = Diagnostic.Code(
        "RN0387",
        "input blocked by policy",
        exitStatus: .blocked,
        explanation: """
            The policy given with `--policy` lists the URIs that jobs may read, and an input has another. A URI with `.` or
            `..` between its slashes fits no pattern.

            Wrong: `uri: https://elsewhere.example/patients` under the policy below

            Right: `inputUris: { only: ["azureml://datastores/patients/paths/*"] }` in the policy, and
            `uri: azureml://datastores/patients/paths/2026`
            """
    )

    /// An output whose URI fits none of a policy's patterns.
    public static let outputBlocked = Diagnostic.Code(
        "RN0388",
        "output blocked by policy",
        exitStatus: .blocked,
        explanation: """
            The policy given with `--policy` lists the URIs that jobs may write, and an output has another. A URI with `.`
            or `..` between its slashes fits no pattern.

            Wrong: `uri: azureml://datastores/patients/paths/scores.csv` under the policy below

            Right: `outputUris: { only: ["azureml://datastores/scores/paths/*"] }` in the policy, and
            `uri: azureml://datastores/scores/paths/nightly.csv`
            """
    )

    /// A manifest with more jobs than a policy allows.
    public static let tooManyJobs = Diagnostic.Code(
        "RN0389",
        "more jobs than a policy allows",
        exitStatus: .blocked,
        explanation: """
            The policy given with `--policy` limits how many jobs a manifest comes to, every combination of a matrix
            counted.

            Wrong: a matrix of 10 regions and 100 parts under `limits: { jobs: 100 }`

            Right: fewer combinations, several manifests, or a higher limit in the policy
            """
    )

    /// A job with more instances than a policy allows.
    public static let tooManyInstances = Diagnostic.Code(
        "RN0390",
        "more instances than a policy allows",
        exitStatus: .blocked,
        explanation: """
            The policy given with `--policy` limits how many instances a job takes, or all jobs of a manifest together.
            Without `settings.instanceCount` the deployment decides, which a policy cannot see: each job has to say it.

            Wrong: `settings: { instanceCount: 50 }`, or no `instanceCount`, under `limits: { instancesPerJob: 4 }`

            Right: `settings: { instanceCount: 4 }`
            """
    )

    /// A job that may take longer than a policy allows.
    public static let timeoutBlocked = Diagnostic.Code(
        "RN0391",
        "longer than a policy allows",
        exitStatus: .blocked,
        explanation: """
            The policy given with `--policy` limits how long a job may take or wait, so each job has to say its own limit.

            Wrong: no `timeouts`, or `timeouts: { execution: P2D }`, under `limits: { executionTimeout: PT6H }`

            Right: `timeouts: { execution: PT6H }`
            """
    )

    /// A job without a label that a policy requires.
    public static let labelMissing = Diagnostic.Code(
        "RN0392",
        "a label that a policy requires is missing",
        exitStatus: .blocked,
        explanation: """
            The policy given with `--policy` lists labels that every job must have, of its own or by its manifest's metadata.

            Wrong: a manifest without labels under `requires: { labels: [team] }`

            Right: `metadata: { name: nightly, labels: { team: cardiology } }`
            """
    )

    /// A job with a `rerun` that a policy does not list.
    public static let rerunBlocked = Diagnostic.Code(
        "RN0393",
        "a way to run again that a policy does not list",
        exitStatus: .blocked,
        explanation: """
            The policy given with `--policy` lists what `rerun` of every job may be; a job that says nothing has `once`.

            Wrong: `rerun: always` under `requires: { rerun: [once, per] }`

            Right: `rerun: { per: "${{ parameters.date }}" }`
            """
    )

    /// A job with more attempts than a policy allows.
    public static let tooManyAttempts = Diagnostic.Code(
        "RN0394",
        "more attempts than a policy allows",
        exitStatus: .blocked,
        explanation: """
            The policy given with `--policy` limits how many attempts one run makes of a job.

            Wrong: `retry: { attempts: 10 }` under `limits: { attemptsPerRun: 3 }`

            Right: `retry: { attempts: 3 }`
            """
    )

    /// The codes of what policies say of jobs and tenants, RN0386 to RN0394.
    public static let jobPolicyCodes: [Diagnostic.Code] = [
        tenantBlocked, inputBlocked, outputBlocked, tooManyJobs, tooManyInstances,
        timeoutBlocked, labelMissing, rerunBlocked, tooManyAttempts,
    ]
}

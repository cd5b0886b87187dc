public import Diagnostics

extension Diagnostic.Code {
    /// A name of an input or output that Azure ML refuses.
    public static let refusedBindingName = Diagnostic.Code(
        "RN0501",
        "name that Azure ML refuses",
        exitStatus: .invalid,
        explanation: """
            Inputs and outputs of batch endpoints have names of letters, digits and underscores.

            Wrong: `inputs: { heart-data: … }`

            Right: `inputs: { heart_data: … }`
            """
    )

    /// An address of a kind that batch endpoints do not take.
    public static let refusedScheme = Diagnostic.Code(
        "RN0502",
        "address that batch endpoints do not take",
        exitStatus: .invalid,
        explanation: """
            Batch endpoints take `https://` addresses of storage, `azureml://` addresses and ARM ids. The addresses of
            Hadoop's file systems are not among them.

            Wrong: `uri: abfss://data@account.dfs.core.windows.net/in`

            Right: `uri: azureml://datastores/data/paths/in`, `uri: https://account.dfs.core.windows.net/data/in`
            """
    )

    /// An output that is in no datastore.
    public static let outputNotInDatastore = Diagnostic.Code(
        "RN0503",
        "output outside a datastore",
        exitStatus: .invalid,
        explanation: """
            Azure ML writes outputs to blob datastores that are registered in the workspace. A plain address may be
            refused when the job is submitted or when it writes. A warning.

            Wrong: `uri: https://account.blob.core.windows.net/out/predictions.csv`

            Right: `uri: azureml://datastores/out/paths/predictions.csv`
            """
    )

    /// A name that no endpoint or deployment can have.
    public static let refusedName = Diagnostic.Code(
        "RN0504",
        "name of no endpoint or deployment",
        exitStatus: .invalid,
        explanation: """
            Batch endpoints and deployments have names of 3 to 32 letters, digits and single dashes that begin with a
            letter. A scoring URI begins with the endpoint's name. A warning.

            Wrong: `deployment: 2_classifier`

            Right: `deployment: classifier-2`
            """
    )

    /// A job that fits neither kind of deployment.
    public static let notOfModelDeployment = Diagnostic.Code(
        "RN0505",
        "not for a model deployment",
        exitStatus: .invalid,
        explanation: """
            `miniBatchSize`, `errorThreshold` and `outputFileName` are settings of a model's deployment. Such a
            deployment takes one folder or file, no literals, and writes one `uri_file`. A warning, because a
            manifest does not say what a deployment is made of.

            Wrong: `settings: { miniBatchSize: 10 }` and `inputs: { mode: { type: string, value: append } }`

            Right: `settings: { miniBatchSize: 10 }` and one input of type `uri_folder`
            """
    )

    /// A job that is to replace others where none can be cancelled.
    public static let replacementNeedsWorkspace = Diagnostic.Code(
        "RN0506",
        "job that cannot replace another",
        exitStatus: .invalid,
        explanation: """
            `onConflict: replace` cancels the job that has the concurrency group. Azure's resource manager cancels jobs,
            under the endpoint's workspace and name, which a scoring URI does not tell.

            Wrong: `heart: { type: azureml-batch, scoringUri: …, credential: scoring }`

            Right: `heart: { type: azureml-batch, workspace: { … }, name: heart, credential: scoring }`
            """
    )

    /// The codes of engines, RN0501 to RN0506.
    public static let engineCodes: [Diagnostic.Code] = [
        refusedBindingName, refusedScheme, outputNotInDatastore, refusedName, notOfModelDeployment,
        replacementNeedsWorkspace,
    ]
}

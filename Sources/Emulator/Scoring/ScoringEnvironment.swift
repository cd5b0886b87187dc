import Host
import Manifests

/// What a scoring script is started with: nothing of the operator's environment but a short list.
struct ScoringEnvironment: Sendable {
    /// What passes from the operator's environment.
    static let allowed: Set<String> = [
        "PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "VIRTUAL_ENV",
        "CONDA_PREFIX", "PYENV_ROOT", "PYENV_VERSION", "PYTHONPATH", "OMP_NUM_THREADS",
    ]

    /// The variables of a deployment's process.
    ///
    /// - Parameters:
    ///   - environment: The operator's.
    ///   - deployment: The deployment.
    ///   - model: The path of the model's file or folder.
    ///   - job: The job's name.
    ///   - outputFolder: Where the script may write.
    /// - Returns: Names and values.
    static func variables(
        from environment: ProcessEnvironment,
        deployment: EmulatedDeployment,
        model: String?,
        job: String,
        outputFolder: String
    ) -> [String: String] {
        var variables = environment.values.filter { allowed.contains($0.key) }
        variables["PYTHONUNBUFFERED"] = "1"
        variables["PYTHONDONTWRITEBYTECODE"] = "1"
        variables["PYTHONUTF8"] = "1"
        variables.merge(deployment.environmentVariables) { $1 }
        variables["AZUREML_RUN_ID"] = job
        variables["AZUREML_BI_OUTPUT_PATH"] = outputFolder
        // As on Azure ML, what was registered keeps its own name in this folder.
        if let model { variables["AZUREML_MODEL_DIR"] = parent(of: model) }
        return variables
    }

    private static func parent(of path: String) -> String {
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        return "/" + folder
    }
}

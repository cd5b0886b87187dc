import Manifests

/// A deployment whose files were found.
struct PreparedDeployment: Sendable {
    /// The deployment.
    let deployment: EmulatedDeployment
    /// The folder of the code, links resolved.
    let codeFolder: String
    /// The scoring script.
    let script: String
    /// The model's file or folder.
    let model: String?
    /// The Python, as a path.
    let python: String
}

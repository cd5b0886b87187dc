import JSONValues
import Manifests

/// What a client asks an endpoint to run, checked as a model deployment checks it.
struct JobRequest: Sendable {
    /// The kinds of input that a model deployment takes.
    enum InputType: String, Sendable {
        /// One file.
        case file = "UriFile"
        /// The files of a folder, not of the folders in it.
        case folder = "UriFolder"
    }

    /// The name of the input.
    let inputName: String
    /// What the input is.
    let inputType: InputType
    /// Where the input is.
    let inputURI: String
    /// The name and place of the output, when one is named.
    let output: (name: String, uri: String)?
    /// How it runs: the deployment's settings with the request's over them.
    let settings: EmulatedDeployment.Settings
    /// The display name, when one is given.
    let displayName: String?
    /// The experiment, when one is given.
    let experimentName: String?
}

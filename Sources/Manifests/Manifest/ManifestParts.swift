public import Diagnostics

/// What could be read of one manifest, whether or not all of it is right: for checks that report every mistake at once.
public struct ManifestParts: Sendable {
    /// The parameters whose declarations could be read.
    public let parameters: [Parameter]
    /// The credentials that could be read and that this version can use.
    public let credentials: [Credential]
    /// The endpoints that could be read; their credential need not be declared.
    public let endpoints: [Endpoint]
    /// The jobs that could be read, without those inputs and outputs that could not be.
    public let jobs: [Job]
    /// The whole manifest; `nil` when there is an error in it.
    public let manifest: Manifest?
    /// Warnings, RN0330, for axes of matrices that no look-up names; for `validate` only.
    public let unusedAxes: [Diagnostic]

    /// The parts alone.
    var withoutManifest: ManifestParts {
        ManifestParts(
            parameters: parameters,
            credentials: credentials,
            endpoints: endpoints,
            jobs: jobs,
            manifest: nil,
            unusedAxes: unusedAxes
        )
    }
}

/// What is to run, where, and as whom: one document of kind `JobManifest`, typed.
///
/// Built from a ``CheckedDocument`` only. Texts that may hold `${{ … }}` are ``Template``s until the planner
/// fills them in. Maps keep the order of the file.
public struct Manifest: Sendable {
    /// `metadata.name`.
    public let name: Located<String>
    /// `metadata.labels`.
    public let labels: [String: String]
    /// `parameters`, in the order of the file.
    public let parameters: [Parameter]
    /// `credentials`, in the order of the file.
    public let credentials: [Credential]
    /// `endpoints`, in the order of the file.
    public let endpoints: [Endpoint]
    /// `jobs`, in the order of the file.
    public let jobs: [Job]
    /// The file's name, as it was typed.
    public let file: String
    /// The folder that relative paths start from.
    public var folder: String { file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "." }
}

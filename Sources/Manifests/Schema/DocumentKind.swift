/// The kinds of document that runner reads.
public enum DocumentKind: String, CaseIterable, Sendable {
    /// Jobs to run, `kind: JobManifest`.
    case jobManifest = "JobManifest"
    /// A batch endpoint on this machine, `kind: Emulator`.
    case emulator = "Emulator"
    /// What manifests may do with credentials, `kind: Policy`.
    case policy = "Policy"

    /// The schema of this kind, as it stands in `schemas/`.
    public var schemaText: String {
        switch self {
        case .jobManifest: SchemaCatalog.jobManifestV1
        case .emulator: SchemaCatalog.emulatorV1
        case .policy: SchemaCatalog.policyV1
        }
    }
}

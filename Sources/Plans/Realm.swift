/// Where a job runs.
///
/// Nothing is ever compared across realms: a rehearsal never makes the real job up to date.
public indirect enum Realm: Hashable, Sendable, CustomStringConvertible {
    /// A cloud's own service: cloud, authority and host, such as
    /// `azure:AzureCloud:login.microsoftonline.com:heart.eastus2.inference.ml.azure.com`.
    case azure(cloud: String, authority: String, host: String)
    /// An emulator, by the `metadata.name` of its document.
    case emulator(id: String)

    /// The realm in one word; what is written into ledgers and keys.
    public var description: String {
        switch self {
        case .azure(let cloud, let authority, let host): "azure:\(cloud):\(authority):\(host)"
        case .emulator(let id): "emulator:\(id)"
        }
    }
}

import Manifests

/// A path of the resource manager within a workspace.
struct ManagementPath {
    let subscription: String
    let group: String
    let workspace: String
    /// What follows the workspace.
    let rest: [String]

    /// Reads a path; names of kinds are compared without case, as the service does.
    init(_ path: String) throws(ServiceFailure) {
        let parts = path.split(separator: "/").map { part in
            PercentEncoding.decoded(Array(part.utf8)[...]) ?? String(part)
        }
        let kinds = [
            (0, "subscriptions"), (2, "resourcegroups"), (4, "providers"),
            (5, "microsoft.machinelearningservices"), (6, "workspaces"),
        ]
        guard parts.count >= 8, kinds.allSatisfy({ parts[$0.0].lowercased() == $0.1 }) else {
            throw ServiceFailure(404, "The requested resource was not found.", code: "NotFound")
        }
        subscription = parts[1].lowercased()
        group = parts[3].lowercased()
        workspace = parts[7]
        rest = Array(parts[8...])
    }

    /// Whether an endpoint is in this workspace.
    func isWorkspace(of endpoint: EmulatedEndpoint) -> Bool {
        guard let other = endpoint.workspace else { return false }
        return other.subscriptionID.lowercased() == subscription && other.resourceGroup.lowercased() == group
            && other.name.lowercased() == workspace.lowercased()
    }
}

/// A cloud's hosts and audiences, as the emulator plays them.
enum EmulatedCloud: CaseIterable, Hashable, Sendable {
    case publicCloud
    case usGovernment
    case china

    /// The cloud that an endpoint's host is in.
    init(host: String) {
        self =
            host.hasSuffix(".azure.us") ? .usGovernment : host.hasSuffix(".azure.cn") ? .china : .publicCloud
    }

    /// The host of the resource manager.
    var managementHost: String {
        switch self {
        case .publicCloud: "management.azure.com"
        case .usGovernment: "management.usgovcloudapi.net"
        case .china: "management.chinacloudapi.cn"
        }
    }

    /// What tokens for the resource manager are for: both names that it has, with and without a slash.
    var managementAudiences: [String] {
        let core =
            switch self {
            case .publicCloud: "management.core.windows.net"
            case .usGovernment: "management.core.usgovcloudapi.net"
            case .china: "management.core.chinacloudapi.cn"
            }
        return [managementHost, core].flatMap { ["https://" + $0, "https://" + $0 + "/"] }
    }

    /// The host of discovery and of the front end.
    var frontEndHost: String {
        switch self {
        case .publicCloud: "emulator.api.azureml.ms"
        case .usGovernment: "emulator.api.ml.azure.us"
        case .china: "emulator.api.ml.azure.cn"
        }
    }

    /// What tokens for Azure ML are for.
    var dataAudience: String {
        switch self {
        case .publicCloud: "https://ml.azure.com"
        case .usGovernment: "https://ml.azure.us"
        case .china: "https://ml.azure.cn"
        }
    }
}

public import HTTPExchange
import Manifests

/// The hosts that may see tokens for a workspace: a cloud's own, and what the operator allowed.
///
/// The answers of Azure's resource manager and of discovery name hosts; each is held against these rules before
/// anything is sent there.
public struct AzureMLHostRules: Hashable, Sendable {
    /// The credential's cloud.
    public let cloud: AzureCloud
    /// Hosts that the operator allows.
    public let allowance: HostAllowance

    /// Makes rules.
    ///
    /// - Parameters:
    ///   - cloud: The credential's cloud.
    ///   - allowance: Hosts that the operator allows.
    public init(cloud: AzureCloud, allowance: HostAllowance) {
        self.cloud = cloud
        self.allowance = allowance
    }

    /// Whether an address is one of the cloud's resource manager.
    ///
    /// - Parameter address: The address.
    /// - Returns: Whether a token may go there.
    public func admitsManager(_ address: WebAddress) -> Bool {
        guard allowance.leaves(address) else { return false }
        return allows(address) || isPlain(address) && address.host == cloud.resourceManagerHost
    }

    /// Whether an address is a scoring URI of the cloud.
    ///
    /// - Parameter address: The address.
    /// - Returns: Whether a token may go there.
    public func admitsScoring(_ address: WebAddress) -> Bool {
        guard address.query == nil, allowance.leaves(address) else { return false }
        return allows(address)
            || isPlain(address) && AzureCloud(endpointHost: address.host) == cloud && address.path == "/jobs"
    }

    /// Whether an address is one of the cloud's discovery or front end.
    ///
    /// - Parameter address: The address.
    /// - Returns: Whether a token may go there.
    public func admitsFrontEnd(_ address: WebAddress) -> Bool {
        guard allowance.leaves(address) else { return false }
        let suffix = cloud.frontEndSuffix
        return allows(address)
            || isPlain(address) && address.host.hasSuffix(suffix)
                && address.host.utf8.count > suffix.utf8.count
    }

    /// Whether tokens for an audience may be asked for.
    ///
    /// - Parameter audience: The audience.
    /// - Returns: Whether the operator's policy lets them.
    public func admits(_ audience: Audience) -> Bool {
        allowance.onlyAudiences?.allows(audience.value) ?? true
    }

    private func allows(_ address: WebAddress) -> Bool { allowance.allows(address) }

    private func isPlain(_ address: WebAddress) -> Bool {
        address.scheme == .https && address.explicitPort == nil
    }
}

extension AzureCloud {
    /// The host of the cloud's resource manager.
    public var resourceManagerHost: String {
        switch self {
        case .publicCloud: "management.azure.com"
        case .usGovernment: "management.usgovcloudapi.net"
        case .china: "management.chinacloudapi.cn"
        }
    }

    /// What the hosts of workspaces' front ends end with, beginning with a dot.
    public var frontEndSuffix: String {
        switch self {
        case .publicCloud: ".api.azureml.ms"
        case .usGovernment: ".api.ml.azure.us"
        case .china: ".api.ml.azure.cn"
        }
    }
}

public import Manifests

/// The clouds that Azure runs, each with its own hosts: a token for one is worth nothing in another.
public enum AzureCloud: String, CaseIterable, Sendable {
    /// The public cloud.
    case publicCloud = "AzureCloud"
    /// The cloud of the United States' government.
    case usGovernment = "AzureUSGovernment"
    /// The cloud that 21Vianet runs in China.
    case china = "AzureChinaCloud"

    /// What the hosts of batch endpoints end with, beginning with a dot.
    public var inferenceSuffix: String {
        switch self {
        case .publicCloud: ".inference.ml.azure.com"
        case .usGovernment: ".inference.ml.azure.us"
        case .china: ".inference.ml.azure.cn"
        }
    }

    /// The hosts that give tokens, the usual one first.
    public var authorities: [String] {
        switch self {
        case .publicCloud:
            ["login.microsoftonline.com", "login.windows.net", "login.microsoft.com", "sts.windows.net"]
        case .usGovernment: ["login.microsoftonline.us", "login.usgovcloudapi.net"]
        case .china: ["login.chinacloudapi.cn", "login.partner.microsoftonline.cn"]
        }
    }

    /// The host that gives tokens unless a credential names another.
    public var usualAuthority: String { authorities[0] }

    /// The cloud that a batch endpoint's host belongs to.
    ///
    /// - Parameter host: A host, lower case.
    public init?(endpointHost host: String) {
        let found = AzureCloud.allCases.first { cloud in
            host.utf8.count > cloud.inferenceSuffix.utf8.count && host.hasSuffix(cloud.inferenceSuffix)
        }
        guard let found else { return nil }
        self = found
    }

    /// The cloud that a credential names.
    ///
    /// - Parameter cloud: As the manifest names it.
    public init(_ cloud: Credential.Cloud) {
        switch cloud {
        case .publicCloud: self = .publicCloud
        case .usGovernment: self = .usGovernment
        case .china: self = .china
        }
    }

    /// The cloud's name in manifests.
    public var manifestName: String {
        switch self {
        case .publicCloud: Credential.Cloud.publicCloud.rawValue
        case .usGovernment: Credential.Cloud.usGovernment.rawValue
        case .china: Credential.Cloud.china.rawValue
        }
    }
}

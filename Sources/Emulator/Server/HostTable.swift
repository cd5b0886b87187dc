/// Who plays a host.
enum HostRole: Hashable, Sendable {
    /// Entra's token endpoints.
    case entra
    /// GitHub Actions' issuer of tokens about a job.
    case gitHubActions
    /// Azure Pipelines' issuer of tokens about a job.
    case azurePipelines
    /// The resource manager of a cloud.
    case management(EmulatedCloud)
    /// The discovery and front end of a cloud's workspaces.
    case frontEnd(EmulatedCloud)
    /// The data plane of the endpoint with this name.
    case endpoint(String)
    /// The metadata service of the machine.
    case metadataService
    /// The identity endpoint of App Service.
    case appService
    /// The emulator itself: a client on this machine that names no played host.
    case control
}

/// The hosts that are played, and how a request says which one it means.
///
/// By its `Host`. A client that cannot choose that calls `http://127.0.0.1:PORT/_hosts/HOST/…`, which is the same as
/// `/…` at HOST; only a request whose `Host` is loopback may.
struct HostTable: Sendable {
    /// What begins the path of a request which names its host there.
    static let pathPrefix = "/_hosts/"

    /// The hosts of Entra's token endpoints in the three clouds: the current names, and the aliases that Microsoft's
    /// libraries know.
    static let entraHosts = [
        "login.microsoftonline.com", "login.microsoft.com", "login.windows.net", "sts.windows.net",
        "login.microsoftonline.us", "login.usgovcloudapi.net", "login.chinacloudapi.cn",
        "login.partner.microsoftonline.cn",
    ]

    private static let loopbackHosts: Set<String> = ["127.0.0.1", "localhost", "[::1]"]

    /// Endpoint names by host.
    private let endpoints: [String: String]
    /// The host of the machine's metadata service, when it has identities.
    private let metadataHost: String?
    /// The host of App Service's identity endpoint, when that is played.
    private let appServiceHost: String?
    /// The issuers of tokens about a job.
    private let issuers: [String: HostRole]
    /// The resource managers and front ends.
    private let managers: [String: HostRole]
    /// All hosts that are played.
    let hosts: [String]

    /// Makes a table of endpoints, of the services that give the machine its identities, and of issuers.
    ///
    /// - Parameters:
    ///   - endpoints: Their hosts and names.
    ///   - metadataHost: The host of the machine's metadata service, when it has identities.
    ///   - appServiceHost: The host of App Service's identity endpoint, when that is played.
    ///   - playsIssuers: Whether issuers of tokens about a job are played.
    ///   - clouds: The clouds whose resource manager is played.
    init(
        endpoints: [(host: String, name: String)],
        metadataHost: String? = nil,
        appServiceHost: String? = nil,
        playsIssuers: Bool = false,
        clouds: Set<EmulatedCloud> = []
    ) {
        var managers: [String: HostRole] = [:]
        for cloud in clouds {
            managers[cloud.managementHost] = .management(cloud)
            managers[cloud.frontEndHost] = .frontEnd(cloud)
        }
        self.managers = managers
        self.endpoints = Dictionary(endpoints.map { ($0.host, $0.name) }) { first, _ in first }
        self.metadataHost = metadataHost
        self.appServiceHost = appServiceHost
        self.issuers =
            playsIssuers
            ? [JobTokenIssuer.gitHubHost: .gitHubActions, JobTokenIssuer.pipelinesHost: .azurePipelines] : [:]
        self.hosts =
            Self.entraHosts + issuers.keys.sorted() + managers.keys.sorted() + endpoints.map(\.host)
            + [metadataHost, appServiceHost].compactMap { $0 }
    }

    /// Who plays a host; `nil` when nobody does.
    func role(of host: String) -> HostRole? {
        if host == metadataHost { return .metadataService }
        if host == appServiceHost { return .appService }
        if let name = endpoints[host] { return .endpoint(name) }
        if Self.entraHosts.contains(host) { return .entra }
        if let issuer = issuers[host] ?? managers[host] { return issuer }
        return Self.loopbackHosts.contains(host) ? .control : nil
    }

    /// The request with its host and path as the played host gets them.
    func resolved(_ request: EmulatedRequest) -> EmulatedRequest {
        var request = request
        request.host = Self.withoutPort(request.host.lowercased())
        guard Self.loopbackHosts.contains(request.host), request.path.hasPrefix(Self.pathPrefix) else {
            return request
        }
        let rest = request.path.dropFirst(Self.pathPrefix.count)
        let host = rest.prefix { $0 != "/" }
        // A loopback name here would lead back to the control paths; nobody is served twice.
        request.host = Self.loopbackHosts.contains(String(host)) ? "" : host.lowercased()
        request.path = rest.count == host.count ? "/" : String(rest.dropFirst(host.count))
        return request
    }

    private static func withoutPort(_ authority: String) -> String {
        guard let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") else { return authority }
        let port = authority[authority.index(after: colon)...]
        return port.utf8.allSatisfy { (0x30...0x39).contains($0) } ? String(authority[..<colon]) : authority
    }
}

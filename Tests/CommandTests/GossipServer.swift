import Host
import RunnerTestSupport
import Subprocess
import SystemPackage

/// Every service that a credential goes to, played by a server that repeats all that it hears in each encoding, behind
/// a proxy that shows certificates of the hosts' names.
struct GossipServer: Sendable {
    /// What it does besides.
    enum Mode: String, CaseIterable, Sendable {
        case take
        case refuseToken = "refuse-token"
        case refuseIssuer = "refuse-issuer"
        case refuseJob = "refuse-job"
        case denyJob = "deny-job"
        case failJob = "fail-job"
    }

    /// The server's own port, for what is asked in clear text on the machine.
    let port: Int
    /// The same over TLS, with a certificate that nobody vouches for.
    let securePort: Int
    /// That certificate's SHA-1, in hexadecimal.
    let thumbprint: String
    /// The proxy's.
    let proxyPort: Int
    /// The file with the authority of the certificates.
    let authorities: String

    static let hosts = [
        "login.microsoftonline.com", "heart.eastus2.inference.ml.azure.com",
        "run.actions.githubusercontent.com", "dev.azure.com",
    ]
    /// The last part of the tokens that it gives, as in `server.py`.
    static let tokenSecret = "markedTokenSignature_0123456789-abcdefghij"
    /// The last part of the statements about jobs that it gives.
    static let statementSecret = "markedStatementSignature_0123456789-abcdef"
    /// The password that the proxy is given.
    static let proxyPassword = "marked-proxy-p@ssw0rd"

    static let script = Fixture.packageRoot + "/Tests/CommandTests/Fixtures/gossip/server.py"

    /// How hosts are reached: by the proxy.
    var environment: [String: String] {
        ["HTTPS_PROXY": "http://user:marked-proxy-p%40ssw0rd@127.0.0.1:\(proxyPort)"]
    }

    /// Lends a server.
    static func with(
        _ mode: Mode,
        _ authority: ThrowAwayAuthority,
        _ body: @escaping @Sendable (GossipServer) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            try SystemFileSystem().write(authority.pem, to: folder + "/ca.pem")
            try SystemFileSystem().write(authority.serverPEM, to: folder + "/server.pem")
            _ = try await Subprocess.run(
                .name("python3"),
                arguments: .init([script, mode.rawValue, folder + "/server.pem"]),
                input: .none,
                output: .sequence,
                error: .discarded
            ) { execution in
                for try await line in execution.standardOutput.strings() {
                    let words = line.split(whereSeparator: \.isWhitespace)
                    guard words.count == 3, let port = Int(words[0]), let securePort = Int(words[1]) else {
                        continue
                    }
                    let thumbprint = String(words[2])
                    do {
                        try await TunnelServer.withRunning(to: port, tls: authority.serverContext) { proxy in
                            try await body(
                                GossipServer(
                                    port: port,
                                    securePort: securePort,
                                    thumbprint: thumbprint,
                                    proxyPort: proxy.port,
                                    authorities: folder + "/ca.pem"
                                )
                            )
                        }
                    } catch {
                        try execution.send(signal: .kill)
                        throw error
                    }
                    try execution.send(signal: .kill)
                }
            }
        }
    }
}

import Emulator
import Host
import RunnerTestSupport

@testable import RunnerCommands

/// The emulator behind a proxy that ends TLS under the cloud's own names: what runner calls as it calls the real one.
///
/// Needs ``ThrowAwayAuthority/canBeMade``.
struct PlayedCloud: Sendable {
    /// The hosts whose names its certificate has.
    static let hosts = ["login.microsoftonline.com", "heart.eastus2.inference.ml.azure.com"]

    /// The proxy.
    let proxy: TunnelServer
    /// The file with the authority of its certificates.
    let authorities: String

    /// The manifest's environment with the proxy, its user and its password.
    var environment: [String: String] {
        Workplace.environment.merging(
            ["HTTPS_PROXY": "http://user:\(Self.password)@127.0.0.1:\(proxy.port)"]
        ) { $1 }
    }

    /// The proxy's password.
    static let password = "marked-proxy-password"

    /// Lends a cloud.
    ///
    /// - Parameters:
    ///   - workplace: Whose emulator is played.
    ///   - hosts: The names that its certificate has.
    ///   - refusal: The status line that the proxy refuses every tunnel with.
    ///   - body: Uses the cloud.
    /// - Throws: What `body` throws, or that something cannot be made.
    static func with(
        _ workplace: Workplace,
        hosts: [String] = hosts,
        refusal: String? = nil,
        _ body: @Sendable (PlayedCloud) async throws -> Void
    ) async throws {
        let authority = try await ThrowAwayAuthority.make(hosts: hosts)
        let path = workplace.folder + "/ca.pem"
        try SystemFileSystem().write(authority.pem, to: path)
        let real = Host.system()
        let host = Host(
            files: real.files,
            console: RecordingConsole(),
            environment: ProcessEnvironment(Workplace.environment),
            time: real.time,
            random: real.random,
            process: real.process
        )
        let rehearsal = try CommandContext(host: host).rehearsal(workplace.emulator, color: .never)
        try await EmulatorServer.withRunning(
            rehearsal.configuration,
            folder: rehearsal.folder,
            host: rehearsal.host
        ) { emulator in
            try await TunnelServer.withRunning(
                to: emulator.address.port,
                refusal: refusal,
                tls: authority.serverContext
            ) { try await body(PlayedCloud(proxy: $0, authorities: path)) }
        }
    }

    /// The hosts that a tunnel was asked to.
    var tunnels: Set<String> {
        Set(
            proxy.heads.filter { $0.hasPrefix("CONNECT ") }
                .compactMap { $0.split(separator: " ").dropFirst().first.map(String.init) }
        )
    }
}

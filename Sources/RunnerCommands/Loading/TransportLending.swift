import Diagnostics
import Emulator
import HTTPExchange
import Transport

extension CommandContext {
    /// Lends a transport: to the hosts themselves, or to an emulator that plays them, which is started for the work
    /// unless it runs already.
    ///
    /// - Parameters:
    ///   - rehearsal: The emulator; `nil` for the hosts themselves.
    ///   - network: How the hosts are reached.
    ///   - limits: Bounds of each exchange.
    ///   - color: Whether faults are shown in color.
    ///   - afterwards: Told which requests an emulator has had that was started for the work.
    ///   - work: What is done with it.
    /// - Returns: What `work` returns.
    /// - Throws: What `work` throws, or ``CommandFailure`` for an emulator that does not start, or is not there.
    func transported<Value: Sendable>(
        to rehearsal: Rehearsal?,
        over network: NetworkSettings,
        limits: TransportLimits = TransportLimits(),
        color: ColorChoice,
        afterwards: @escaping @Sendable (RequestTally) -> Void = { _ in },
        _ work: @escaping @Sendable (any HTTPTransport) async throws -> Value
    ) async throws -> Value {
        guard let rehearsal else {
            return try await AsyncHTTPTransport.withTransport(network: network, limits: limits) {
                try await work($0)
            }
        }
        if let port = rehearsal.port {
            let routes: HostRoutes
            do throws(Diagnostic) {
                routes = try await StandingEmulator(port: port).routes(for: rehearsal.configuration)
            } catch {
                throw failure([error], sources: rehearsal.sources, color: color)
            }
            return try await AsyncHTTPTransport.withTransport(routes: routes, limits: limits) {
                try await work($0)
            }
        }
        do {
            return try await EmulatorServer.withRunning(
                rehearsal.configuration,
                folder: rehearsal.folder,
                host: rehearsal.host,
                issuer: rehearsal.issuer,
                commandLine: rehearsal.commandLine
            ) { emulator in
                let routes = HostRoutes.sealed(hosts: emulator.address.hosts, port: emulator.address.port)
                let value = try await AsyncHTTPTransport.withTransport(routes: routes, limits: limits) {
                    try await work($0)
                }
                afterwards(RequestTally(await emulator.requests))
                return value
            }
        } catch let error as EmulatorStartFailure {
            throw failure(error.diagnostics, sources: rehearsal.sources, color: color)
        }
    }
}

import Diagnostics
public import Host
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
public import Manifests
import NIOCore
import Secrets

/// Azure's side of a batch job on this machine: Entra, data planes, storage, and scoring scripts that really run.
///
/// Listens on 127.0.0.1 only, in clear text. Everything that it starts ends with it.
public enum EmulatorServer {
    /// Lends a running emulator.
    ///
    /// When `body` returns or throws, or the task is cancelled, the server is closed, every scoring process is ended
    /// with all that it started, and jobs that were not settled are canceled.
    ///
    /// - Parameters:
    ///   - configuration: What is played.
    ///   - folder: The folder that the configuration's relative paths begin in.
    ///   - host: The machine: real files (scoring scripts read them), environment, time and random numbers.
    ///   - issuer: Plays issuers of tokens about the job; by default one of the configuration's job identity.
    ///   - commandLine: Plays the Azure CLI; takes this emulator's tokens.
    ///   - port: The port on 127.0.0.1; 0 for one that is free.
    ///   - observe: Told of requests and jobs as they happen; must not block.
    ///   - body: Uses the emulator.
    /// - Returns: What `body` returns.
    /// - Throws: ``EmulatorStartFailure`` with every fault that was found, or what `body` throws.
    public static func withRunning<Result>(
        _ configuration: EmulatorConfiguration,
        folder: String,
        host: Host,
        issuer: JobTokenIssuer? = nil,
        commandLine: PlayedCommandLine? = nil,
        port: Int = 0,
        observe: @escaping @Sendable (EmulatorEvent) -> Void = { _ in },
        _ body: (RunningEmulator) async throws -> Result
    ) async throws -> Result {
        let (accepted, announce) = AsyncStream.makeStream(of: String.self)
        let book = JobBook(accepted: announce, observe: observe)
        let log = RequestLog(time: host.time)
        var preparation = EmulatorPreparation(configuration, folder: folder, host: host)
        let parts = await EmulatorParts(
            &preparation,
            issuer: issuer
                ?? configuration.jobIdentity.map { JobTokenIssuer($0, random: host.random, time: host.time) },
            commandLine: commandLine,
            book: book,
            log: log,
            observe: observe
        )
        guard preparation.problems.isEmpty else {
            throw EmulatorStartFailure(diagnostics: preparation.problems.sortedByPlace)
        }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            let (listening, listens) = AsyncStream.makeStream(of: Int.self)
            group.addTask {
                defer { listens.finish() }
                try await serve(parts.front, port: port) { listens.yield($0) }
            }
            group.addTask { await parts.runner.run(accepted) }
            defer { group.cancelAll() }
            guard let port = await listening.first(where: { _ in true }) else {
                try Task.checkCancellation()
                var cause: String?
                do {
                    // The server is the one that has ended; the jobs go on until they are cancelled.
                    try await group.next()
                } catch {
                    cause = "\(error)"
                }
                throw EmulatorStartFailure(diagnostics: [.emulatorCannotListen(port: port, cause: cause)])
            }
            let address = EmulatorAddress(port: port, hosts: parts.front.hosts.hosts)
            do {
                let result = try await body(RunningEmulator(address: address, log: log, book: book))
                await book.close()
                return result
            } catch {
                await book.close()
                throw error
            }
        }
    }

    /// Serves until cancelled.
    private static func serve(
        _ front: EmulatorFront,
        port: Int,
        listening: @escaping @Sendable (Int) -> Void
    ) async throws {
        let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: EmulatorLimits.headers,
            maxHeaderListSize: EmulatorLimits.headers,
            maxHeaderFieldCount: EmulatorLimits.headerCount
        )
        let application = Application(
            responder: FrontResponder(front: front),
            server: .http1(
                configuration: .init(idleTimeout: .seconds(60), httpDecoderConfiguration: decoder)
            ),
            configuration: .init(
                address: .hostname("127.0.0.1", port: port),
                serverName: "azureml-frontdoor"
            ),
            onServerRunning: { channel in listening(channel.localAddress?.port ?? 0) },
            logger: Logger(label: "runner.emulator") { _ in SwiftLogNoOpLogHandler() }
        )
        try await application.run()
    }
}

extension Diagnostic {
    static func emulatorCannotListen(port: Int, cause: String?) -> Diagnostic {
        Diagnostic(
            .emulatorCannotListen,
            port == 0
                ? "the emulator cannot listen on 127.0.0.1"
                : "the emulator cannot listen on 127.0.0.1:\(port)",
            notes: cause.map { [Sanitizer.line($0)] } ?? [],
            help: port == 0 ? nil : "leave `--port` out for a port that is free"
        )
    }
}

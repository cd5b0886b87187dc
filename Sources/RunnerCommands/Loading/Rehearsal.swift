import Credentials
import Diagnostics
import Emulator
import Host
import Manifests
import Secrets

/// An emulator that a run is led to, with the machine as the run sees it.
struct Rehearsal: Sendable {
    /// What is played.
    let configuration: EmulatorConfiguration
    /// The folder that the document's relative paths begin in.
    let folder: String
    /// The machine, with the variables that the document sets.
    let host: Host
    /// The texts that diagnostics point into.
    let sources: [SourceText]
    /// Plays issuers of tokens about the job, when the document says what they say.
    let issuer: JobTokenIssuer?
    /// Plays the Azure CLI, when the document says who is signed in.
    let commandLine: PlayedCommandLine?
    /// Where on 127.0.0.1 the emulator runs already; `nil` when it is started for the run.
    let port: Int?

    /// The emulator's id: the document's name.
    var id: String { configuration.name.value }
}

extension CommandContext {
    /// Reads what `--emulator` names: a document, or a document and the port where that emulator runs already.
    ///
    /// - Parameters:
    ///   - text: `FILE`, or `FILE@PORT`.
    ///   - color: Whether diagnostics are coloured.
    /// - Returns: What is played, when nothing is wrong.
    /// - Throws: ``CommandFailure`` with everything that is wrong, shown.
    func rehearsal(_ text: String, color: ColorChoice) throws -> Rehearsal {
        let named = EmulatorName(text, in: host.files)
        return try rehearsal(of: named.file, at: named.port, color: color)
    }

    /// Reads the document of an emulator.
    ///
    /// - Parameters:
    ///   - path: The document's file.
    ///   - port: Where the emulator runs already; `nil` when it is to be started.
    ///   - color: Whether diagnostics are coloured.
    /// - Returns: What is played, when nothing is wrong.
    /// - Throws: ``CommandFailure`` with everything that is wrong, shown.
    func rehearsal(of path: String, at port: Int?, color: ColorChoice) throws -> Rehearsal {
        var loaded = DocumentLoader(host: host).load([path])
        let configurations = loaded.documents.compactMap { document in
            EmulatorReader().configuration(from: document, into: &loaded.problems)
        }
        if configurations.count != 1, !loaded.problems.containsErrors {
            loaded.problems.append(.notOneEmulator(path, count: configurations.count))
        }
        guard let configuration = configurations.first, !loaded.problems.containsErrors else {
            throw failure(loaded.problems, sources: loaded.sources, color: color)
        }
        show(loaded.problems, sources: loaded.sources, color: color)
        let issuer = configuration.jobIdentity.map {
            JobTokenIssuer($0, random: host.random, time: host.time)
        }
        let commandLine = configuration.signIn.map { PlayedCommandLine($0, time: host.time) }
        var values = host.environment.values
        // The machine that plays Azure has the identities that the document gives it, not its own.
        for name in ManagedIdentityDescription.variables { values[name] = nil }
        if !configuration.identities.isEmpty {
            // It is played, so it need not be looked for.
            values["AZURE_POD_IDENTITY_AUTHORITY_HOST"] = "http://169.254.169.254"
        }
        // A job's own issuer must not be asked in a rehearsal, so what is played comes before the real variables.
        values.merge(issuer?.variables ?? [:]) { _, played in played }
        for (name, secret) in configuration.environment { values[name] = secret.expose { $0 } }
        return Rehearsal(
            configuration: configuration,
            folder: path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ".",
            host: Host(
                // What emulated jobs write is data: it is made by a program that has no secret of ours.
                files: issuer.map { RehearsalFiles(bareHost.files, issuer: $0) } ?? bareHost.files,
                console: host.console,
                environment: ProcessEnvironment(values),
                time: host.time,
                random: host.random,
                commands: commandLine ?? NoCommands(),
                process: host.process,
                closeProcess: host.closeMemory
            ),
            sources: loaded.sources,
            issuer: issuer,
            commandLine: commandLine,
            port: port
        )
    }
}

extension Diagnostic {
    fileprivate static func notOneEmulator(_ path: String, count: Int) -> Diagnostic {
        Diagnostic(
            .unexpectedKind,
            count == 0
                ? "`\(path)` has no document of kind `Emulator`"
                : "`\(path)` has \(count) documents of kind `Emulator`",
            help: "give one file with one emulator, such as `manifests/emulator.yaml`"
        )
    }
}

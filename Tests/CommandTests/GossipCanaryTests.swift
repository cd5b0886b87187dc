import Diagnostics
import Host
import RunnerTestSupport
import Testing

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

@testable import RunnerCommands

/// A marked secret of each type of credential goes to servers that repeat it in every encoding; it is in no sink of any
/// command, in any format.
@Suite(.enabled(if: ThrowAwayAuthority.canBeMade, "needs openssl to make certificates"))
struct GossipCanaryTests {
    private static let manifest = """
        apiVersion: runner/v1
        kind: JobManifest
        metadata: { name: canary }
        credentials:
          scoring:
        CREDENTIAL
        endpoints:
          heart:
            type: azureml-batch
            scoringUri: https://heart.eastus2.inference.ml.azure.com/jobs
            deployment: one
            credential: scoring
        jobs:
          score:
            endpoint: heart
            inputs:
              patients: { type: uri_folder, uri: "https://data.blob.core.windows.net/data" }

        """

    @Test func everyTypeIsThere() {
        let types = CanaryCredential.all.map { $0.manifest.split(separator: "\n")[0].dropFirst(6) }
        #expect(Set(types.map(String.init)) == Set(CredentialSketch.allCases.map(\.rawValue)))
    }

    @Test(arguments: CanaryCredential.all) func noSinkHoldsIt(canary: CanaryCredential) async throws {
        let authority = try await ThrowAwayAuthority.make(hosts: GossipServer.hosts)
        for (number, mode) in canary.modes.enumerated() {
            try await GossipServer.with(mode, authority) { server in
                try await Workplace.with { workplace in
                    var workplace = workplace
                    workplace.files = LedFileSystem(
                        SystemFileSystem(),
                        from: CanaryCredential.arcKeys,
                        to: workplace.folder + "/arc"
                    )
                    try await Self.prepare(workplace, canary)
                    var environment = canary.environment(server).merging(server.environment) { $1 }
                    if case .commandLine = canary.files["bin/az"] {
                        environment["PATH"] = workplace.folder + "/bin:" + (environment["PATH"] ?? "")
                    }
                    var search = try SinkSearch(workplace)
                    if number == 0 { await Self.runOffline(workplace, environment, &search) }
                    let status = await Self.runOnline(workplace, server, environment, &search, number)
                    Self.expect(status, mode, canary)
                    await Self.runAfterwards(workplace, environment, &search, number)
                    try search.addFiles()
                    #expect(search.sinks.isSuperset(of: [.output, .error, .ledger, .report, .eventStream]))
                    search.expectNothing(
                        of: try await Self.secrets(of: canary) + [
                            GossipServer.tokenSecret, GossipServer.proxyPassword,
                        ],
                        "\(canary.name), \(mode)"
                    )
                }
            }
        }
    }

    static func prepare(_ workplace: Workplace, _ canary: CanaryCredential) async throws {
        let files = SystemFileSystem()
        let lines = canary.manifest.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n")
        try workplace.write("heart-disease.yaml", manifest.replacingOccurrences("CREDENTIAL", lines))
        for (path, content) in canary.files {
            let place = workplace.folder + "/" + path
            try files.createFolder(String(place[..<(place.lastIndex(of: "/") ?? place.endIndex)]))
            switch content {
            case .text(let text): try files.write(Array(text.utf8), to: place)
            case .made(let name): try files.write(try await ThrowAwayKeys.shared.file(name), to: place)
            case .commandLine(let fails):
                let told = "python3 '\(GossipServer.script)' --token \"$6\""
                // Older versions of the program have told tokens on standard error when asked to be verbose.
                let script = fails ? "\(told) >&2; echo \"ERROR: $(\(told))\" >&2; exit 1" : told
                try files.write(Array("#!/bin/sh\n\(script)\n".utf8), to: place)
                #expect(unsafe chmod(place, 0o700) == 0)
            }
        }
    }

    /// The canary's, and of a key each line.
    private static func secrets(of canary: CanaryCredential) async throws -> [String] {
        guard case .made(let name)? = canary.files["secrets/key.pem"] else { return canary.secrets }
        let pem = try await ThrowAwayKeys.shared.text(name)
        let key = pem.split(separator: "\n").drop { !$0.contains("PRIVATE KEY") }.dropFirst()
            .prefix { !$0.hasPrefix("-----") }
        #expect(key.count > 3)
        return canary.secrets + key.filter { $0.utf8.count > 40 }.map(String.init)
    }

    private static func runOffline(
        _ workplace: Workplace,
        _ environment: [String: String],
        _ search: inout SinkSearch
    ) async {
        let manifest = workplace.manifest
        var commands = FindingsFormat.allCases.map { ["validate", manifest, "-o", $0.rawValue] }
        for format in OutputFormat.allCases.map(\.rawValue) {
            commands += [
                ["plan", manifest, "-o", format], ["plan", manifest, "--check-secrets", "-o", format],
                ["secrets", "check", manifest, "-o", format], ["doctor", "-o", format],
                ["apply", manifest, "--dry-run", "-o", format],
            ]
        }
        for command in commands {
            await search.run(command, environment: environment, commands: SystemCommandRunner.unhurried)
        }
    }

    private static func runOnline(
        _ workplace: Workplace,
        _ server: GossipServer,
        _ environment: [String: String],
        _ search: inout SinkSearch,
        _ number: Int
    ) async -> Diagnostics.ExitStatus {
        let network = ["--ca-file", server.authorities]
        for format in OutputFormat.allCases.map(\.rawValue) where number == 0 || format == "json" {
            let checks = [["credentials", "check", workplace.manifest], ["doctor", workplace.manifest]]
            for command in checks.prefix(number == 0 ? 2 : 1) {
                await search.run(
                    command + network + ["-o", format],
                    environment: environment,
                    commands: SystemCommandRunner.unhurried
                )
            }
        }
        let reports = RunReportFormat.allCases.flatMap {
            ["--report", "\($0.rawValue)=\(workplace.folder)/reports/\($0.rawValue)"]
        }
        let format = RunOutputFormat.allCases[number % RunOutputFormat.allCases.count].rawValue
        let outcome = await search.run(
            ["apply", workplace.manifest, "--ledger", workplace.ledger, "-o", format] + network + reports
                + ["--events-into", workplace.folder + "/events/lines.jsonl"],
            environment: environment,
            commands: SystemCommandRunner.unhurried
        )
        return outcome.status
    }

    private static func runAfterwards(
        _ workplace: Workplace,
        _ environment: [String: String],
        _ search: inout SinkSearch,
        _ number: Int
    ) async {
        let ledger = ["--ledger", workplace.ledger]
        var commands = [["logs"], ["ledger", "verify"], ["ledger", "show", "canary/score"]]
        for format in OutputFormat.allCases.map(\.rawValue) {
            commands += [["status", "-o", format], ["outputs", "canary/score", "-o", format]]
            commands += [["ledger", "show", "canary/score", "-o", format]]
        }
        commands += ListFormat.allCases.flatMap { format in
            [
                ["ledger", "list", "-o", format.rawValue],
                ["ledger", "list", "--runs", "-o", format.rawValue],
            ]
        }
        commands += ExportForm.allCases.map { ["ledger", "export", "--to", $0.rawValue] }
        // All forms tell the same entries: where there is more than one failure, some forms of each.
        for (index, command) in commands.enumerated() where number == 0 || index % 4 == number {
            await search.run(command + ledger, environment: environment)
        }
    }

    /// The failure that was meant happened: a canary that never left its cage proves nothing.
    private static func expect(
        _ status: Diagnostics.ExitStatus,
        _ mode: GossipServer.Mode,
        _ canary: CanaryCredential
    ) {
        let name = "\(canary.name), \(mode)"
        if canary.isRefused {
            #expect(![.success, .negative].contains(status), "\(name): \(status)")
            return
        }
        switch mode {
        case .take: #expect(status == .success, "\(name)")
        case .refuseToken: #expect([.denied, .missingConfiguration].contains(status), "\(name): \(status)")
        case .refuseIssuer:
            let isFederated = canary.secrets.contains(GossipServer.statementSecret)
            #expect(isFederated ? status == .denied : status == .success, "\(name): \(status)")
        case .refuseJob, .failJob: #expect(status == .negative, "\(name): \(status)")
        case .denyJob: #expect([.denied, .negative].contains(status), "\(name): \(status)")
        }
    }
}

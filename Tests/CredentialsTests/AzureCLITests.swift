import Credentials
import Diagnostics
import HTTPExchange
import Host
import JSONValues
import RunnerTestSupport
import Secrets
import Testing

@Suite struct AzureCLITests {
    private static let span = SourceSpan(file: "manifests/nightly.yaml", start: 1, end: 8)
    private static let good = #"{"accessToken":"FAKE.CLI","expires_on":1893553445}"#

    private static func setting(_ text: String) -> ServicePrincipalDescription.Setting {
        .literal(text, at: span)
    }

    /// What asking a sign-in comes to.
    private static func ask(
        _ commands: any CommandRunner,
        tenant: String? = nil,
        subscription: String? = nil,
        environment: [String: String] = ["PATH": "/opt/az/bin"],
        files: any FileSystem = MemoryFileSystem(["/opt/az/bin/az": "#!/bin/sh"]),
        audience: Audience = EntraLab.audience
    ) async -> Result<AccessToken, Diagnostic> {
        let description = AzureCLIDescription(
            name: "me",
            at: span,
            tenantID: tenant.map(setting),
            subscriptionID: subscription.map(setting)
        )
        var problems: [Diagnostic] = []
        let resolver = SecretResolver(files: files, environment: ProcessEnvironment(environment))
        let workplace = CredentialWorkplace(
            secrets: resolver.resolve(description.references, into: &problems),
            environment: ProcessEnvironment(environment),
            files: files,
            commands: commands
        )
        let prepared = description.prepared(in: workplace, into: &problems)
        guard let prepared else {
            return .failure(problems.first ?? Diagnostic(.malformedCredential, "none"))
        }
        let source = prepared.tokenSource(
            with: .lab(ScriptedTransport(), ManualTimekeeper(), random: SeededRandom.shared(seed: 2))
        )
        do throws(Diagnostic) {
            return .success(try await source.token(for: audience))
        } catch {
            return .failure(error)
        }
    }

    private static func said(_ output: String, error: String = "", status: Int = 0) -> ScriptedCommandRunner {
        ScriptedCommandRunner([
            .success(ProgramEnd(status: status, output: Array(output.utf8), error: Array(error.utf8)))
        ])
    }

    @Test func asksForTheAudience() async throws {
        let commands = Self.said(Self.good)
        let token = try await Self.ask(
            commands,
            tenant: PrincipalFixture.tenant,
            subscription: "my sub",
            environment: [
                "PATH": "/opt/az/bin", "HOME": "/home/ada",
                "AZURE_CLIENT_SECRET": "no business of the program's",
                "LC_ALL": "C",
            ]
        ).get()
        #expect(token.secret.expose { $0 } == "FAKE.CLI")
        #expect(token.lifetime == .seconds(7 * 86_400))
        let command = try #require(commands.commands.first)
        #expect(command.program == "/opt/az/bin/az")
        #expect(
            command.arguments == [
                "account", "get-access-token", "--output", "json", "--resource", "https://ml.azure.com",
                "--tenant",
                PrincipalFixture.tenant, "--subscription", "my sub",
            ]
        )
        #expect(
            command.environment == [
                "PATH": "/opt/az/bin", "HOME": "/home/ada", "LC_ALL": "C", "AZURE_CORE_NO_COLOR": "true",
            ]
        )
        #expect(command.timeout == .seconds(30))
    }

    @Test(arguments: [
        "hello", "", "{}", #"{"accessToken":"FAKE.CLI"}"#, #"{"accessToken":"FAKE.CLI","expires_on":1}"#,
        #"{"accessToken":"FAKE CLI","expires_on":1893553445}"#,
        #"{"accessToken":"F","expiresOn":"tomorrow"}"#,
        #"{"accessToken":"F","expires_on":1e999}"#, #"["accessToken"]"#,
    ])
    func takesNothingElse(output: String) async throws {
        let diagnostic = try #require(await Self.ask(Self.said(output)).diagnostic)
        #expect(diagnostic.code == .unexpectedTokenAnswer)
        #expect(!(diagnostic.notes.joined() + diagnostic.message).contains("FAKE"))
    }

    @Test(arguments: [
        ("", 127, Diagnostic.Code.azureCLINotFound, "install"),
        ("ERROR: Please run 'az login' to setup account.", 1, .azureCLISignedOut, "az login"),
        ("ERROR: AADSTS70043: The refresh token has expired. Run 'az login'", 1, .tokenRefused, "az login"),
        ("ERROR: something else", 2, .tokenRefused, "get-access-token"),
    ])
    func saysWhatTheProgramComplainsOf(
        error: String,
        status: Int,
        code: Diagnostic.Code,
        help: String
    ) async throws {
        let diagnostic = try #require(await Self.ask(Self.said("", error: error, status: status)).diagnostic)
        #expect(diagnostic.code == code)
        #expect(diagnostic.help?.contains(help) == true)
        if !error.isEmpty { #expect(diagnostic.notes.contains { $0.contains(error) }) }
    }

    @Test func showsNoTokenOfAComplaint() async throws {
        let error = "\u{1B}[31mWARN {\"accessToken\" : \"eyJ.FAKE.CLI\", \"x\": 1}\n##vso[task.setvariable]x"
        let diagnostic = try #require(await Self.ask(Self.said("", error: error, status: 1)).diagnostic)
        let shown = diagnostic.notes.joined()
        #expect(!shown.contains("FAKE.CLI"))
        #expect(!shown.unicodeScalars.contains { $0.value < 0x20 })
        #expect(shown.contains("***"))
    }

    @Test(arguments: [
        (CommandFault.timedOut, Diagnostic.Code.authorityUnavailable), (.saidTooMuch, .unexpectedTokenAnswer),
        (.notStarted("no such file"), .azureCLINotFound), (.notAllowed, .authorityOutOfReach),
        (.cancelled, .tokenRequestCancelled),
    ])
    func saysThatItDidNotEnd(fault: CommandFault, code: Diagnostic.Code) async {
        #expect(await Self.ask(ScriptedCommandRunner([.failure(fault)])).diagnostic?.code == code)
    }

    /// Neither the working folder nor a relative entry of `PATH` is looked at.
    @Test(arguments: ["", ".", ".:bin", "/project", "/project/./:", "/link", "relative/bin"])
    func runsNothingOfTheWorkingFolder(path: String) async {
        let files = MemoryFileSystem(["/project/az": "x", "/project/bin/az": "x"])
        files.addLink("/link", to: "/project")
        let commands = Self.said(Self.good)
        let diagnostic = await Self.ask(commands, environment: ["PATH": path], files: files).diagnostic
        #expect(diagnostic?.code == .azureCLINotFound)
        #expect(commands.commands.isEmpty)
    }

    @Test(arguments: ["--output", "", "a;b", "a\nb", String(repeating: "a", count: 256)])
    func passesNoOptionAsAnID(value: String) async {
        let commands = Self.said(Self.good)
        #expect(await Self.ask(commands, tenant: value).diagnostic?.code == .malformedCredential)
        #expect(await Self.ask(commands, subscription: value).diagnostic?.code == .malformedCredential)
        #expect(
            await Self.ask(commands, audience: Audience("--help")).diagnostic?.code == .malformedCredential
        )
        #expect(commands.commands.isEmpty)
    }

    /// What the recorded library made of each output of its stand-in; the outputs are played by real scripts.
    @Test(.enabled(if: SharedReference.isPresent, "needs the recorded traces beside the package"))
    func doesWhatWasRecorded() async throws {
        let trace = try JSONReader().read(try SharedReference.bytes("traces/identity/azure_cli.json"))
        let calls = try #require(trace["calls"]?.array)
        #expect(calls.count >= 7)
        for call in calls where call["call"]?.string != "slow" {
            let name = try #require(call["call"]?.string)
            let script = try #require(call["az"]?["stdout_or_script"]?.string)
            try await TemporaryFolder.with { folder in
                try SystemFileSystem().write(
                    Array(
                        "#!/bin/sh\n(pwd; printf '%s\\n' \"$AZURE_CORE_NO_COLOR\" az \"$@\") > \"$HOME/said\"\n\(script)\n"
                            .utf8
                    ),
                    to: folder + "/az"
                )
                let runner = SystemCommandRunner.unhurried
                _ = try await runner.run(
                    ProgramCommand(
                        program: "/bin/chmod",
                        arguments: ["755", folder + "/az"],
                        environment: [:],
                        timeout: .seconds(30)
                    )
                )
                let hasTenant = name.contains("tenant")
                let result = await Self.ask(
                    runner,
                    tenant: hasTenant ? PrincipalFixture.tenant : nil,
                    subscription: hasTenant ? "my sub" : nil,
                    environment: ["PATH": folder + ":/usr/bin:/bin", "HOME": folder],
                    files: SystemFileSystem()
                )
                let said = String(
                    decoding: try SystemFileSystem().read(folder + "/said", limit: 4096),
                    as: UTF8.self
                )
                let argv = try #require(call["az"]?["argv"]?.array).compactMap(\.string)
                #expect(said.split(separator: "\n").map(String.init) == ["/", "true"] + argv, "\(name)")
                if call["ok"] == true {
                    #expect(result.token == call["token"]?.string, "\(name)")
                } else {
                    #expect(result.diagnostic != nil, "\(name)")
                }
                switch name {
                case "not logged in": #expect(result.diagnostic?.code == .azureCLISignedOut)
                case "AADSTS error": #expect(result.diagnostic?.code == .tokenRefused)
                case "garbage": #expect(result.diagnostic?.code == .unexpectedTokenAnswer)
                default: break
                }
            }
        }
    }
}

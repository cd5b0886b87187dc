import Diagnostics
import HTTPExchange
import Host
import Secrets

/// A sign-in of the Azure CLI, with the program that is asked about it.
struct AzureCLISignIn: PreparedCredential {
    let name: String
    let span: SourceSpan
    let program: String
    let environment: [String: String]
    let tenant: String?
    let subscription: String?
    let commands: any CommandRunner

    var secrets: [Secret] { [] }

    func tokenSource(with tools: TokenSourceTools) -> any TokenSource {
        AzureCLITokenSource(signIn: self, time: tools.time, salt: tools.salt)
    }

    /// What the program needs of the environment: where things are, how to get out, and the variables by which it asks
    /// for tokens itself where it is signed in as the machine.
    static let passed: Set<String> = [
        "PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "LANG", "LANGUAGE", "TZ", "SSL_CERT_FILE",
        "SSL_CERT_DIR",
        "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY",
        "http_proxy",
        "https_proxy", "no_proxy", "all_proxy", "AZURE_CONFIG_DIR", "AZURE_EXTENSION_DIR",
        "AZURE_EXTENSION_USE_DYNAMIC_INSTALL", "IDENTITY_ENDPOINT", "IDENTITY_HEADER", "IMDS_ENDPOINT",
        "MSI_ENDPOINT", "MSI_SECRET", "AZUREPS_HOST_ENVIRONMENT", "ACC_CLOUD", "ACC_TID",
    ]

    /// The program's variables.
    ///
    /// - Parameter environment: This process's.
    /// - Returns: Those that it needs, and one that keeps colour out of what it says.
    static func passed(_ environment: ProcessEnvironment) -> [String: String] {
        var values = environment.values.filter { passed.contains($0.key) || $0.key.hasPrefix("LC_") }
        values["AZURE_CORE_NO_COLOR"] = "true"
        return values
    }
}

/// Asks the Azure CLI for tokens: one call of the program for each.
struct AzureCLITokenSource: TokenSource {
    /// How long the program may take; a cold start takes some seconds.
    static let timeout = Duration.seconds(30)
    /// The same while the last token still serves.
    static let hurriedTimeout = Duration.seconds(10)

    let signIn: AzureCLISignIn
    let time: any Timekeeper
    let fingerprint: CredentialFingerprint

    init(signIn: AzureCLISignIn, time: any Timekeeper, salt: CredentialFingerprint.Salt) {
        self.signIn = signIn
        self.time = time
        self.fingerprint = CredentialFingerprint(
            authority: "azure-cli",
            tenant: signIn.tenant ?? "",
            identity: signIn.subscription ?? "",
            proof: nil,
            salt: salt
        )
    }

    var identity: String { "the Azure CLI's sign-in" + (signIn.tenant.map { " of tenant " + $0 } ?? "") }

    func token(for audience: Audience) async throws(Diagnostic) -> AccessToken {
        guard EntraTokenRequest.isSound(audience), audience.value.utf8.first != UInt8(ascii: "-") else {
            throw .malformedAudience(audience, at: signIn.span)
        }
        var arguments = ["account", "get-access-token", "--output", "json", "--resource", audience.value]
        if let tenant = signIn.tenant { arguments += ["--tenant", tenant] }
        if let subscription = signIn.subscription { arguments += ["--subscription", subscription] }
        let end: ProgramEnd
        do throws(CommandFault) {
            end = try await signIn.commands.run(
                ProgramCommand(
                    program: signIn.program,
                    arguments: arguments,
                    environment: signIn.environment,
                    timeout: TokenHaste.isEarly ? Self.hurriedTimeout : Self.timeout
                )
            )
        } catch {
            throw diagnostic(error)
        }
        guard end.status == 0 else { throw refusal(end, audience) }
        guard let answer = AzureCLIAnswer(end.output, now: time.now) else {
            throw Diagnostic(
                .unexpectedTokenAnswer,
                "`credentials.\(signIn.name)` gets no token: `az` said something else than a token",
                at: Diagnostic.Label(signIn.span),
                notes: [
                    "\(end.output.count) bytes of output, which may hold a token and are not shown", whatRan,
                ],
                help: "run `az account get-access-token --resource \(audience.value)` to see it"
            )
        }
        return AccessToken(secret: answer.token, lifetime: answer.lifetime)
    }

    private var whatRan: String { "ran `\(Sanitizer.line(signIn.program))`" }

    private func diagnostic(_ fault: CommandFault) -> Diagnostic {
        let name = "`credentials.\(signIn.name)`"
        let place = Diagnostic.Label(signIn.span)
        switch fault {
        case .cancelled:
            return Diagnostic(
                .tokenRequestCancelled,
                "the request for a token of `\(signIn.name)` was cancelled"
            )
        case .notAllowed:
            return Diagnostic(
                .authorityOutOfReach,
                "\(name) gets no token: `az` must not be run in this run",
                at: place,
                notes: ["a program cannot be led to the emulator: it would ask the real Entra"],
                help: "say in its document who is signed in: `azureCli: { tenantId: …, objectId: … }`"
            )
        case .timedOut:
            return Diagnostic(
                .authorityUnavailable,
                "\(name) gets no token now: `az` gave none within \(Self.timeout.components.seconds) s",
                at: place,
                notes: [whatRan],
                help: "run it again; run `az account get-access-token` to see what it waits for"
            )
        case .saidTooMuch:
            return Diagnostic(
                .unexpectedTokenAnswer,
                "\(name) gets no token: `az` said something else than a token",
                at: place,
                notes: ["more output than a token has", whatRan]
            )
        case .notStarted(let reason):
            return Diagnostic(
                .azureCLINotFound,
                "\(name) needs the Azure CLI, and `az` cannot be run",
                at: place,
                notes: [Sanitizer.line(reason, limit: 200), whatRan],
                help: "install it: https://aka.ms/azure-cli"
            )
        }
    }

    /// What the program's complaint means.
    private func refusal(_ end: ProgramEnd, _ audience: Audience) -> Diagnostic {
        let said = AzureCLIAnswer.shown(end.error)
        let text = String(decoding: end.error.prefix(64 << 10), as: UTF8.self)
        let notes = [said.isEmpty ? "`az` ended with \(end.status)" : "`az` says: " + said, whatRan]
        if end.status == 127 {
            return Diagnostic(
                .azureCLINotFound,
                "`credentials.\(signIn.name)` needs the Azure CLI, and `az` cannot be run",
                at: Diagnostic.Label(signIn.span),
                notes: notes,
                help: "install it: https://aka.ms/azure-cli"
            )
        }
        let login = "az login" + (signIn.tenant.map { " --tenant " + $0 } ?? "")
        let speaksOfLogin = text.contains("az login") || text.contains("az account set")
        if speaksOfLogin, !text.contains("AADSTS") {
            return Diagnostic(
                .azureCLISignedOut,
                "`credentials.\(signIn.name)` gets no token: nobody is signed in with the Azure CLI",
                at: Diagnostic.Label(signIn.span, "not signed in"),
                notes: notes,
                help: "run `\(login)`"
            )
        }
        return Diagnostic(
            .tokenRefused,
            "`credentials.\(signIn.name)` gets no token: the Azure CLI gives none",
            at: Diagnostic.Label(signIn.span),
            notes: notes,
            help: speaksOfLogin
                ? "run `\(login)`" : "run `az account get-access-token --resource \(audience.value)`"
        )
    }
}

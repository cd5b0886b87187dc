public import Diagnostics
public import HTTPExchange
public import Host
public import Secrets

/// A credential as it is declared: nothing looked up yet.
///
/// Every conformer: holds no value of a secret; names every reference that has to be resolved before anything is sent;
/// and asks nobody on the network to be prepared.
public protocol DeclaredCredential: Sendable {
    /// The credential's name in the manifest.
    var name: String { get }

    /// Every reference in it, in the order that a person reads them.
    var references: [LocatedSecretReference] { get }

    /// Puts the values in, each checked as far as that can be done without asking anybody.
    ///
    /// - Parameters:
    ///   - workplace: Where values come from.
    ///   - problems: Where faults and warnings are added; what references lack was reported already.
    /// - Returns: The credential with its values; `nil` when there was a fault.
    func prepared(
        in workplace: CredentialWorkplace,
        into problems: inout [Diagnostic]
    ) -> (any PreparedCredential)?
}

/// A credential with all its values.
public protocol PreparedCredential: Sendable {
    /// Every value of it that must not be seen, for the redactor.
    var secrets: [Secret] { get }

    /// Gets tokens by it.
    ///
    /// - Parameter tools: What sends and waits.
    /// - Returns: The source of its tokens.
    func tokenSource(with tools: TokenSourceTools) -> any TokenSource
}

/// Where the values of credentials come from.
public struct CredentialWorkplace: Sendable {
    /// What references led to.
    public let secrets: ResolvedSecrets
    /// The environment, for the variables that Azure's own services and SDKs define.
    public let environment: ProcessEnvironment
    /// Files, for those that such variables name.
    public let files: any FileSystem
    /// Looks references up again, for what changes while a command runs; without one they stay as they were.
    public let resolver: SecretResolver?
    /// Runs programs, for a sign-in that one of them keeps.
    public let commands: any CommandRunner
    /// Whether the operator lets a host be trusted that is not among those of a cloud.
    public let allows: @Sendable (WebAddress) -> Bool

    /// Describes a workplace.
    ///
    /// - Parameters:
    ///   - secrets: What references led to.
    ///   - environment: The environment.
    ///   - files: Files.
    ///   - resolver: Looks references up again.
    ///   - commands: Runs programs.
    ///   - allows: Whether the operator lets a host be trusted.
    public init(
        secrets: ResolvedSecrets,
        environment: ProcessEnvironment,
        files: any FileSystem,
        resolver: SecretResolver? = nil,
        commands: any CommandRunner = NoCommands(),
        allows: @escaping @Sendable (WebAddress) -> Bool = { _ in false }
    ) {
        self.secrets = secrets
        self.environment = environment
        self.files = files
        self.resolver = resolver
        self.commands = commands
        self.allows = allows
    }
}

/// What a source of tokens sends and waits with.
public struct TokenSourceTools: Sendable {
    /// Sends requests.
    public let transport: any HTTPTransport
    /// Waits, and measures lifetimes.
    public let time: any Timekeeper
    /// Eight random bytes at a time, for request ids and jitter.
    public let random: @Sendable () -> UInt64
    /// Salts fingerprints; one for all sources of a process.
    public let salt: CredentialFingerprint.Salt
    /// Learns every secret that comes up on the way, such as another issuer's token.
    public let register: @Sendable (Secret) -> Void
    /// Says that a token is waited for: one line, which no secret is in that is known to the source.
    public let tell: @Sendable (String) async -> Void

    /// Collects the tools.
    ///
    /// - Parameters:
    ///   - transport: Sends requests.
    ///   - time: Waits.
    ///   - random: Eight random bytes at a time.
    ///   - salt: Salts fingerprints.
    ///   - register: Learns every secret that comes up on the way.
    ///   - tell: Says that a token is waited for.
    public init(
        transport: any HTTPTransport,
        time: any Timekeeper,
        random: @escaping @Sendable () -> UInt64,
        salt: CredentialFingerprint.Salt,
        register: @escaping @Sendable (Secret) -> Void,
        tell: @escaping @Sendable (String) async -> Void = { _ in }
    ) {
        self.transport = transport
        self.time = time
        self.random = random
        self.salt = salt
        self.register = register
        self.tell = tell
    }
}

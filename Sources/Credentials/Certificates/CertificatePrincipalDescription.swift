import Certificates
public import Diagnostics
public import Secrets

/// A service principal with a certificate, as it is declared: nothing looked up yet.
public struct CertificatePrincipalDescription: Sendable {
    /// The credential's name in the manifest.
    public let name: String
    /// The Entra tenant.
    public let tenantID: ServicePrincipalDescription.Setting
    /// The application's client id.
    public let clientID: ServicePrincipalDescription.Setting
    /// What it proves itself by.
    public let certificate: Certificate
    /// The host that gives tokens, with a port when it is not 443.
    public let authorityHost: String
    /// Which token endpoint is asked.
    public let endpoint: ServicePrincipalDescription.TokenEndpoint

    /// A certificate with its key, and how they are used.
    public struct Certificate: Sendable {
        /// PEM or PKCS#12; a reference whose content is a certificate.
        public let content: LocatedSecretReference
        /// What opens it.
        public let password: LocatedSecretReference?
        /// Whether the chain is sent along.
        public let sendsChain: Bool
        /// How assertions are signed.
        public let algorithm: Algorithm

        /// How assertions are signed.
        public enum Algorithm: Hashable, Sendable {
            /// RSA-PSS, and the SHA-256 thumbprint.
            case ps256
            /// PKCS#1 v1.5, and the SHA-1 thumbprint.
            case rs256
        }

        /// Describes a certificate.
        ///
        /// - Parameters:
        ///   - content: PEM or PKCS#12.
        ///   - password: What opens it.
        ///   - sendsChain: Whether the chain is sent along.
        ///   - algorithm: How assertions are signed.
        public init(
            content: LocatedSecretReference,
            password: LocatedSecretReference? = nil,
            sendsChain: Bool = false,
            algorithm: Algorithm = .ps256
        ) {
            self.content = content
            self.password = password
            self.sendsChain = sendsChain
            self.algorithm = algorithm
        }
    }

    /// Describes a service principal.
    ///
    /// - Parameters:
    ///   - name: The credential's name in the manifest.
    ///   - tenantID: The Entra tenant.
    ///   - clientID: The application's client id.
    ///   - certificate: What it proves itself by.
    ///   - authorityHost: The host that gives tokens.
    ///   - endpoint: Which token endpoint is asked.
    public init(
        name: String,
        tenantID: ServicePrincipalDescription.Setting,
        clientID: ServicePrincipalDescription.Setting,
        certificate: Certificate,
        authorityHost: String = CloudEnvironment.publicCloud.authorityHost,
        endpoint: ServicePrincipalDescription.TokenEndpoint = .v2
    ) {
        self.name = name
        self.tenantID = tenantID
        self.clientID = clientID
        self.certificate = certificate
        self.authorityHost = authorityHost
        self.endpoint = endpoint
    }

    /// All of it but the certificate.
    var application: EntraClient.Declaration {
        EntraClient.Declaration(
            name: name,
            tenantID: tenantID,
            clientID: clientID,
            authorityHost: authorityHost,
            endpoint: endpoint,
            proofSpan: certificate.content.span
        )
    }
}

extension CertificatePrincipalDescription: DeclaredCredential {
    /// Every reference in it, in the order that a person reads them.
    public var references: [LocatedSecretReference] {
        [tenantID.reference, clientID.reference, certificate.content, certificate.password].compactMap(\.self)
    }

    /// The service principal with its certificate, which is read and found to be usable, but for its time.
    public func prepared(
        in workplace: CredentialWorkplace,
        into problems: inout [Diagnostic]
    ) -> (any PreparedCredential)? {
        let before = problems.count { $0.severity == .error }
        let client = EntraClient(application, secrets: workplace.secrets, into: &problems)
        let kept = certificate(in: workplace, into: &problems)
        guard problems.count(where: { $0.severity == .error }) == before, let client, let kept else {
            return nil
        }
        return CertificatePrincipal(
            client: client,
            certificate: kept,
            algorithm: certificate.algorithm == .ps256 ? .ps256 : .rs256,
            sendsChain: certificate.sendsChain
        )
    }

    private func certificate(
        in workplace: CredentialWorkplace,
        into problems: inout [Diagnostic]
    ) -> KeptCertificate? {
        let password = certificate.password.flatMap { workplace.secrets[$0] }
        guard let content = workplace.secrets[certificate.content],
            (password == nil) == (certificate.password == nil)
        else { return nil }
        do throws(CertificateFault) {
            let kept = try KeptCertificate(
                certificate,
                content: content,
                password: password,
                resolver: workplace.resolver
            )
            if kept.last.bundle.hasIdlePassword, let reference = certificate.password {
                problems.append(.idlePassword(reference, certificate.content))
            }
            return kept
        } catch {
            problems.append(.unusableCertificate(error, certificate.content))
            return nil
        }
    }
}

/// A service principal with a certificate, with all its values.
struct CertificatePrincipal: PreparedCredential {
    let client: EntraClient
    let certificate: KeptCertificate
    let algorithm: SignatureAlgorithm
    let sendsChain: Bool

    var secrets: [Secret] { certificate.last.secrets }

    func tokenSource(with tools: TokenSourceTools) -> any TokenSource {
        EntraTokenSource(
            client: client,
            proof: ClientCertificateProof(
                client: client.client,
                name: client.name,
                certificate: certificate,
                algorithm: algorithm,
                sendsChain: sendsChain,
                tools: tools
            ),
            tools: tools
        )
    }
}

extension Diagnostic {
    static func idlePassword(_ password: LocatedSecretReference, _ content: LocatedSecretReference)
        -> Diagnostic
    {
        Diagnostic(
            .idleCertificatePassword,
            severity: .warning,
            "`\(password.path)` is given, and nothing in the value of `\(content.path)` is encrypted",
            at: Label(password.span, "opens nothing"),
            notes: ["who can read the file has the private key"],
            help: "encrypt the key: `openssl pkcs8 -topk8 -v2 aes-256-cbc`, or leave the password out"
        )
    }
}

public import Diagnostics
import HTTPExchange
import Host
public import Secrets

/// Whatever the variables of Azure's EnvironmentCredential describe; they are read when it is prepared, not before.
///
/// A client secret is used rather than a certificate, as the SDKs do, with a warning when both are there. An empty
/// variable counts as not set.
///
/// - SeeAlso: https://aka.ms/azsdk/python/identity/environmentcredential/troubleshoot
public struct AzureEnvironmentDescription: Sendable {
    /// The credential's name in the manifest.
    public let name: String
    /// Where it is declared.
    public let span: SourceSpan
    /// The host that gives tokens unless a variable names another.
    public let authorityHost: String
    /// Whether the manifest names that host: then no variable is asked.
    public let namesAuthority: Bool
    /// The hosts that may give tokens in its cloud.
    public let authorities: [String]
    /// Which token endpoint is asked.
    public let endpoint: ServicePrincipalDescription.TokenEndpoint

    /// Describes a credential.
    ///
    /// - Parameters:
    ///   - name: The credential's name in the manifest.
    ///   - span: Where it is declared.
    ///   - authorityHost: The host that gives tokens unless a variable names another.
    ///   - namesAuthority: Whether the manifest names that host.
    ///   - authorities: The hosts that may give tokens in its cloud.
    ///   - endpoint: Which token endpoint is asked.
    public init(
        name: String,
        at span: SourceSpan,
        authorityHost: String = CloudEnvironment.publicCloud.authorityHost,
        namesAuthority: Bool = false,
        authorities: [String] = [CloudEnvironment.publicCloud.authorityHost],
        endpoint: ServicePrincipalDescription.TokenEndpoint = .v2
    ) {
        self.name = name
        self.span = span
        self.authorityHost = authorityHost
        self.namesAuthority = namesAuthority
        self.authorities = authorities
        self.endpoint = endpoint
    }
}

extension AzureEnvironmentDescription: DeclaredCredential {
    /// None: what it reads is not the manifest's choice.
    public var references: [LocatedSecretReference] { [] }

    /// The service principal that the variables describe.
    public func prepared(
        in workplace: CredentialWorkplace,
        into problems: inout [Diagnostic]
    ) -> (any PreparedCredential)? {
        let environment = workplace.environment
        guard let proof = proof(in: environment, into: &problems),
            let authority = authority(in: workplace, into: &problems)
        else { return nil }
        let tenant = reference(.tenant)
        let client = reference(.client)
        switch proof {
        case .secret:
            let description = ServicePrincipalDescription(
                name: name,
                tenantID: .reference(tenant),
                clientID: .reference(client),
                clientSecret: reference(.secret),
                authorityHost: authority,
                endpoint: endpoint
            )
            return description.resolved(in: workplace, into: &problems)
        case .certificate(let path):
            guard let sendsChain = sendsChain(in: environment, into: &problems) else { return nil }
            let folders = workplace.files.folders(of: path)
            let content = LocatedSecretReference(
                .file(path: folders.path),
                at: span,
                for: Self.path(name, .certificate),
                content: .certificate
            )
            let hasPassword = environment.nonEmpty(Variable.password.rawValue) != nil
            let description = CertificatePrincipalDescription(
                name: name,
                tenantID: .reference(tenant),
                clientID: .reference(client),
                certificate: .init(
                    content: content,
                    password: hasPassword ? reference(.password) : nil,
                    sendsChain: sendsChain
                ),
                authorityHost: authority,
                endpoint: endpoint
            )
            // Whoever set the variable chose the file: its folder is as good as one of `--secret-dir`.
            return description.resolved(in: workplace, alsoIn: folders.folders, into: &problems)
        }
    }

    /// The variables, by the names that the SDKs gave them.
    enum Variable: String {
        case tenant = "AZURE_TENANT_ID"
        case client = "AZURE_CLIENT_ID"
        case secret = "AZURE_CLIENT_SECRET"
        case certificate = "AZURE_CLIENT_CERTIFICATE_PATH"
        case password = "AZURE_CLIENT_CERTIFICATE_PASSWORD"
        case chain = "AZURE_CLIENT_SEND_CERTIFICATE_CHAIN"
        case authority = "AZURE_AUTHORITY_HOST"
    }

    private enum Proof {
        case secret
        case certificate(String)
    }

    private func reference(_ variable: Variable) -> LocatedSecretReference {
        LocatedSecretReference(
            .environment(name: variable.rawValue),
            at: span,
            for: Self.path(name, variable)
        )
    }

    private static func path(_ name: String, _ variable: Variable) -> String {
        "credentials.\(name) (\(variable.rawValue))"
    }

    /// What the application proves itself by; everything that is missing is told at once.
    private func proof(in environment: ProcessEnvironment, into problems: inout [Diagnostic]) -> Proof? {
        let secret = environment.nonEmpty(Variable.secret.rawValue)
        let certificate = environment.nonEmpty(Variable.certificate.rawValue)
        var missing = [Variable.tenant, .client].map(\.rawValue).filter { environment.nonEmpty($0) == nil }
            .map { "`\($0)`" }
        if secret == nil, certificate == nil {
            missing.append("`\(Variable.secret.rawValue)` or `\(Variable.certificate.rawValue)`")
        }
        guard missing.isEmpty else {
            problems.append(.environmentIncomplete(missing, self, environment))
            return nil
        }
        guard secret == nil else {
            if certificate != nil { problems.append(.environmentAmbiguous(self)) }
            return .secret
        }
        return certificate.map { .certificate($0) }
    }

    /// The host that gives tokens, when it may be asked.
    private func authority(in workplace: CredentialWorkplace, into problems: inout [Diagnostic]) -> String? {
        guard !namesAuthority, let written = workplace.environment.nonEmpty(Variable.authority.rawValue)
        else {
            return authorityHost
        }
        let text = written.contains("://") ? written : "https://" + written
        if let address = try? WebAddress.parse(text), address.scheme == .https, address.path == "/",
            address.query == nil
        {
            let isKnown = address.explicitPort == nil && authorities.contains(address.host)
            if isKnown || workplace.allows(address) { return address.authority }
        }
        problems.append(.environmentAuthorityNotAllowed(written, self))
        return nil
    }

    /// Whether the chain goes along: what is neither true nor false is no guess.
    private func sendsChain(in environment: ProcessEnvironment, into problems: inout [Diagnostic]) -> Bool? {
        switch environment.nonEmpty(Variable.chain.rawValue)?.lowercased() {
        case nil, "false", "0": return false
        case "true", "1": return true
        default:
            problems.append(
                Diagnostic(
                    .malformedCredential,
                    "`\(Variable.chain.rawValue)`, read for `credentials.\(name)`, is neither true nor false",
                    at: .init(span),
                    help: "set it to `true` or `false`, or not at all"
                )
            )
            return nil
        }
    }
}

extension DeclaredCredential {
    /// The credential with what its own references lead to, looked up now.
    fileprivate func resolved(
        in workplace: CredentialWorkplace,
        alsoIn folders: [String] = [],
        into problems: inout [Diagnostic]
    ) -> (any PreparedCredential)? {
        let resolver = SecretResolver(
            files: workplace.files,
            environment: workplace.environment,
            secretFolders: (workplace.resolver?.secretFolders ?? []) + folders
        )
        return prepared(
            in: CredentialWorkplace(
                secrets: resolver.resolve(references, into: &problems),
                environment: workplace.environment,
                files: workplace.files,
                resolver: resolver,
                commands: workplace.commands,
                allows: workplace.allows
            ),
            into: &problems
        )
    }
}

extension FileSystem {
    /// An absolute path from the working folder, and the folders that it leads to: as written, and links resolved.
    fileprivate func folders(of path: String) -> (path: String, folders: [String]) {
        var whole = path
        if path.utf8.first != UInt8(ascii: "/"), let working = try? canonicalPath(".") {
            whole = working + "/" + path
        }
        let places = [whole] + ((try? canonicalPath(whole)).map { [$0] } ?? [])
        let folders = places.compactMap { place in
            place.utf8.lastIndex(of: UInt8(ascii: "/")).map { index in
                index == place.utf8.startIndex ? "/" : String(place[..<index])
            }
        }
        return (whole, folders)
    }
}

extension Diagnostic {
    static func environmentIncomplete(
        _ missing: [String],
        _ credential: AzureEnvironmentDescription,
        _ environment: ProcessEnvironment
    ) -> Diagnostic {
        let names: [AzureEnvironmentDescription.Variable] = [.tenant, .client, .secret, .certificate]
        let set = names.map(\.rawValue).filter { environment.nonEmpty($0) != nil }.map { "`\($0)`" }
        let empty = names.map(\.rawValue).filter { environment[$0]?.isEmpty == true }.map { "`\($0)`" }
        var notes = [
            set.isEmpty ? "none of the variables is set" : "set: " + set.joined(separator: ", ")
        ]
        if !empty.isEmpty { notes.append("set, but empty: " + empty.joined(separator: ", ")) }
        if environment.nonEmpty("AZURE_USERNAME") != nil || environment.nonEmpty("AZURE_PASSWORD") != nil {
            notes.append(
                "`AZURE_USERNAME` and `AZURE_PASSWORD` are not used: passwords of people are not supported"
            )
        }
        return Diagnostic(
            .environmentIncomplete,
            "`credentials.\(credential.name)` lacks " + missing.joined(separator: ", "),
            at: Label(credential.span, "not in the environment"),
            notes: notes,
            help:
                "set what is missing where this command runs; an `export` in another shell does not reach it"
        )
    }

    static func environmentAmbiguous(_ credential: AzureEnvironmentDescription) -> Diagnostic {
        Diagnostic(
            .environmentAmbiguous,
            severity: .warning,
            "`credentials.\(credential.name)` uses `AZURE_CLIENT_SECRET`, and not `AZURE_CLIENT_CERTIFICATE_PATH`",
            at: Label(credential.span, "both are set"),
            help: "unset the one that is not meant"
        )
    }

    static func environmentAuthorityNotAllowed(
        _ written: String,
        _ credential: AzureEnvironmentDescription
    ) -> Diagnostic {
        Diagnostic(
            .environmentAuthorityNotAllowed,
            "`AZURE_AUTHORITY_HOST` is `\(Sanitizer.line(written, limit: 100))`, which does not give tokens in the "
                + "cloud of `credentials.\(credential.name)`",
            at: Label(credential.span, "no secret goes there"),
            notes: ["hosts that do: " + credential.authorities.map { "`\($0)`" }.joined(separator: ", ")],
            help: "unset it, give the credential its `cloud`, or allow the host with `--allow-host`"
        )
    }
}

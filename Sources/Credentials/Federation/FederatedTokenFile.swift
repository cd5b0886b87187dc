import Diagnostics
import Host
import Secrets

/// The token in the file that `AZURE_FEDERATED_TOKEN_FILE` names: Kubernetes replaces it while it is good.
///
/// Whoever sets the variable says where the file is; it must be a regular file that nobody but its owner can write,
/// which is how Kubernetes mounts it, behind links.
struct FederatedTokenFile: FederatedTokenIssuer, PreparedTokenIssuer {
    private static let variable = "AZURE_FEDERATED_TOKEN_FILE"
    private static let sizeLimit = 64 << 10

    private let credential: String
    private let span: SourceSpan
    private let path: String
    private let files: any FileSystem

    /// Finds the file; what is in it is read once, to know that it can be.
    ///
    /// - Parameters:
    ///   - credential: The credential's name.
    ///   - span: Where it is declared.
    ///   - workplace: Where variables and files are.
    ///   - problems: Where faults are added: RN0440.
    init?(
        credential: String,
        at span: SourceSpan,
        in workplace: CredentialWorkplace,
        into problems: inout [Diagnostic]
    ) {
        guard let path = workplace.environment.nonEmpty(Self.variable) else {
            problems.append(
                Diagnostic(
                    .federatedTokenMissing,
                    "`credentials.\(credential)` needs the variable `\(Self.variable)`, which is not set",
                    at: .init(span, "no token"),
                    help:
                        "in Kubernetes give the pod the label `azure.workload.identity/use: \"true\"`; elsewhere "
                        + "set `federatedToken.source` or `federatedToken.token`"
                )
            )
            return nil
        }
        self.credential = credential
        self.span = span
        self.path = path
        self.files = workplace.files
        do throws(Diagnostic) {
            _ = try read()
        } catch {
            problems.append(error)
            return nil
        }
    }

    var secrets: [Secret] { (try? read()).map { [$0.secret] } ?? [] }

    func issuer(with tools: TokenSourceTools) -> any FederatedTokenIssuer { self }

    var origin: String { "the token came from the file `\(Sanitizer.line(path))` (`\(Self.variable)`)" }

    var adviceOnAge: String {
        "check what should replace the file; its token was read just before it was sent"
    }

    func token() async throws(Diagnostic) -> FederatedToken { try read() }

    private func read() throws(Diagnostic) -> FederatedToken {
        let content: PrivateFile
        do throws(Diagnostic) {
            content = try files.readPrivate(try files.canonicalPath(path), limit: Self.sizeLimit)
        } catch {
            throw Diagnostic(
                .federatedTokenMissing,
                "the file of `\(Self.variable)`, needed by `credentials.\(credential)`, cannot be used",
                at: .init(span, "no token"),
                notes: [Sanitizer.line(error.message)] + error.notes.map { Sanitizer.line($0) },
                help: error.help
            )
        }
        do throws(FederatedToken.Fault) {
            return try FederatedToken(content.bytes)
        } catch {
            throw .malformedFederatedToken(
                "what is in the file `\(Sanitizer.line(path))`",
                error,
                credential,
                at: span
            )
        }
    }
}

/// The token that a reference leads to, looked up again for each request.
struct FederatedTokenReference: FederatedTokenIssuer, PreparedTokenIssuer {
    private let credential: String
    private let reference: LocatedSecretReference
    private let first: Secret
    private let resolver: SecretResolver?

    /// Takes the token that was found.
    ///
    /// - Parameters:
    ///   - credential: The credential's name.
    ///   - reference: Where the token is to be found.
    ///   - workplace: What it led to, and what looks it up again.
    ///   - problems: Where faults are added: RN0441.
    init?(
        credential: String,
        reference: LocatedSecretReference,
        in workplace: CredentialWorkplace,
        into problems: inout [Diagnostic]
    ) {
        guard let first = workplace.secrets[reference] else { return nil }
        self.credential = credential
        self.reference = reference
        self.first = first
        self.resolver = workplace.resolver
        do throws(Diagnostic) {
            _ = try Self.token(first, reference, credential)
        } catch {
            problems.append(error)
            return nil
        }
    }

    var secrets: [Secret] { [first] }

    func issuer(with tools: TokenSourceTools) -> any FederatedTokenIssuer { self }

    var origin: String { "the token came from `\(reference.reference)`" }

    var adviceOnAge: String { "put a token there that is still good; it was read just before it was sent" }

    func token() async throws(Diagnostic) -> FederatedToken {
        guard let resolver else { return try Self.token(first, reference, credential) }
        var problems: [Diagnostic] = []
        let found = resolver.resolve([reference], into: &problems)[reference]
        guard let found else {
            throw problems.first { $0.severity == .error }
                ?? .malformedFederatedToken("`\(reference.path)`", .empty, credential, at: reference.span)
        }
        return try Self.token(found, reference, credential)
    }

    private static func token(
        _ secret: Secret,
        _ reference: LocatedSecretReference,
        _ credential: String
    ) throws(Diagnostic) -> FederatedToken {
        do throws(FederatedToken.Fault) {
            return try secret.expose { (text) throws(FederatedToken.Fault) in try FederatedToken(text.utf8) }
        } catch {
            throw .malformedFederatedToken(
                "what `\(reference.reference)` leads to",
                error,
                credential,
                at: reference.span
            )
        }
    }
}

extension Diagnostic {
    static func malformedFederatedToken(
        _ what: String,
        _ fault: FederatedToken.Fault,
        _ credential: String,
        at span: SourceSpan
    ) -> Diagnostic {
        Diagnostic(
            .malformedFederatedToken,
            "\(what), needed by `credentials.\(credential)`, \(fault.words)",
            at: Label(span, "no token"),
            help: "have the issuer's token put there as it is"
        )
    }
}

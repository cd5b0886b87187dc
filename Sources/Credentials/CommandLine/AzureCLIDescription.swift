public import Diagnostics
import Host
public import Secrets

/// Whoever is signed in with the Azure CLI, as it is declared: nothing looked up yet.
public struct AzureCLIDescription: Sendable {
    /// The credential's name in the manifest.
    public let name: String
    /// Where it is declared.
    public let span: SourceSpan
    /// The Entra tenant; that of the sign-in without one.
    public let tenantID: ServicePrincipalDescription.Setting?
    /// The subscription whose sign-in is used.
    public let subscriptionID: ServicePrincipalDescription.Setting?

    /// Describes a sign-in.
    ///
    /// - Parameters:
    ///   - name: The credential's name in the manifest.
    ///   - span: Where it is declared.
    ///   - tenantID: The Entra tenant.
    ///   - subscriptionID: The subscription whose sign-in is used.
    public init(
        name: String,
        at span: SourceSpan,
        tenantID: ServicePrincipalDescription.Setting?,
        subscriptionID: ServicePrincipalDescription.Setting?
    ) {
        self.name = name
        self.span = span
        self.tenantID = tenantID
        self.subscriptionID = subscriptionID
    }
}

extension AzureCLIDescription: DeclaredCredential {
    /// Tenant and subscription, when they are referred to.
    public var references: [LocatedSecretReference] {
        [tenantID, subscriptionID].compactMap { $0?.reference }
    }

    /// The sign-in with the program that is asked; the program is not run.
    public func prepared(
        in workplace: CredentialWorkplace,
        into problems: inout [Diagnostic]
    ) -> (any PreparedCredential)? {
        let before = problems.count { $0.severity == .error }
        let tenant = argument(tenantID, "tenantId", ".-", workplace.secrets, into: &problems)
        let subscription = argument(
            subscriptionID,
            "subscriptionId",
            " ._-",
            workplace.secrets,
            into: &problems
        )
        let search = ProgramSearch(environment: workplace.environment, files: workplace.files)
        let program = workplace.commands.path(of: "az") ?? search.path(of: "az")
        if program == nil { problems.append(.azureCLINotFound(name, at: span)) }
        guard problems.count(where: { $0.severity == .error }) == before, let program else { return nil }
        return AzureCLISignIn(
            name: name,
            span: span,
            program: program,
            environment: AzureCLISignIn.passed(workplace.environment),
            tenant: tenant,
            subscription: subscription,
            commands: workplace.commands
        )
    }

    /// The value of a setting, when there is one that cannot be taken for an option.
    private func argument(
        _ setting: ServicePrincipalDescription.Setting?,
        _ field: String,
        _ punctuation: String,
        _ secrets: ResolvedSecrets,
        into problems: inout [Diagnostic]
    ) -> String? {
        guard let setting, let value = secrets.value(of: setting) else { return nil }
        let allowed = Array(punctuation.utf8)
        let isSound =
            1...255 ~= value.utf8.count && value.utf8.first != UInt8(ascii: "-")
            && value.utf8.allSatisfy { ValueAppearance.isLetterOrDigit($0) || allowed.contains($0) }
        if isSound { return value }
        problems.append(
            .malformedSetting(
                "credentials.\(name).\(field)",
                "is empty, begins with `-` or holds a character that it cannot have",
                setting,
                help: "give the id as `az account show` does"
            )
        )
        return nil
    }
}

extension Diagnostic {
    static func azureCLINotFound(_ credential: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .azureCLINotFound,
            "`credentials.\(credential)` needs the Azure CLI, and there is no `az` in `PATH`",
            at: Label(span, "not installed"),
            notes: ["relative entries of `PATH` and the working folder are passed over"],
            help: "install it: https://aka.ms/azure-cli"
        )
    }
}

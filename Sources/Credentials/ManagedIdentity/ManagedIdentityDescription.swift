public import Diagnostics
import HTTPExchange
public import Secrets

/// A managed identity as it is declared: nothing looked up yet, and no service of the machine asked.
public struct ManagedIdentityDescription: DeclaredCredential {
    /// The credential's name in the manifest.
    public let name: String
    /// Which of the machine's identities.
    public let selector: Selector
    /// The service that is asked; `nil` for the first whose variables are set.
    public let source: ManagedIdentitySource?
    /// Where the credential stands in the manifest.
    public let span: SourceSpan

    /// Which of a machine's identities.
    public enum Selector: Hashable, Sendable {
        /// The system-assigned one.
        case systemAssigned
        /// A user-assigned one, by its client id.
        case clientID(ServicePrincipalDescription.Setting)
        /// A user-assigned one, by its object (principal) id.
        case objectID(ServicePrincipalDescription.Setting)
        /// A user-assigned one, by its resource id.
        case resourceID(ServicePrincipalDescription.Setting)

        /// The key in the manifest with its value; `nil` for the system-assigned one.
        var setting: (key: String, ServicePrincipalDescription.Setting)? {
            switch self {
            case .systemAssigned: nil
            case .clientID(let setting): ("clientId", setting)
            case .objectID(let setting): ("objectId", setting)
            case .resourceID(let setting): ("resourceId", setting)
            }
        }
    }

    /// Describes a managed identity.
    ///
    /// - Parameters:
    ///   - name: The credential's name in the manifest.
    ///   - selector: Which of the machine's identities.
    ///   - source: The service that is asked; `nil` for the first whose variables are set.
    ///   - span: Where the credential stands in the manifest.
    public init(
        name: String,
        selector: Selector,
        source: ManagedIdentitySource?,
        at span: SourceSpan
    ) {
        self.name = name
        self.selector = selector
        self.source = source
        self.span = span
    }

    /// The reference to the identity's id, where it is referred to.
    public var references: [LocatedSecretReference] {
        guard case (_, .reference(let reference))? = selector.setting else { return [] }
        return [reference]
    }

    /// Chooses the service by the machine's variables, without asking it.
    ///
    /// - Parameters:
    ///   - workplace: Where values come from.
    ///   - problems: Where faults are added: RN0410, RN0461 … RN0463.
    /// - Returns: The identity; `nil` when there was a fault.
    public func prepared(
        in workplace: CredentialWorkplace,
        into problems: inout [Diagnostic]
    ) -> (any PreparedCredential)? {
        let chosen = chosen(in: workplace.secrets, into: &problems)
        let choice = IdentityServiceChoice(
            description: self,
            environment: workplace.environment,
            files: workplace.files
        ).choose(into: &problems)
        guard let chosen, let choice else { return nil }
        let selector = chosen == .systemAssigned ? choice.standard : chosen
        guard choice.service.names.canChoose(selector) else {
            problems.append(.identitySelectorRefused(self, selector, choice))
            return nil
        }
        return ManagedIdentity(description: self, selector: selector, choice: choice)
    }

    /// The selector with its value.
    private func chosen(
        in secrets: ResolvedSecrets,
        into problems: inout [Diagnostic]
    ) -> IdentitySelector? {
        guard let (key, setting) = selector.setting else { return .systemAssigned }
        let value: String? =
            switch setting {
            case .literal(let text, _): text
            case .reference(let reference): secrets[reference]?.expose { $0 }
            }
        guard let value else { return nil }
        let isResource = key == "resourceId"
        if let fault = isResource ? Self.resourceFault(of: value) : Self.idFault(of: value) {
            let help =
                isResource
                ? "give it from `/subscriptions/` on, as `az identity show --query id` prints it"
                : "give the GUID, as `az identity show` prints it"
            problems.append(.malformedSetting("credentials.\(name).\(key)", fault, setting, help: help))
            return nil
        }
        return switch selector {
        case .systemAssigned: .systemAssigned
        case .clientID: .clientID(value)
        case .objectID: .objectID(value)
        case .resourceID: .resourceID(value)
        }
    }

    private static func idFault(of value: String) -> String? {
        if value.isEmpty { return "is empty" }
        if let mistake = ValueAppearance.obviousMistake(in: value) { return mistake }
        return ValueAppearance(of: value) == .identifier ? nil : "is no GUID"
    }

    private static func resourceFault(of value: String) -> String? {
        if value.isEmpty { return "is empty" }
        if let mistake = ValueAppearance.obviousMistake(in: value) { return mistake }
        guard value.lowercased().hasPrefix("/subscriptions/"), value.utf8.count <= 1024,
            value.utf8.allSatisfy({ 0x21...0x7E ~= $0 && !"?#%&\\".utf8.contains($0) })
        else { return "is no resource id" }
        return nil
    }
}

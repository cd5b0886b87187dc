import Diagnostics
import HTTPExchange
import Secrets

/// Finds what cannot be right in the values of an application before they are sent anywhere.
struct EntraClientCheck {
    let declaration: EntraClient.Declaration

    /// What an identifier names.
    enum Role {
        case tenant
        case client

        var field: String { self == .tenant ? "tenantId" : "clientId" }
        var words: String { self == .tenant ? "tenant id" : "client id" }
        /// What it may consist of besides letters and digits.
        var punctuation: String { self == .tenant ? ".-" : ".-_:/" }
        var help: String {
            self == .tenant
                ? "give the directory's GUID or its domain, such as `contoso.onmicrosoft.com`"
                : "give the application (client) id, a GUID"
        }
    }

    /// The identifier, when it can be one.
    func identifier(
        _ value: String,
        _ setting: ServicePrincipalDescription.Setting,
        _ role: Role,
        into problems: inout [Diagnostic]
    ) -> String? {
        guard let fault = fault(of: value, as: role) else { return value }
        problems.append(.malformedSetting(path(role.field), fault, setting, help: role.help))
        return nil
    }

    private func fault(of value: String, as role: Role) -> String? {
        if value.isEmpty { return "is empty" }
        if let mark = ValueAppearance.obviousMistake(in: value) { return mark }
        guard value.utf8.count <= 255 else { return "is longer than 255 bytes" }
        let allowed = Array(role.punctuation.utf8)
        guard value.utf8.allSatisfy({ ValueAppearance.isLetterOrDigit($0) || allowed.contains($0) }) else {
            return "holds a character that a \(role.words) cannot have"
        }
        let dots = value.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        if role == .tenant, dots.contains(where: \.isEmpty) { return "has a dot at an end, or two in a row" }
        return nil
    }

    /// The authority's address, when the host can be one.
    func authority(into problems: inout [Diagnostic]) -> WebAddress? {
        let text = declaration.authorityHost
        let reason: String
        do throws(WebAddress.Fault) {
            let isAddress = text.utf8.contains(UInt8(ascii: ":")) && text.lowercased().hasPrefix("http")
            let address = try WebAddress.parse(isAddress && text.contains("://") ? text : "https://" + text)
            switch address {
            case _ where address.scheme != .https:
                reason = "is not `https`: what proves the client would travel in clear text"
            case _ where address.path != "/" || address.query != nil: reason = "is more than a host"
            default: return address
            }
        } catch {
            reason = "is no host: \(error.reason)"
        }
        problems.append(
            Diagnostic(
                .malformedCredential,
                "the authority host of `\(path(nil))` \(reason)",
                at: Diagnostic.Label(declaration.proofSpan, "this would be sent there"),
                help: "give a host such as `\(CloudEnvironment.publicCloud.authorityHost)`"
            )
        )
        return nil
    }

    private func path(_ field: String?) -> String {
        "credentials." + declaration.name + (field.map { "." + $0 } ?? "")
    }
}

extension Diagnostic {
    static func malformedSetting(
        _ path: String,
        _ fault: String,
        _ setting: ServicePrincipalDescription.Setting,
        help: String
    ) -> Diagnostic {
        let source: String? =
            switch setting {
            case .literal: nil
            case .reference(let reference): "the value came from `\(reference.reference)`"
            }
        return Diagnostic(
            .malformedCredential,
            "`\(path)` \(fault)",
            at: Label(setting.span),
            notes: source.map { [$0] } ?? [],
            help: help
        )
    }

    static func suspiciousSecret(_ appearance: ValueAppearance, _ reference: LocatedSecretReference)
        -> Diagnostic
    {
        Diagnostic(
            .suspiciousSecret,
            severity: appearance.isCertain ? .error : .warning,
            "the value of `\(reference.path)` \(appearance.words ?? "is no client secret")",
            at: Label(reference.span),
            notes: ["the value came from `\(reference.reference)`"],
            help: appearance.help
        )
    }
}

import Diagnostics
import HTTPExchange
import HTTPTypes
import Host
import Secrets

/// Chooses the service that is asked for a managed identity's tokens, by the variables that Azure's machines set.
///
/// An empty variable counts as not set. The order is that of Microsoft's own library.
struct IdentityServiceChoice {
    let description: ManagedIdentityDescription
    let environment: ProcessEnvironment
    let files: any FileSystem

    /// Who is asked, and why.
    struct Choice {
        /// The service.
        let service: any IdentityService
        /// Why this one, as the end of a sentence.
        let reason: String
        /// Whether nothing but the lack of anything else speaks for it.
        var isGuess = false
        /// Whether a variable says where the metadata service is: then it is worth waiting for.
        var isPointedAt = false
        /// The identity that is meant where the manifest chooses none.
        var standard = IdentitySelector.systemAssigned
    }

    /// Why a service cannot be used.
    private enum Fault: Error {
        case missing([String])
        case malformed(String, String)
    }

    /// Chooses.
    ///
    /// - Parameter problems: Where faults are added: RN0461, RN0462.
    /// - Returns: The choice; `nil` when there was a fault.
    func choose(into problems: inout [Diagnostic]) -> Choice? {
        let source = description.source ?? found
        do throws(Fault) {
            var choice = try choice(of: source)
            if description.source == nil {
                choice.isGuess = source == .imds
                choice.isPointedAt = isSet("AZURE_POD_IDENTITY_AUTHORITY_HOST")
            } else {
                choice = Choice(
                    service: choice.service,
                    reason: "the manifest names it",
                    standard: choice.standard
                )
            }
            return choice
        } catch {
            switch error {
            case .missing(let names):
                problems.append(.identitySourceMissing(description, source, names))
            case .malformed(let name, let fault):
                problems.append(.identityVariableRefused(description, source, name, fault))
            }
            return nil
        }
    }

    private func isSet(_ name: String) -> Bool { environment.nonEmpty(name) != nil }

    /// The first service that something speaks for.
    private var found: ManagedIdentitySource {
        if isSet("IDENTITY_ENDPOINT") {
            if isSet("IDENTITY_HEADER") {
                return isSet("IDENTITY_SERVER_THUMBPRINT") ? .serviceFabric : .appService
            }
            if isSet("IMDS_ENDPOINT") { return .azureArc }
        }
        if isSet("MSI_ENDPOINT") { return isSet("MSI_SECRET") ? .azureMachineLearning : .cloudShell }
        return files.kind(of: ArcAgent.program) == .file ? .azureArc : .imds
    }

    private func choice(of source: ManagedIdentitySource) throws(Fault) -> Choice {
        switch source {
        case .serviceFabric: return try serviceFabric()
        case .appService:
            let service = AppServiceIdentity(
                address: try address("IDENTITY_ENDPOINT"),
                header: try header("IDENTITY_HEADER")
            )
            return Choice(service: service, reason: "`IDENTITY_ENDPOINT` and `IDENTITY_HEADER` are set")
        case .azureArc:
            guard isSet("IDENTITY_ENDPOINT") else {
                return Choice(service: ArcAgent(files: files), reason: "`\(ArcAgent.program)` is there")
            }
            let service = ArcAgent(address: try address("IDENTITY_ENDPOINT"), files: files)
            return Choice(service: service, reason: "`IDENTITY_ENDPOINT` and `IMDS_ENDPOINT` are set")
        case .azureMachineLearning: return try machineLearning()
        case .cloudShell:
            return Choice(
                service: CloudShellIdentity(address: try address("MSI_ENDPOINT")),
                reason: "`MSI_ENDPOINT` is set without `MSI_SECRET`"
            )
        case .imds: return try metadataService()
        }
    }

    private func serviceFabric() throws(Fault) -> Choice {
        let name = "IDENTITY_SERVER_THUMBPRINT"
        let service = ServiceFabricIdentity(
            address: try address("IDENTITY_ENDPOINT"),
            header: try header("IDENTITY_HEADER"),
            thumbprint: try thumbprint(name)
        )
        guard service.address.scheme == .https else {
            throw .malformed("IDENTITY_ENDPOINT", "is not `https`, so it shows no certificate")
        }
        return Choice(
            service: service,
            reason: "`IDENTITY_ENDPOINT`, `IDENTITY_HEADER` and `\(name)` are set"
        )
    }

    private func machineLearning() throws(Fault) -> Choice {
        var choice = Choice(
            service: MachineLearningIdentity(
                address: try address("MSI_ENDPOINT"),
                header: try header("MSI_SECRET")
            ),
            reason: "`MSI_ENDPOINT` and `MSI_SECRET` are set"
        )
        if let id = environment.nonEmpty("DEFAULT_IDENTITY_CLIENT_ID") {
            guard ValueAppearance(of: id) == .identifier else {
                throw .malformed("DEFAULT_IDENTITY_CLIENT_ID", "is no GUID")
            }
            choice.standard = .clientID(id)
        }
        return choice
    }

    private func metadataService() throws(Fault) -> Choice {
        let name = "AZURE_POD_IDENTITY_AUTHORITY_HOST"
        if isSet(name) {
            let base = try address(name)
            let path = base.path.hasSuffix("/") ? String(base.path.dropLast()) : base.path
            let address = WebAddress(
                scheme: base.scheme,
                host: base.host,
                port: base.explicitPort,
                path: path + MetadataService.path
            )
            return Choice(service: MetadataService(address: address), reason: "`\(name)` leads there")
        }
        let isHalfSet = isSet("IDENTITY_ENDPOINT")
        return Choice(
            service: MetadataService(),
            reason: isHalfSet
                ? "`IDENTITY_ENDPOINT` is set, but neither `IDENTITY_HEADER` nor `IMDS_ENDPOINT`"
                : "no variable names another service"
        )
    }

    // MARK: - Variables

    private func value(_ name: String) throws(Fault) -> String {
        guard let value = environment.nonEmpty(name) else { throw .missing([name]) }
        return value
    }

    private func address(_ name: String) throws(Fault) -> WebAddress {
        let text = try value(name)
        let address: WebAddress
        do throws(WebAddress.Fault) {
            address = try WebAddress.parse(text)
        } catch {
            throw .malformed(name, "is no web address: \(error.reason)")
        }
        guard OutgoingRequest(method: .get, address: address, reach: .machine).isWithinReach else {
            throw .malformed(name, "leads to another machine in clear text")
        }
        return address
    }

    private func header(_ name: String) throws(Fault) -> Secret {
        let text = try value(name)
        guard text.utf8.count <= 8192, text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
            throw .malformed(name, "holds blanks or control characters, or is too long")
        }
        return Secret(text)
    }

    private func thumbprint(_ name: String) throws(Fault) -> CertificateThumbprint {
        guard let thumbprint = CertificateThumbprint(try value(name)) else {
            throw .malformed(name, "is no thumbprint of forty hexadecimal digits")
        }
        return thumbprint
    }
}

extension ManagedIdentityDescription {
    /// The variables by which Azure's machines name their services: a rehearsal must not follow those of the machine
    /// that it runs on.
    public static let variables = [
        "IDENTITY_ENDPOINT", "IDENTITY_HEADER", "IDENTITY_SERVER_THUMBPRINT", "IMDS_ENDPOINT", "MSI_ENDPOINT",
        "MSI_SECRET", "DEFAULT_IDENTITY_CLIENT_ID", "AZURE_POD_IDENTITY_AUTHORITY_HOST",
    ]
}

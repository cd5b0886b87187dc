import Credentials
import Diagnostics
import Emulator
import Engines
import Execution
import Host
import Ledgers
import Manifests
import Plans
import Transport

/// Every code that runner knows.
enum DiagnosticCatalog {
    /// All codes, by name.
    static let codes: [Diagnostic.Code] = [
        Diagnostic.Code.yamlCodes, Diagnostic.Code.schemaCodes, Diagnostic.Code.manifestCodes,
        Diagnostic.Code.planCodes, Diagnostic.Code.policyCodes, Diagnostic.Code.jobPolicyCodes,
        Diagnostic.Code.credentialCodes,
        Diagnostic.Code.engineCodes,
        Diagnostic.Code.transportCodes, Diagnostic.Code.executionCodes, Diagnostic.Code.ledgerCodes,
        Diagnostic.Code.hostCodes,
        Diagnostic.Code.commandCodes, Diagnostic.Code.reviewCodes, Diagnostic.Code.credentialCheckCodes,
        Diagnostic.Code.managedIdentityCodes,
        Diagnostic.Code.emulatorCodes, Diagnostic.Code.emulatorDocumentCodes,
    ].flatMap { $0 }.sorted { $0.name < $1.name }
}

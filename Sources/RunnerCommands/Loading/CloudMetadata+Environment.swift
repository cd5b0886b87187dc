import Diagnostics
import HTTPExchange
import Host
import Plans

extension CloudMetadata {
    /// Reads the operator's variables, by the names that `azure-cli` and `azure-ai-ml` know.
    ///
    /// - Parameters:
    ///   - environment: The variables; `nil` when there is no ARM_CLOUD_METADATA_URL.
    ///   - problems: Where faults are added: RN0367.
    init?(in environment: ProcessEnvironment, into problems: inout [Diagnostic]) {
        guard let text = environment.nonEmpty("ARM_CLOUD_METADATA_URL") else { return nil }
        guard let address = try? WebAddress.parse(text), address.scheme == .https || address.isLoopback else {
            problems.append(
                Diagnostic(
                    .malformedHostAllowance,
                    "`ARM_CLOUD_METADATA_URL` is not an address that may be asked",
                    help:
                        "give an `https` address, such as `https://management.local.azurestack.external/metadata/endpoints?api-version=2019-05-01`"
                )
            )
            return nil
        }
        self.init(address: address, cloud: environment.nonEmpty("AZUREML_CURRENT_CLOUD"))
    }
}

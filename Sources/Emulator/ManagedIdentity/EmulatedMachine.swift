import HTTPExchange
import Host
import Manifests
import Secrets

/// The services that give the emulated machine its identities.
struct EmulatedMachine: Sendable {
    /// The metadata service, when there are identities.
    let metadataService: EmulatedMetadataService?
    /// App Service's endpoint, when the document's variables say where it is.
    let appService: EmulatedAppService?

    init(_ configuration: EmulatorConfiguration, book: IdentityBook, time: any Timekeeper) {
        let hasIdentities = !configuration.identities.isEmpty
        self.metadataService = hasIdentities ? EmulatedMetadataService(book: book, time: time) : nil
        let endpoint = configuration.environment["IDENTITY_ENDPOINT"]?.expose { try? WebAddress.parse($0) }
        if hasIdentities, let endpoint, let header = configuration.environment["IDENTITY_HEADER"] {
            self.appService = EmulatedAppService(
                host: endpoint.host,
                path: endpoint.path,
                header: header,
                book: book,
                time: time
            )
        } else {
            self.appService = nil
        }
    }
}

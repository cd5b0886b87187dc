import Engines
import Plans

/// What this build is put together of: one list of each thing that plugs in.
enum Composition {
    /// The engines.
    static let engines: [any Engine] = [AzureMLBatchEngine()]

    /// The engine of an endpoint.
    ///
    /// - Parameter target: Where jobs are submitted.
    /// - Returns: Its engine.
    static func engine(for target: EndpointTarget) -> any Engine {
        switch target {
        case .azureMLBatch, .azureMLNamed: AzureMLBatchEngine()
        }
    }
}

/// A registered asset that a storage place of the document plays: `azureml:NAME:VERSION`.
///
/// Of several versions the one that is named last is the latest.
struct EmulatedAsset: Hashable, Sendable {
    let name: String
    let version: String

    /// Reads a URI.
    ///
    /// - Parameter uri: The URI; `nil` when it is no asset's.
    init?(_ uri: String) {
        let parts = uri.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "azureml",
            parts[1...].allSatisfy({ part in
                !part.isEmpty
                    && part.utf8.allSatisfy { byte in
                        0x30...0x39 ~= byte || 0x61...0x7A ~= byte | 0x20 || "._-".utf8.contains(byte)
                    }
            })
        else { return nil }
        name = String(parts[1])
        version = String(parts[2])
    }
}

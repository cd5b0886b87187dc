/// A meta-schema in the binary.
struct MetaSchema: Sendable {
    /// Its address, without a fragment.
    let address: String
    /// The file that it was taken from.
    let name: String
    /// The file's text.
    let text: String

    init(_ address: String, _ name: String, _ text: String) {
        self.address = address
        self.name = name
        self.text = text
    }
}

/// The end of the chain.
///
/// Its text, `12:` and 64 hex digits, is what is printed at the end of a run and given to `ledger verify
/// --expect-head`.
public struct LedgerHead: Hashable, Sendable, CustomStringConvertible, LosslessStringConvertible {
    /// The newest entry's number; 0 for an empty ledger.
    public let sequence: Int
    /// Its hash, 64 lowercase hex digits.
    public let hash: String

    /// Makes a head.
    ///
    /// - Parameters:
    ///   - sequence: The newest entry's number.
    ///   - hash: Its hash.
    public init(sequence: Int, hash: String) {
        self.sequence = sequence
        self.hash = hash
    }

    /// Reads a head as ``description`` writes it.
    ///
    /// - Parameter description: A number, a colon and 64 lowercase hex digits; anything else gives `nil`.
    public init?(_ description: String) {
        let bytes = Array(description.utf8)
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes.count - colon == 65,
            bytes[..<colon].allSatisfy({ (0x30...0x39).contains($0) }),
            bytes[(colon + 1)...].allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }),
            let sequence = Int(String(decoding: bytes[..<colon], as: UTF8.self))
        else { return nil }
        self.init(sequence: sequence, hash: String(decoding: bytes[(colon + 1)...], as: UTF8.self))
    }

    /// The number, a colon and the hash.
    public var description: String { "\(sequence):\(hash)" }
}

import JSONValues

/// What a ledger is born with: it never changes, and the first entry's previous hash is its hash.
///
/// The text is RFC 8785 of `{"created": …, "format": 1, "lineage": …}`; ``hash`` is the SHA-256 of its UTF-8 bytes.
/// So no chain can be continued in a ledger of another lineage or format without changing every hash.
public struct LedgerBirth: Hashable, Sendable {
    /// The id that goes into every attempt's key.
    public let lineage: String
    /// When the ledger was made, RFC 3339 in UTC.
    public let created: String
    /// The version of the entries' form.
    public let format: Int

    /// The version that this tool writes.
    public static let currentFormat = 1

    /// Makes a birth record.
    ///
    /// - Parameters:
    ///   - lineage: The ledger's id.
    ///   - created: When, RFC 3339 in UTC.
    ///   - format: The version of the entries' form.
    public init(lineage: String, created: String, format: Int = LedgerBirth.currentFormat) {
        self.lineage = lineage
        self.created = created
        self.format = format
    }

    /// Reads a record as ``text`` writes it; `nil` for anything else.
    ///
    /// - Parameter text: Canonical JSON.
    public init?(_ text: String) {
        guard let value = try? JSONReader(depthLimit: 4).read(Array(text.utf8)),
            let lineage = value["lineage"]?.string, let created = value["created"]?.string,
            let format = value["format"]?.integer
        else { return nil }
        self.init(lineage: lineage, created: created, format: format)
        guard self.text.utf8.elementsEqual(text.utf8) else { return nil }
    }

    /// The record as canonical JSON.
    public var text: String {
        JSONWriter.text(
            .object([
                .init("created", .string(created)), .init("format", .number(JSONNumber(format))),
                .init("lineage", .string(lineage)),
            ]),
            .canonical
        )
    }

    /// SHA-256 of ``text``, 64 lowercase hex digits: the head of an empty ledger.
    public var hash: String { LedgerChain.digest(Array(text.utf8)) }

    /// A new lineage: 128 random bits, 32 hex digits.
    ///
    /// - Parameter random: Eight random bytes at a time.
    /// - Returns: The lineage.
    public static func randomLineage(_ random: () -> UInt64) -> String {
        LedgerChain.hexadecimal(
            [random(), random()].flatMap { word in
                (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) }
            }
        )
    }

    /// Whether a text may be a lineage: 1 to 64 of `A–Z a–z 0–9 . _ -`, beginning with a letter or a digit.
    ///
    /// - Parameter text: The text.
    /// - Returns: Whether it may.
    public static func isLineage(_ text: String) -> Bool {
        func isAlphanumeric(_ byte: UInt8) -> Bool {
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        }
        guard let first = text.utf8.first, isAlphanumeric(first), text.utf8.count <= 64 else { return false }
        return text.utf8.allSatisfy { isAlphanumeric($0) || [0x2D, 0x2E, 0x5F].contains($0) }
    }
}

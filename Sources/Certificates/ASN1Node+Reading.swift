import SwiftASN1

extension ASN1Node {
    /// The parts of a constructed node; none of another.
    var parts: [ASN1Node] {
        guard case .constructed(let parts) = content else { return [] }
        return Array(parts)
    }

    /// Whether it has the tag `[number]`.
    func isTagged(_ number: UInt) -> Bool {
        identifier.tagClass == .contextSpecific && identifier.tagNumber == number
    }

    /// The one part of `[0] EXPLICIT`.
    var explicit: ASN1Node? { isTagged(0) && parts.count == 1 ? parts[0] : nil }

    /// The bytes of an octet string, in one piece or in several.
    var octets: ArraySlice<UInt8>? {
        try? ASN1OctetString(berEncoded: self, withIdentifier: identifier).bytes
    }

    /// The object identifier, with dots.
    var objectIdentifier: String? {
        (try? ASN1ObjectIdentifier(berEncoded: self, withIdentifier: .objectIdentifier))?.description
    }

    /// The whole number, when it is not too large.
    var integer: Int? { try? Int(berEncoded: self, withIdentifier: .integer) }
}

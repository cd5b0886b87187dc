/// `hostname` of RFC 1123 §2.1, `idn-hostname` of RFC 5890 §2.3, and the domain of a mail address.
enum HostName {
    static func conforms(_ text: ArraySlice<UInt8>, isInternational: Bool) -> Bool {
        guard isInternational || text.allSatisfy({ $0 < 0x80 }) else { return false }
        // RFC 3490 §3.1: the full stops of East Asia separate labels too.
        let names = labels(of: text) { [0x2E, 0x3002, 0xFF0E, 0xFF61].contains($0) }
        guard let names else { return false }
        var length = names.count - 1
        var decoded: [IDNALabel] = []
        for name in names {
            if name.allSatisfy(\.isASCII) {
                guard isPlain(name), let label = decode(name, isInternational) else { return false }
                length += name.count
                decoded.append(label)
            } else {
                let label = IDNALabel(name)
                guard label.isValid, let encoded = Punycode.encode(name), encoded.count <= 59 else {
                    return false
                }
                length += encoded.count + 4
                decoded.append(label)
            }
        }
        return length <= 253 && BidiRule.holds(decoded)
    }

    /// The name behind the `@` of a mail address: dots only, and for RFC 6531 labels of any normal form.
    static func isMailDomain(_ text: ArraySlice<UInt8>, isInternational: Bool) -> Bool {
        guard isInternational || text.count <= 255, let names = labels(of: text, where: { $0 == 0x2E }) else {
            return false
        }
        return names.allSatisfy { name in
            if name.allSatisfy(\.isASCII) { return isPlain(name) }
            return isInternational && IDNALabel(name).hasValidCharacters
        }
    }

    /// `nil` when one is empty, or too long to be one.
    private static func labels(
        of text: ArraySlice<UInt8>,
        where isSeparator: (UInt32) -> Bool
    ) -> [[Unicode.Scalar]]? {
        guard !text.isEmpty, text.count <= 253 * 4 else { return nil }
        let labels = String(decoding: text, as: UTF8.self).unicodeScalars
            .split(omittingEmptySubsequences: false) { isSeparator($0.value) }
            .map(Array.init)
        return labels.allSatisfy { 1...63 ~= $0.count } ? labels : nil
    }

    /// Letters, digits and inner hyphens.
    private static func isPlain(_ name: [Unicode.Scalar]) -> Bool {
        name.first != "-" && name.last != "-"
            && name.allSatisfy { scalar in
                let byte = UInt8(truncatingIfNeeded: scalar.value)
                return byte.isLetter || byte.isDigit || scalar == "-"
            }
    }

    /// What a plain label stands for; `nil` when it claims to be an A-label and is none.
    private static func decode(_ name: [Unicode.Scalar], _ isInternational: Bool) -> IDNALabel? {
        let lowered = name.map { $0.properties.isUppercase ? Unicode.Scalar(UInt8($0.value | 0x20)) : $0 }
        guard lowered.count >= 4, lowered[2] == "-", lowered[3] == "-" else { return IDNALabel(lowered) }
        guard lowered[0] == "x", lowered[1] == "n" else {
            // RFC 5890 §2.3.1 reserves two hyphens there; RFC 1123 knows nothing of it.
            return isInternational ? nil : IDNALabel(lowered)
        }
        let encoded = lowered[4...]
        guard let decoded = Punycode.decode(encoded),
            Punycode.encode(decoded).map(encoded.elementsEqual) == true,
            !decoded.allSatisfy(\.isASCII)
        else { return nil }
        let label = IDNALabel(decoded)
        return label.isValid ? label : nil
    }
}

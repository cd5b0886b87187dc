// Foundation-free NFC: the normaliser that String's own `==` uses has no public name yet.
@_spi(_Unicode) import Swift

/// A label of a host name in Unicode, held against IDNA2008: RFC 5891 §4.2 and RFC 5892.
struct IDNALabel {
    let scalars: [Unicode.Scalar]

    init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

    /// Whether it is a U-label, but for the Bidi rule, which looks at the whole name.
    var isValid: Bool {
        hasValidCharacters && String(String.UnicodeScalarView(scalars))._nfc.elementsEqual(scalars)
    }

    /// As ``isValid``, in whatever normal form.
    var hasValidCharacters: Bool {
        guard let first = scalars.first, first != "-", scalars.last != "-", scalars.count <= 63 else {
            return false
        }
        if scalars.count >= 4, scalars[2] == "-", scalars[3] == "-" { return false }
        switch first.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: return false
        default: return scalars.indices.allSatisfy(isValid)
        }
    }

    /// RFC 5892 §3, with the exceptions of §2.6.
    private func isValid(at index: Int) -> Bool {
        let scalar = scalars[index]
        switch scalar.value {
        case 0x2D, 0x30...0x39, 0x61...0x7A: return true
        case 0xDF, 0x3C2, 0x6FD, 0x6FE, 0xF0B, 0x3007: return true
        case 0x640, 0x7FA, 0x302E, 0x302F, 0x3031...0x3035, 0x303B: return false
        case 0xB7, 0x375, 0x5F3, 0x5F4, 0x30FB, 0x660...0x669, 0x6F0...0x6F9, 0x200C, 0x200D:
            return isInContext(index)
        // Old Hangul Jamo, and the ignorable blocks of §2.5.
        case 0x1100...0x11FF, 0xA960...0xA97F, 0xD7B0...0xD7FF: return false
        case 0x20D0...0x20FF, 0x1D100...0x1D24F: return false
        default: break
        }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .lowercaseLetter, .uppercaseLetter, .otherLetter, .modifierLetter, .decimalNumber,
            .nonspacingMark, .spacingMark:
            return !properties.changesWhenNFKCCaseFolded && !properties.isDefaultIgnorableCodePoint
        default: return false
        }
    }

    /// RFC 5892, appendix A.
    private func isInContext(_ index: Int) -> Bool {
        let before = index > 0 ? scalars[index - 1] : nil
        let after = index + 1 < scalars.count ? scalars[index + 1] : nil
        switch scalars[index].value {
        case 0xB7: return before == "l" && after == "l"
        case 0x375: return after.map(ScalarRanges.greek.contains) == true
        case 0x5F3, 0x5F4: return before.map(ScalarRanges.hebrew.contains) == true
        case 0x30FB: return scalars.contains(where: ScalarRanges.japanese.contains)
        case 0x660...0x669: return !scalars.contains { 0x6F0...0x6F9 ~= $0.value }
        case 0x6F0...0x6F9: return !scalars.contains { 0x660...0x669 ~= $0.value }
        case 0x200C: return before?.properties.canonicalCombiningClass == .virama || joins(around: index)
        default: return before?.properties.canonicalCombiningClass == .virama
        }
    }

    /// Whether cursive letters on both sides would join, looking through what is transparent to joining.
    private func joins(around index: Int) -> Bool {
        guard let before = scalars[..<index].last(where: { !Self.isTransparent($0) }),
            let after = scalars[(index + 1)...].first(where: { !Self.isTransparent($0) })
        else { return false }
        return ScalarRanges.joiningLeft.contains(before) && ScalarRanges.joiningRight.contains(after)
    }

    private static func isTransparent(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .nonspacingMark || scalar.value == 0x1E94B
    }
}

import Diagnostics

/// What a reader may not see in a text that is wrong: letters of other scripts that look like ASCII, quotes and dashes of
/// a word processor, placeholders that nobody replaced.
public enum TextRemark {
    /// Notes about a text, at most one of each sort.
    ///
    /// - Parameter text: A text that is not what it should be, and that may be shown.
    /// - Returns: Notes for its diagnostic; mostly none.
    public static func notes(about text: String) -> [String] {
        [lookAlike(in: text), placeholder(in: text)].compactMap(\.self)
    }

    /// The first character that stands in for one of ASCII.
    private static func lookAlike(in text: String) -> String? {
        // A word of another script is not a disguise: only texts that are ASCII but for such characters are.
        let foreign = text.unicodeScalars.prefix(1000).filter { !$0.isASCII }
        guard let first = foreign.first, foreign.allSatisfy({ double(of: $0) != nil }),
            let double = double(of: first)
        else { return nil }
        let shown = first.properties.isWhitespace ? "a character here" : "`\(first)`"
        return
            "\(shown) is \(Diagnostic.codePoint(first.value)), not \(double == " " ? "a blank" : "`\(double)`")"
    }

    private static func placeholder(in text: String) -> String? {
        let bytes = Array(text.utf8)[...]
        return UnfilledTemplate.leftover(in: bytes, from: 0).map { leftover in
            let whole = String(decoding: bytes[leftover.range], as: UTF8.self)
            return "`\(whole.shortened)` looks as if it was to be replaced"
        }
    }

    /// The ASCII character that one looks like.
    private static func double(of scalar: Unicode.Scalar) -> Character? {
        // Full-width forms lie in ASCII's own order.
        if 0xFF01...0xFF5E ~= scalar.value {
            return Unicode.Scalar(scalar.value - 0xFEE0).map(Character.init)
        }
        return doubles[scalar]
    }

    private static let doubles: [Unicode.Scalar: Character] = {
        let groups: [(Character, String)] = [
            ("\"", "“”„‟″"), ("'", "‘’‚‛′"), ("-", "‐‑‒–—―−"), (" ", "\u{A0}\u{2007}\u{202F}\u{3000}"),
            ("a", "аα"), ("c", "сϲ"), ("d", "ԁ"), ("e", "е"), ("h", "һ"), ("i", "іι"), ("j", "ј"), ("k", "к"),
            ("l", "ӏ"), ("o", "оο"), ("p", "рρ"), ("q", "ԛ"), ("s", "ѕ"), ("u", "υ"), ("v", "ν"), ("w", "ԝ"),
            ("x", "хχ"), ("y", "уγ"), ("A", "АΑ"), ("B", "ВΒ"), ("C", "С"), ("E", "ЕΕ"), ("H", "НΗ"),
            ("I", "ІΙ"),
            ("K", "КΚ"), ("M", "МΜ"), ("N", "Ν"), ("O", "ОΟ"), ("P", "РΡ"), ("S", "Ѕ"), ("T", "ТΤ"),
            ("X", "ХΧ"),
            ("Y", "ҮΥ"), ("Z", "Ζ"),
        ]
        var doubles: [Unicode.Scalar: Character] = [:]
        for (letter, others) in groups {
            for scalar in others.unicodeScalars { doubles[scalar] = letter }
        }
        return doubles
    }()
}

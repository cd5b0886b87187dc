import RunnerTestSupport
import Secrets
import Testing

/// Random secrets, random encodings, random surroundings, random pieces: a secret never comes out.
@Suite struct RedactorPropertyTests {
    private static let letters = Array("abcXYZ0189 -._~+/=&%\"'<>\\\n\t{}:;,@äß€😀".unicodeScalars)

    private func secret(_ random: inout SeededRandom) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 8...40, using: &random) {
            text.append(Self.letters.randomElement(using: &random) ?? "x")
        }
        // A mark that nothing else holds, so that a leak is seen even when one letter is lost.
        return "K7" + String(text) + "Z9"
    }

    private func encoded(_ secret: String, _ random: inout SeededRandom) -> String {
        let prefix = String(repeating: "u", count: Int.random(in: 0...4, using: &random))
        let suffix = String(repeating: "v", count: Int.random(in: 0...4, using: &random))
        switch Int.random(in: 0..<9, using: &random) {
        case 0: return secret
        case 1: return Encoders.percent(secret, keeping: "-._~", upper: true)
        case 2: return Encoders.percent(secret, keeping: "-._~!*'()", upper: false)
        case 3: return Encoders.form(secret)
        case 4: return Encoders.json(secret, escapesAll: Bool.random(using: &random))
        case 5: return Encoders.base64(prefix + secret + suffix, isURL: false, isPadded: true)
        case 6: return Encoders.base64(prefix + secret + suffix, isURL: true, isPadded: false)
        case 7: return Encoders.hexadecimal(secret, upper: Bool.random(using: &random))
        default: return Encoders.xml(secret)
        }
    }

    /// All that tells a good part of the secret: its middle in every encoding.
    private func leaks(_ secret: String, _ output: String) -> Bool {
        let middle = String(secret.unicodeScalars.dropFirst().dropLast())
        let shapes = [
            middle, Encoders.percent(middle, keeping: "-._~", upper: true),
            Encoders.percent(middle, keeping: "-._~!*'()", upper: false), Encoders.form(middle),
            Encoders.json(middle, escapesAll: false), Encoders.json(middle, escapesAll: true),
            Encoders.hexadecimal(middle, upper: true), Encoders.hexadecimal(middle, upper: false),
            Encoders.xml(middle),
        ]
        let inBase64 = ["", "u", "uu"].flatMap { shift in
            [true, false].map { isURL in
                Encoders.base64(shift + middle, isURL: isURL, isPadded: false).dropFirst(3).dropLast(1)
            }
        }
        return shapes.contains { output.utf8Contains($0) }
            || inBase64.contains { output.utf8Contains(String($0)) }
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func neverLetsASecretOut(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let secrets = (0..<Int.random(in: 1...4, using: &random)).map { _ in secret(&random) }
        var redactor = Redactor()
        for secret in secrets { redactor.register(Secret(secret)) }
        var text = ""
        for _ in 0..<8 {
            text += String(repeating: "filler ", count: Int.random(in: 0...60, using: &random)) + "<"
            text += encoded(secrets.randomElement(using: &random) ?? "", &random) + "> "
        }
        #expect(secrets.contains { leaks($0, text) }, "the check sees nothing")
        let whole = redactor.redact(text)
        for secret in secrets { #expect(!leaks(secret, whole), "seed \(seed), whole") }
        #expect(whole.contains("filler") && whole.contains(Redactor.mask))
        #expect(redactor.redact(whole) == whole)

        var stream = StreamingRedactor(redactor)
        var streamed = ""
        var rest = text.unicodeScalars[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...200, using: &random))
            rest = rest.dropFirst(piece.count)
            streamed += stream.write(String(piece))
        }
        streamed += stream.finish()
        for secret in secrets { #expect(!leaks(secret, streamed), "seed \(seed), streamed") }
        #expect(streamed == whole, "seed \(seed)")
    }
}

/// Encoders that share no code with the redactor.
private enum Encoders {
    static func percent(_ text: String, keeping kept: String, upper: Bool) -> String {
        text.utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            let isKept =
                scalar.isASCII
                && (scalar.properties.isAlphabetic || 0x30...0x39 ~= byte || kept.utf8.contains(byte))
            return isKept ? String(scalar) : "%" + hexadecimal([byte], upper: upper)
        }.joined()
    }

    static func form(_ text: String) -> String {
        text.split(separator: " ", omittingEmptySubsequences: false).map {
            percent(String($0), keeping: "*-._", upper: true)
        }
        .joined(separator: "+")
    }

    static func json(_ text: String, escapesAll: Bool) -> String {
        text.utf16.map { unit in
            switch unit {
            case 0x22: return "\\\""
            case 0x5C: return "\\\\"
            case 0x0A: return "\\n"
            case 0x09: return "\\t"
            case 0x2F where escapesAll: return "\\/"
            case 0x20...0x7E where !(escapesAll && [0x26, 0x27, 0x2B, 0x3C, 0x3E].contains(unit)):
                return String(Unicode.Scalar(UInt8(unit)))
            default:
                let digits = String(unit, radix: 16)
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }.joined()
    }

    static func xml(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            case "'": "&#39;"
            default: String(scalar)
            }
        }.joined()
    }

    static func hexadecimal(_ text: String, upper: Bool) -> String {
        hexadecimal(Array(text.utf8), upper: upper)
    }

    static func hexadecimal(_ bytes: [UInt8], upper: Bool) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: upper) }.joined()
    }

    static func base64(_ text: String, isURL: Bool, isPadded: Bool) -> String {
        let alphabet = Array(
            ("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + (isURL ? "-_" : "+/"))
                .unicodeScalars
        )
        let bits = text.utf8.flatMap { byte in (0..<8).reversed().map { Int(byte >> $0 & 1) } }
        var output = String.UnicodeScalarView()
        for start in stride(from: 0, to: bits.count, by: 6) {
            let value = (0..<6).reduce(0) { $0 << 1 | (start + $1 < bits.count ? bits[start + $1] : 0) }
            output.append(alphabet[value])
        }
        while isPadded, output.count % 4 != 0 { output.append("=") }
        return String(output)
    }
}

extension String {
    fileprivate func utf8Contains(_ text: String) -> Bool {
        let (hay, needle) = (Array(utf8), Array(text.utf8))
        guard !needle.isEmpty, needle.count <= hay.count else { return false }
        return (0...(hay.count - needle.count)).contains { start in
            hay[start] == needle[0] && hay[start..<(start + needle.count)].elementsEqual(needle)
        }
    }
}

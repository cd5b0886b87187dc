import Host
import RunnerTestSupport
import Testing

/// The secret that a run is given is in nothing that it leaves behind, in no usual encoding.
@Suite struct SecretCanaryTests {
    @Test func noSinkHoldsTheSecret() async throws {
        try await Workplace.with { workplace in
            var sinks: [String: [UInt8]] = [:]
            func keep(_ name: String, _ outcome: Workplace.Outcome) {
                sinks[name + " output"] = Array(outcome.output.utf8)
                sinks[name + " error"] = Array(outcome.error.utf8)
            }
            keep("validate", await workplace.run(["validate", workplace.folder]))
            keep("plan", await workplace.run(["plan", workplace.manifest, "--check-secrets"]))
            keep("plan json", await workplace.run(["plan", workplace.manifest, "-o", "json"]))
            keep("apply", await workplace.apply())
            keep("apply json", await workplace.apply(["-o", "json", "--rerun", "heart-disease/score"]))
            var wrong = Workplace.environment
            wrong["AZURE_CLIENT_ID"] = "33333333-3333-4333-8333-333333333333"
            keep(
                "apply refused",
                await workplace.apply(["--rerun", "heart-disease/score"], environment: wrong)
            )
            keep("list", await workplace.run(["ledger", "list", "--ledger", workplace.ledger, "-o", "json"]))
            keep(
                "show",
                await workplace.run([
                    "ledger", "show", "heart-disease/score", "--ledger", workplace.ledger, "-o", "json",
                ])
            )
            for name in try SystemFileSystem().names(in: workplace.folder)
            where name.hasPrefix("ledger.sqlite") {
                sinks[name] = try SystemFileSystem().read(workplace.folder + "/" + name, limit: 64 << 20)
            }
            #expect(sinks["ledger.sqlite"] != nil)
            #expect(sinks["apply output"]?.isEmpty == false)
            for (name, bytes) in sinks {
                for (encoding, form) in Self.forms(of: Workplace.secret) {
                    #expect(!bytes.contains(form), "\(name) holds the secret, \(encoding)")
                }
            }
        }
    }

    @Test func theSearchWouldFindIt() {
        let haystack = Array("xx bWFya2VkflNlY3JldCt2YWx1ZS93aXRoPXNpZ25zJjE= xx".utf8)
        #expect(Self.forms(of: Workplace.secret).contains { haystack.contains($0.1) })
    }

    /// The secret raw, percent-encoded, and in base64 at its three alignments, without the characters that neighbours
    /// decide.
    static func forms(of secret: String) -> [(String, [UInt8])] {
        let bytes = Array(secret.utf8)
        var percent = ""
        for byte in bytes {
            let isPlain =
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            let hexadecimal = String(byte, radix: 16, uppercase: true)
            percent +=
                isPlain || byte == 0x7E
                ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + hexadecimal
        }
        var forms = [("raw", bytes), ("percent-encoded", Array(percent.utf8))]
        for shift in 0..<3 {
            let text = base64(Array(repeating: 0, count: shift) + bytes)
            forms.append(("base64 at \(shift)", Array(text.dropFirst(shift == 0 ? 0 : 4).dropLast(4))))
        }
        return forms
    }

    private static func base64(_ bytes: [UInt8]) -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var result: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = Array(bytes[start..<min(start + 3, bytes.count)])
            let value = group.enumerated().reduce(0) { $0 | Int($1.element) << (16 - 8 * $1.offset) }
            for index in 0...group.count { result.append(alphabet[value >> (18 - 6 * index) & 63]) }
        }
        return result
    }
}

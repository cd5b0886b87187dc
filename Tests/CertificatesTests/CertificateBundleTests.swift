import Certificates
import RunnerTestSupport
import Testing

/// Every form in which people have a certificate with its key, and every one that cannot be used.
@Suite(.enabled(if: ThrowAwayKeys.canBeMade, "needs openssl to make keys with"))
struct CertificateBundleTests {
    struct Good: CustomTestStringConvertible {
        let files: [String]
        var password: String?
        var count = 1
        var chain = 1
        var isIdle = false
        var testDescription: String {
            files.joined(separator: "+") + (password == nil ? "" : " with password")
        }
    }

    static let password = ThrowAwayKeys.password

    static let good = [
        Good(files: ["combined.pem"]), Good(files: ["certificate.pem", "key.pem"]),
        Good(files: ["pkcs1.pem", "certificate.pem"]),
        Good(files: ["ca.pem", "other.pem", "certificate.pem", "key.pem"], count: 3, chain: 2),
        Good(files: ["key.pem", "ca.pem", "certificate.pem"], count: 2, chain: 2),
        Good(files: ["other-key.pem", "key.pem", "certificate.pem"]),
        Good(files: ["encrypted.pem", "certificate.pem"], password: password),
        Good(files: ["certificate.pem", "encrypted-128.pem"], password: password),
        Good(files: ["runner.pfx"], password: password, count: 2, chain: 2),
        Good(files: ["empty-password.pfx"]), Good(files: ["empty-password.pfx"], password: ""),
        Good(files: ["plain.pfx"]), Good(files: ["plain.pfx"], password: "idle", isIdle: true),
        Good(files: ["combined.pem"], password: "idle", isIdle: true),
    ]

    @Test(arguments: good) func reads(_ form: Good) async throws {
        let bundle = try CertificateBundle(
            try await Self.bytes(form.files),
            password: form.password.map { Array($0.utf8) }
        )
        #expect(bundle.leaf.subject == "CN=runner test, O=Clinic")
        #expect(!bundle.leaf.issuer.isEmpty)
        #expect(bundle.count == form.count)
        #expect(bundle.chain.count == form.chain)
        #expect(bundle.chain.first == bundle.leaf)
        #expect(bundle.hasIdlePassword == form.isIdle)
        #expect(bundle.leaf.notAfter - bundle.leaf.notBefore == 30 * 86_400)
        for algorithm in [SignatureAlgorithm.ps256, .rs256] {
            let signature = try bundle.key.signature(of: [1, 2, 3], by: algorithm)
            #expect(bundle.leaf.isSignature(signature, of: [1, 2, 3], by: algorithm))
            #expect(!bundle.leaf.isSignature(signature, of: [1, 2, 4], by: algorithm))
            let another: SignatureAlgorithm = algorithm == .ps256 ? .rs256 : .ps256
            #expect(!bundle.leaf.isSignature(signature, of: [1, 2, 3], by: another))
        }
        var dumped = ""
        dump(bundle.key, to: &dumped)
        #expect(dumped == "- SigningKey\n")
    }

    @Test func readsWhatAVariableCanHold() async throws {
        let text = try await ThrowAwayKeys.shared.text("combined.pem")
        let escaped = text.split(separator: "\n").joined(separator: "\\n")
        let windows = text.split(separator: "\n").joined(separator: "\r\n")
        let file = try await ThrowAwayKeys.shared.file("empty-password.pfx")
        for form in [escaped, windows, Base64Text.standard(file), Base64Text.standard(file) + "\n"] {
            let bundle = try CertificateBundle(Array(form.utf8), password: nil)
            #expect(bundle.leaf.subject == "CN=runner test, O=Clinic")
        }
    }

    struct Bad: CustomTestStringConvertible {
        let files: [String]
        var password: String?
        let fault: CertificateFault
        var testDescription: String {
            files.joined(separator: "+") + (password == nil ? "" : " with password")
        }
    }

    static let bad = [
        Bad(files: ["certificate.pem"], fault: .noKey), Bad(files: ["key.pem"], fault: .noCertificate),
        Bad(files: ["no-key.pfx"], password: password, fault: .noKey),
        Bad(files: ["no-certificate.pfx"], password: password, fault: .noCertificate),
        Bad(files: ["encrypted.pem", "certificate.pem"], fault: .passwordMissing),
        Bad(files: ["encrypted.pem", "certificate.pem"], password: "wrong", fault: .wrongPassword),
        Bad(files: ["runner.pfx"], fault: .passwordMissing),
        Bad(files: ["runner.pfx"], password: "wrong", fault: .wrongPassword),
        Bad(files: ["other-key.pem", "certificate.pem"], fault: .noMatch(certificates: 1)),
        Bad(files: ["key.pem", "ca.pem", "other.pem"], fault: .noMatch(certificates: 2)),
        Bad(files: ["ec-key.pem", "ec.pem"], fault: .notRSA("an EC key")),
        Bad(files: ["ec-sec1.pem", "ec.pem"], fault: .notRSA("an EC key")),
        Bad(files: ["weak-key.pem", "weak.pem"], fault: .weakKey(bits: 1024)),
        Bad(
            files: ["legacy.pfx"],
            password: password,
            fault: .unsupportedEncryption("3DES with SHA-1", isPEM: false)
        ),
        Bad(
            files: ["encrypted-3des.pem", "certificate.pem"],
            password: password,
            fault: .unsupportedEncryption("3DES with SHA-1", isPEM: true)
        ),
        Bad(
            files: ["encrypted-scrypt.pem", "certificate.pem"],
            password: password,
            fault: .unsupportedEncryption("scrypt", isPEM: true)
        ),
        Bad(
            files: ["encrypted-old.pem", "certificate.pem"],
            password: password,
            fault: .unsupportedEncryption("OpenSSL's scheme of before 2010", isPEM: true)
        ),
    ]

    @Test(arguments: bad) func refuses(_ form: Bad) async throws {
        let bytes = try await Self.bytes(form.files)
        #expect(throws: form.fault) {
            try CertificateBundle(bytes, password: form.password.map { Array($0.utf8) })
        }
        #expect(!form.fault.words.isEmpty && !form.fault.help.isEmpty)
    }

    /// Whatever is cut off or changed, there is an answer.
    @Test(arguments: ["combined.pem", "runner.pfx", "plain.pfx"])
    func survivesDamage(name: String) async throws {
        let bytes = try await ThrowAwayKeys.shared.file(name)
        let password = Array(Self.password.utf8)
        var random = SeededRandom(seed: 11)
        var refused = 0
        for round in 0..<150 {
            var damaged = bytes
            if round % 3 == 0 {
                damaged = Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &random)))
            }
            for _ in 0..<(round % 5) where !damaged.isEmpty {
                damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(
                    in: 0...255,
                    using: &random
                )
            }
            if (try? CertificateBundle(damaged, password: password)) == nil { refused += 1 }
        }
        #expect(refused > 50)
    }

    @Test(arguments: [
        [], [0x30], Array("-----BEGIN ".utf8), [0x30, 0x80, 0, 0], Array("no certificate".utf8),
    ])
    func refusesGarbage(bytes: [UInt8]) {
        #expect(throws: CertificateFault.garbage) { try CertificateBundle(bytes, password: nil) }
    }

    @Test func thumbprintsAreThoseOfOpenSSL() async throws {
        let found = try X509Certificate.all(in: try await ThrowAwayKeys.shared.file("certificate.pem"))
        let leaf = try #require(found.first)
        for (bytes, name) in [(leaf.sha1, "sha1.txt"), (leaf.sha256, "sha256.txt")] {
            let text = try await ThrowAwayKeys.shared.text(name)
            let expected = text.split(separator: "=").last.map { $0.filter(\.isHexDigit) }
            let hexadecimal = bytes.map { byte in
                let digits = String(byte, radix: 16, uppercase: true)
                return digits.utf8.count == 1 ? "0" + digits : digits
            }
            #expect(hexadecimal.joined() == expected)
        }
    }

    private static func bytes(_ files: [String]) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for name in files { bytes += try await ThrowAwayKeys.shared.file(name) }
        return bytes
    }
}

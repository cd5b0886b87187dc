import Host

/// Keys and certificates that `openssl` makes for one run of the tests; none is in the repository.
///
/// Made once for each process, because keys take time; the files are read and gone before anybody gets them.
public actor ThrowAwayKeys {
    /// Why tests that need them are skipped where there is no `openssl`.
    public static let reason: String = "needs openssl to make keys with"

    /// Whether they can be made.
    public static var canBeMade: Bool { program != nil }

    /// The one collection of the process.
    public static let shared = ThrowAwayKeys()

    /// What the encrypted ones open with.
    public static let password = "fake-pass phrase"

    private var made: Result<[String: [UInt8]], any Error>?
    private var isMaking = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    private static var program: String? {
        ["/usr/bin/openssl", "/usr/local/bin/openssl", "/opt/homebrew/bin/openssl"].first {
            SystemFileSystem().kind(of: $0) == .file
        }
    }

    /// A file, such as `combined.pem`.
    ///
    /// - Parameter name: Its name in ``script``.
    /// - Returns: Its bytes.
    /// - Throws: ``Failure`` when it cannot be made.
    public func file(_ name: String) async throws -> [UInt8] {
        guard let bytes = try await all()[name] else { throw Failure(words: "no file `\(name)`") }
        return bytes
    }

    /// All files, made by whoever comes first while the others wait.
    private func all() async throws -> [String: [UInt8]] {
        if isMaking { await withCheckedContinuation { waiting.append($0) } }
        if let made { return try made.get() }
        isMaking = true
        do { made = .success(try await Self.make()) } catch { made = .failure(error) }
        isMaking = false
        for waiter in waiting { waiter.resume() }
        waiting = []
        return try await all()
    }

    /// A text file.
    ///
    /// - Parameter name: Its name in ``script``.
    /// - Returns: Its text.
    /// - Throws: ``Failure`` when it cannot be made.
    public func text(_ name: String) async throws -> String {
        String(decoding: try await file(name), as: UTF8.self)
    }

    /// What hindered the making.
    public struct Failure: Error {
        let words: String
    }

    private static func make() async throws -> [String: [UInt8]] {
        guard let program else { throw Failure(words: reason) }
        return try await TemporaryFolder.with { folder in
            let end = try await SystemCommandRunner.unhurried.run(
                ProgramCommand(
                    program: "/bin/sh",
                    arguments: ["-ec", "cd \"$FOLDER\"\n" + script],
                    environment: [
                        "FOLDER": folder, "OPENSSL": program, "PASSWORD": password, "PATH": "/usr/bin:/bin",
                        "HOME": folder,
                    ],
                    timeout: .seconds(120)
                )
            )
            guard end.status == 0 else { throw Failure(words: String(decoding: end.error, as: UTF8.self)) }
            let files = SystemFileSystem()
            var made: [String: [UInt8]] = [:]
            for name in try files.names(in: folder) where files.kind(of: folder + "/" + name) == .file {
                made[name] = try files.read(folder + "/" + name, limit: 1 << 20)
            }
            return made
        }
    }

    private static let script = """
        ssl() { "$OPENSSL" "$@" 2>>log || { cat log >&2; exit 1; }; }
        pass=env:PASSWORD
        ssl req -x509 -newkey rsa:2048 -nodes -keyout ca-key.pem -out ca.pem -days 30 -subj "/CN=test CA"
        ssl req -newkey rsa:2048 -nodes -keyout key.pem -out request.pem -subj "/O=Clinic/CN=runner test"
        ssl x509 -req -in request.pem -CA ca.pem -CAkey ca-key.pem -set_serial 7 -days 30 -out certificate.pem
        ssl req -x509 -newkey rsa:2048 -nodes -keyout other-key.pem -out other.pem -days 30 -subj "/CN=other"
        ssl rsa -in key.pem -traditional -out pkcs1.pem
        ssl pkcs8 -topk8 -v2 aes-256-cbc -in key.pem -passout $pass -out encrypted.pem
        ssl pkcs8 -topk8 -v2 aes-128-cbc -v2prf hmacWithSHA1 -in key.pem -passout $pass -out encrypted-128.pem
        ssl pkcs8 -topk8 -v1 PBE-SHA1-3DES -in key.pem -passout $pass -out encrypted-3des.pem
        ssl pkcs8 -topk8 -scrypt -in key.pem -passout $pass -out encrypted-scrypt.pem
        ssl rsa -in key.pem -traditional -aes256 -passout $pass -out encrypted-old.pem
        ssl ecparam -name prime256v1 -genkey -noout -out ec-sec1.pem
        ssl pkcs8 -topk8 -nocrypt -in ec-sec1.pem -out ec-key.pem
        ssl req -x509 -new -key ec-key.pem -out ec.pem -days 30 -subj "/CN=ec"
        ssl genrsa -out weak-key.pem 1024
        ssl req -x509 -new -key weak-key.pem -out weak.pem -days 30 -subj "/CN=weak"
        cat key.pem certificate.pem > combined.pem
        p12() { ssl pkcs12 -export -inkey key.pem -in certificate.pem "$@"; }
        p12 -certfile ca.pem -passout $pass -out runner.pfx
        p12 -passout pass: -out empty-password.pfx
        p12 -keypbe NONE -certpbe NONE -nomac -passout pass: -out plain.pfx
        p12 -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -passout $pass -out legacy.pfx
        ssl pkcs12 -export -nokeys -in certificate.pem -passout $pass -out no-key.pfx
        ssl pkcs12 -export -nocerts -inkey key.pem -passout $pass -out no-certificate.pfx
        ssl x509 -in certificate.pem -noout -fingerprint -sha256 > sha256.txt
        ssl x509 -in certificate.pem -noout -fingerprint -sha1 > sha1.txt
        """
}

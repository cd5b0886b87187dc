import Diagnostics

/// Names findings so that tools know them again in the next run.
///
/// A name is made of the code, the file, the message and the label, and counts equal ones; not of line numbers, so that
/// it stays when lines are added above, and not of the source's text, which may be secret.
struct FindingIdentity {
    private var seen: [UInt128: Int] = [:]

    /// The name of a finding, 32 hexadecimal digits.
    ///
    /// - Parameters:
    ///   - diagnostic: The finding.
    ///   - path: Its file, as the report names it.
    /// - Returns: A name that no other finding had from this value.
    mutating func name(of diagnostic: Diagnostic, in path: String) -> String {
        var hash = Self.start
        for part in [diagnostic.code.name, path, diagnostic.message, diagnostic.primary?.text ?? ""] {
            Self.mix(part.utf8, into: &hash)
        }
        let count = seen[hash, default: 0]
        seen[hash] = count + 1
        if count > 0 { Self.mix(String(count).utf8, into: &hash) }
        return hash.hexadecimal(atLeast: 32)
    }

    // FNV-1a with 128 bits: quick, and nothing here wants to be secret or is attacked by collisions.
    private static let start: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
    private static let prime: UInt128 = 0x0000_0000_0100_0000_0000_0000_0000_013b

    private static func mix(_ bytes: String.UTF8View, into hash: inout UInt128) {
        for byte in bytes { hash = (hash ^ UInt128(byte)) &* prime }
        // No byte of UTF-8: parts that are cut elsewhere have other names.
        hash = (hash ^ 0xFF) &* prime
    }
}

/// A file's path as reports name it: without `./` before it, so that it is one with the path in a repository.
enum ReportPath {
    static func relative(_ name: String) -> String {
        var name = Substring(name)
        while name.utf8.starts(with: "./".utf8) { name = name.drop { $0 == "." }.drop { $0 == "/" } }
        return name.isEmpty ? "." : String(name)
    }
}

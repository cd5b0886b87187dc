import Host

/// The folder in which Debian and its kin keep each authority's certificate under the hash of its name.
///
/// A certificate that is looked up there when a server's chain leads to it costs nothing until then; reading the bundle
/// of all of them takes a tenth of the processor time of applying one job. The folder is used only where it has as many
/// certificates as the bundle: what somebody added to the bundle by hand is believed as before.
///
/// - SeeAlso: `c_rehash(1)`, `update-ca-certificates(8)`.
enum SystemRootFolder {
    static let path = "/etc/ssl/certs"
    static let bundle = "/etc/ssl/certs/ca-certificates.crt"

    /// Finds the folder.
    ///
    /// - Parameter files: The file system.
    /// - Returns: Its path; `nil` where the bundle is to be read.
    static func find(in files: any FileSystem) -> String? {
        guard let names = try? files.names(in: path) else { return nil }
        let hashed = names.count { isHash($0) }
        guard hashed > 0, let bytes = try? files.read(bundle, limit: 16 << 20) else { return nil }
        return beginnings(in: bytes) == hashed ? path : nil
    }

    /// Whether a name is a hash of eight digits and a number, such as `062cdee6.0`.
    private static func isHash(_ name: String) -> Bool {
        let name = Array(name.utf8)
        guard name.count > 9, name[8] == UInt8(ascii: ".") else { return false }
        return name[..<8].allSatisfy { 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 }
            && name[9...].allSatisfy { 0x30...0x39 ~= $0 }
    }

    /// How many certificates begin in a bundle.
    private static func beginnings(in bytes: [UInt8]) -> Int {
        let mark = Array("-----BEGIN ".utf8)
        var count = 0
        var index = 0
        while index + mark.count <= bytes.count {
            guard bytes[index] == mark[0] else {
                index += 1
                continue
            }
            if bytes[index..<index + mark.count].elementsEqual(mark) {
                count += 1
                index += mark.count
            } else {
                index += 1
            }
        }
        return count
    }
}

#if canImport(Darwin)
@unsafe @preconcurrency import Darwin
#elseif canImport(Musl)
@unsafe @preconcurrency import Musl
#else
@unsafe @preconcurrency import Glibc
#endif

extension ProcessEnvironment {
    /// What this process was started with, read anew at each call.
    ///
    /// Of a name that stands twice the first counts, as for `getenv`. Bytes that are not UTF-8 are replaced.
    public static var current: ProcessEnvironment {
        var values: [String: String] = [:]
        guard var entry = unsafe environ as UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? else {
            return ProcessEnvironment([:])
        }
        while let text = unsafe entry.pointee {
            let bytes = Array(unsafe String(cString: text).utf8)
            if let equals = bytes.firstIndex(of: UInt8(ascii: "=")), equals > 0 {
                let name = String(decoding: bytes[..<equals], as: UTF8.self)
                if values[name] == nil {
                    values[name] = String(decoding: bytes[(equals + 1)...], as: UTF8.self)
                }
            }
            unsafe entry = entry.successor()
        }
        return ProcessEnvironment(values)
    }
}

extension ProcessIdentity {
    /// This process: its id, its effective user by the user data base, and what the machine calls itself.
    public static var current: ProcessIdentity {
        var name = [CChar](repeating: 0, count: 256)
        let found = unsafe gethostname(&name, name.count - 1) == 0
        return ProcessIdentity(
            processID: getpid(),
            user: userName(geteuid()) ?? String(geteuid()),
            machine: found ? text(name) : "unknown"
        )
    }

    private static func userName(_ id: uid_t) -> String? {
        var entry = unsafe passwd()
        var result: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        guard unsafe getpwuid_r(id, &entry, &buffer, buffer.count, &result) == 0, unsafe result != nil,
            let name = unsafe entry.pw_name
        else { return nil }
        return unsafe String(cString: name)
    }

    private static func text(_ characters: [CChar]) -> String {
        String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

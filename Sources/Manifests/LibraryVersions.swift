import CPCRE2
import CYAML

/// The versions of the libraries that this program uses, as they are on this machine.
public enum LibraryVersions {
    /// The version of libyaml, such as `0.2.5`.
    public static var libyaml: String {
        var (major, minor, patch): (Int32, Int32, Int32) = (0, 0, 0)
        unsafe yaml_get_version(&major, &minor, &patch)
        return "\(major).\(minor).\(patch)"
    }

    /// The version of PCRE2, such as `10.42`.
    public static var pcre2: String {
        // PCRE2_CONFIG_VERSION; the answer with its date fits by far.
        var bytes = [UInt8](repeating: 0, count: 64)
        let length = unsafe bytes.withUnsafeMutableBytes { buffer in
            unsafe pcre2_config_8(UInt32(PCRE2_CONFIG_VERSION), buffer.baseAddress)
        }
        guard length > 0 else { return "" }
        return String(decoding: bytes.prefix { $0 != 0 && $0 != 0x20 }, as: UTF8.self)
    }
}

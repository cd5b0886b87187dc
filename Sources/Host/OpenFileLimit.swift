#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// How many files and connections this process may have open.
public enum OpenFileLimit {
    /// The limit that counts now; `nil` where it cannot be told or there is none.
    public static var current: Int? {
        var limit = rlimit()
        #if canImport(Glibc)
        let answer = unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        #else
        let answer = unsafe getrlimit(RLIMIT_NOFILE, &limit)
        #endif
        guard answer == 0, limit.rlim_cur < rlim_t(Int32.max) else { return nil }
        return Int(limit.rlim_cur)
    }
}

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

import Diagnostics
import Host

/// A real folder that is there for the time of a test.
public enum TemporaryFolder {
    /// Makes a folder, lends it, and takes it away with all that is in it.
    ///
    /// - Parameter body: Is given the folder's path, with links resolved and without a slash at its end.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws, or RN0706 when no folder can be made.
    public static func with<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let files = SystemFileSystem()
        let parent = ProcessEnvironment.current.nonEmpty("TMPDIR") ?? "/tmp"
        let name = "runner-test-" + String(UInt64.random(in: .min ... .max), radix: 36)
        guard unsafe mkdir(parent + "/" + name, 0o700) == 0 else {
            throw Diagnostic.notWritable(parent, "no folder can be made in it")
        }
        let folder = try files.canonicalPath(parent + "/" + name)
        defer { remove(folder) }
        return try await body(folder)
    }

    private static func remove(_ path: String) {
        // Rights are no hindrance to cleaning up, and links are not followed: unlink comes first.
        if unsafe unlink(path) == 0 { return }
        _ = unsafe chmod(path, 0o700)
        for name in (try? SystemFileSystem().names(in: path)) ?? [] { remove(path + "/" + name) }
        _ = unsafe rmdir(path)
    }
}

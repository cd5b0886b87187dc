#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

import Diagnostics
import Host
import RunnerTestSupport
import Testing

/// Files that take lines while something goes on.
@Suite struct LineFileTests {
    private let files = SystemFileSystem()

    @Test func eachLineIsThereAtOnceAndOldOnesAreGone() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/events"
            try files.write(Array("old old old old".utf8), to: path)
            let file = try files.openLines(path)
            #expect(try files.read(path, limit: 100) == [])
            try file.write("one\n")
            #expect(try files.read(path, limit: 100) == Array("one\n".utf8))
            try file.write("two\n")
            file.close()
            try file.write("three\n")
            #expect(try files.read(path, limit: 100) == Array("one\ntwo\n".utf8))
        }
    }

    @Test func followsNoLinkAndWaitsForNobody() async throws {
        try await TemporaryFolder.with { folder in
            _ = unsafe symlink(folder + "/real", folder + "/link")
            _ = unsafe mkfifo(folder + "/pipe", 0o644)
            for (name, words) in [
                ("link", "it is a symbolic link"), ("pipe", "nobody reads this pipe"), ("", "Is a directory"),
                ("none/events", "No such file or directory"),
            ] {
                let error = #expect(throws: Diagnostic.self) { _ = try files.openLines(folder + "/" + name) }
                #expect(error?.notes.first?.contains(words) == true, "\(error?.notes ?? [])")
            }
        }
    }

    @Test(.enabled(if: SystemFileSystem().kind(of: "/dev/full") != nil, "no /dev/full"))
    func aFailureIsSaidOnce() throws {
        let file = try files.openLines("/dev/full")
        #expect(throws: Diagnostic.self) { try file.write("one\n") }
        try file.write("two\n")
    }
}

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

import Dispatch
import RunnerTestSupport
import SystemPackage
import Testing

@testable import Host

@Suite struct SystemConsoleTests {
    @Test func remembersAReaderThatWentAway() throws {
        // As the tool does: a write to a closed pipe is an error then, not the end of the process.
        _ = signal(SIGPIPE, SIG_IGN)
        let pipe = try FileDescriptor.pipe()
        defer { try? pipe.writeEnd.close() }
        var stream = SystemConsole.Stream(descriptor: pipe.writeEnd)
        stream.write("first")
        #expect(!stream.isLost)
        try pipe.readEnd.close()
        stream.write("second")
        #expect(stream.isLost)
        stream.write("third")
        #expect(stream.isLost)
    }

    @Test func writesWholeChunksToASlowReader() throws {
        let pipe = try FileDescriptor.pipe()
        // Non-blocking, as a shell or a parent process may have left it: a full pipe says "try again".
        #expect(fcntl(pipe.writeEnd.rawValue, F_SETFL, O_NONBLOCK) == 0)
        let text = String(repeating: "0123456789abcdef", count: 40_000)
        let readEnd = pipe.readEnd
        let group = DispatchGroup()
        let received = Received()
        DispatchQueue.global().async(group: group) {
            received.set(SystemConsole.content(of: readEnd, limit: 1 << 20))
        }
        var stream = SystemConsole.Stream(descriptor: pipe.writeEnd)
        stream.write(text)
        try pipe.writeEnd.close()
        group.wait()
        try pipe.readEnd.close()
        #expect(!stream.isLost)
        #expect(received.bytes == Array(text.utf8))
    }

    @Test func readsInputWithinItsLimit() throws {
        for (limit, isWhole) in [(5, true), (4, false)] {
            let pipe = try FileDescriptor.pipe()
            try pipe.writeEnd.closeAfter { _ = try pipe.writeEnd.writeAll(Array("12345".utf8)) }
            let bytes = SystemConsole.content(of: pipe.readEnd, limit: limit)
            try pipe.readEnd.close()
            #expect(bytes == (isWhole ? Array("12345".utf8) : nil))
        }
    }

    @Test func aConsoleInMemoryKeepsWhatIsWritten() {
        let console = RecordingConsole(input: "abc", errorTerminalSize: (80, 24))
        console.writeOutput("data\n")
        console.writeError("words ")
        console.writeError("more")
        #expect(console.output == "data\n")
        #expect(console.error == "words more")
        #expect(console.errorIsTerminal && !console.outputIsTerminal)
        #expect(console.readInput(limit: 3) == Array("abc".utf8))
        #expect(console.readInput(limit: 2) == nil)
    }
}

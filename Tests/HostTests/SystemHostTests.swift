#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

import Diagnostics
import Dispatch
import Host
import RunnerTestSupport
import Testing

@Suite struct SystemHostTests {
    @Test(arguments: ["/dev/zero", "/dev/null", "/dev/tty"])
    func refusesDevices(path: String) {
        for read in [
            { _ = try SystemFileSystem().read(path, limit: 64) },
            { _ = try SystemFileSystem().readPrivate(path, limit: 64) },
        ] as [() throws -> Void] {
            let fault = #expect(throws: Diagnostic.self) { try read() }
            #expect(fault?.code.name == "RN0704")
        }
        let written = #expect(throws: Diagnostic.self) { try SystemFileSystem().write([1], to: path) }
        #expect(written?.code.name == "RN0706")
    }

    @Test func leavesNothingBehindWhenAWriteFails() async throws {
        try await TemporaryFolder.with { folder in
            let name = String(repeating: "n", count: 300)
            let fault = #expect(throws: Diagnostic.self) {
                try SystemFileSystem().write([1], to: folder + "/" + name)
            }
            #expect(fault?.code.name == "RN0706")
            let names = try SystemFileSystem().names(in: folder)
            #expect(names == [])
        }
    }

    @Test func writesAFileWithTheLongestName() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/" + String(repeating: "n", count: 255)
            try SystemFileSystem().write([1, 2], to: path)
            #expect(try SystemFileSystem().read(path, limit: 2) == [1, 2])
        }
    }

    /// A secret file that is exchanged while it is read: what is checked must be what is read.
    @Test func neverReadsAnotherFileThanItChecked() async throws {
        try await TemporaryFolder.with { folder in
            let files = SystemFileSystem()
            let (path, safe, evil) = (folder + "/secret", folder + "/safe", folder + "/evil")
            try files.write(Array("safe".utf8), to: safe)
            try files.write(Array("evil".utf8), to: evil)
            _ = unsafe chmod(safe, 0o600)
            _ = unsafe chmod(evil, 0o666)
            let group = DispatchGroup()
            DispatchQueue.global().async(group: group) {
                for round in 0..<3000 {
                    // A file that others can write, then a link to it, then the safe one, all under one name.
                    let next = folder + "/next"
                    switch round % 3 {
                    case 0: _ = unsafe link(evil, next)
                    case 1: _ = unsafe symlink(safe, next)
                    default: _ = unsafe link(safe, next)
                    }
                    _ = unsafe rename(next, path)
                }
            }
            var counts = (read: 0, refused: 0)
            while group.wait(timeout: .now()) == .timedOut {
                do throws(Diagnostic) {
                    let bytes = try files.readPrivate(path, limit: 9).bytes
                    #expect(bytes == Array("safe".utf8))
                    counts.read += 1
                } catch {
                    #expect(["RN0701", "RN0705"].contains(error.code.name))
                    counts.refused += 1
                }
            }
            #expect(counts.read + counts.refused > 0)
        }
    }

    @Test func readsItsEnvironment() {
        let environment = ProcessEnvironment.current
        #expect(environment.nonEmpty("PATH")?.contains("/") == true)
        #expect(environment["RUNNER_TEST_THAT_NOBODY_SETS"] == nil)
        #expect(environment.values.keys.allSatisfy { !$0.contains("=") && !$0.isEmpty })
    }

    @Test func knowsWhoItIs() {
        let identity = Host.system().process
        #expect(identity.processID == getpid())
        #expect(!identity.user.isEmpty && !identity.machine.isEmpty)
        #expect(geteuid() != 0 || identity.user == "root")
    }

    @Test func tellsTheTime() async throws {
        let time = SystemTimekeeper()
        // 2025-01-01 and 2200-01-01.
        #expect(1_735_689_600_000..<7_258_118_400_000 ~= time.now.milliseconds)
        let before = time.monotonic
        try await time.sleep(for: .milliseconds(5))
        #expect(time.monotonic - before >= .milliseconds(5))
        try await time.sleep(for: .seconds(-1))
    }

    @Test(arguments: [Duration.zero, .seconds(3600), .seconds(Int64.max)])
    func stopsSleepingWhenCancelled(duration: Duration) async {
        for time in [SystemTimekeeper(), ManualTimekeeper()] as [any Timekeeper] {
            let wasCancelled = await withTaskGroup(of: Bool.self) { group in
                group.addTask {
                    while !Task.isCancelled { await Task.yield() }
                    do throws(CancellationError) {
                        try await time.sleep(for: duration)
                        return false
                    } catch {
                        return true
                    }
                }
                group.cancelAll()
                return await group.next() ?? false
            }
            #expect(wasCancelled)
        }
    }

    @Test func givesDifferentRandomNumbers() {
        let random = Host.system().random
        #expect(Set((0..<100).map { _ in random() }).count == 100)
    }

    @Test func aHostInMemoryIsTheSameInEveryRun() {
        let (one, other) = (Host.inMemory(seed: 7), Host.inMemory(seed: 7))
        #expect((0..<5).map { _ in one.random() } == (0..<5).map { _ in other.random() })
        #expect(one.time.now.description == "2026-11-20T22:00:00.000Z")
    }

    @Test func everyCodeIsUniqueAndExplained() {
        let codes = Diagnostic.Code.hostCodes
        #expect(Set(codes.map(\.name)).count == codes.count)
        for code in codes {
            #expect(code.name.hasPrefix("RN07") && code.name.utf8.count == 6)
            #expect(code.explanation.contains("Wrong:") && code.explanation.contains("Right:"))
        }
    }
}

import RunnerTestSupport
import Synchronization
import Testing

@testable import Host

/// What every `FileWatch` owes, asked of each.
@Suite(.timeLimit(.minutes(5))) struct FileWatchConformanceTests {
    typealias Subject = FileWatchUnderTest

    /// Collects changes until all that are expected were told; nothing else may be.
    private func expect(
        _ expected: [String],
        of changes: FileChanges,
        in folder: String,
        _ place: SourceLocation = #_sourceLocation
    ) async throws {
        let expected = Set(expected.map { folder + "/" + $0 })
        var told: Set<String> = []
        while !told.isSuperset(of: expected) {
            let next = try await changes.next()
            #expect(!next.isEmpty, sourceLocation: place)
            told.formUnion(next)
            guard told.isSubset(of: expected) else { break }
        }
        #expect(told == expected, sourceLocation: place)
    }

    @Test(arguments: Subject.allCases) func tellsOfFilesByTheirPaths(subject: Subject) async throws {
        try await subject.with { subject in
            let folder = subject.folder
            try subject.write("a.yaml", "1")
            try subject.write("b.yaml", "1")
            let paths = ["a.yaml", "b.yaml", "new.yaml"].map { folder + "/" + $0 }
            try await subject.watch.withChanges(of: paths, time: subject.time) { changes in
                // Before anybody waits: told all the same.
                try subject.write("a.yaml", "22")
                try await expect(["a.yaml"], of: changes, in: folder)
                // By renaming, as most editors do; what is not watched is not told.
                try subject.write(".b.yaml.swp", "22")
                try subject.change(.rename(folder + "/.b.yaml.swp", to: folder + "/b.yaml"))
                try await expect(["b.yaml"], of: changes, in: folder)
                try subject.write("other.yaml", "x")
                try subject.write("new.yaml", "1")
                try await expect(["new.yaml"], of: changes, in: folder)
                try subject.change(.remove(folder + "/a.yaml"))
                try subject.write("b.yaml", "333")
                try await expect(["a.yaml", "b.yaml"], of: changes, in: folder)
                try subject.write("a.yaml", "again")
                try await expect(["a.yaml"], of: changes, in: folder)
            }
        }
    }

    @Test(arguments: Subject.allCases) func tellsOfEntriesOfFolders(subject: Subject) async throws {
        try await subject.with { subject in
            let folder = subject.folder
            try subject.change(.folder(folder + "/jobs"))
            try subject.write("jobs/a.yaml", "1")
            let isWatched: @Sendable (String) -> Bool = { $0.hasSuffix(".yaml") || $0.hasSuffix("sub") }
            let path = folder + "/jobs"
            try await subject.watch.withChanges(of: [path], time: subject.time, where: isWatched) { changes in
                try subject.write("jobs/4913", "")
                try subject.write("jobs/b.yaml", "1")
                try await expect(["jobs/b.yaml"], of: changes, in: folder)
                try subject.change(.folder(path + "/sub"))
                try await expect(["jobs/sub"], of: changes, in: folder)
                // Not of what is in a folder inside it.
                try subject.write("jobs/sub/c.yaml", "1")
                try subject.change(.remove(path + "/a.yaml"))
                try await expect(["jobs/a.yaml"], of: changes, in: folder)
            }
        }
    }

    /// As a Kubernetes volume changes: a link in the way is exchanged, the file's own name is not touched.
    @Test(arguments: Subject.allCases) func followsLinks(subject: Subject) async throws {
        try await subject.with { subject in
            let folder = subject.folder
            for name in ["one", "two", "mount"] { try subject.change(.folder(folder + "/" + name)) }
            try subject.write("one/a.yaml", "1")
            try subject.write("two/a.yaml", "22")
            try subject.change(.link(folder + "/mount/data", to: "../one"))
            try subject.change(.link(folder + "/mount/a.yaml", to: "data/a.yaml"))
            let path = folder + "/mount/a.yaml"
            try await subject.watch.withChanges(of: [path], time: subject.time) { changes in
                try subject.write("one/a.yaml", "333")
                try await expect(["mount/a.yaml"], of: changes, in: folder)
                try subject.change(.remove(folder + "/mount/data"))
                try subject.change(.link(folder + "/mount/data", to: "../two"))
                try await expect(["mount/a.yaml"], of: changes, in: folder)
                // The folder that it now leads to is the one that counts.
                try subject.write("two/a.yaml", "4444")
                try await expect(["mount/a.yaml"], of: changes, in: folder)
            }
        }
    }

    @Test(arguments: Subject.allCases) func endsWhenItIsCancelled(subject: Subject) async throws {
        try await subject.with { subject in
            try subject.write("a.yaml", "1")
            let path = subject.folder + "/a.yaml"
            let ending = await withTaskGroup(of: String.self) { group in
                group.addTask {
                    do {
                        return try await subject.watch.withChanges(of: [path], time: subject.time) {
                            changes in
                            try await changes.next().joined()
                        }
                    } catch is CancellationError {
                        return "cancelled"
                    } catch {
                        return "\(error)"
                    }
                }
                for _ in 0..<20 { await Task.yield() }
                group.cancelAll()
                return await group.next() ?? ""
            }
            #expect(ending == "cancelled")
        }
    }

    /// Without a folder to watch one looks again, until there is one.
    @Test func waitsForAFolderThatIsNotThere() async throws {
        try await Subject.looking.with { subject in
            let path = subject.folder + "/later/a.yaml"
            let time = ManualTimekeeper()
            try await SystemFileWatch().withChanges(of: [path], time: time) { changes in
                try subject.change(.folder(subject.folder + "/later"))
                try subject.write("later/a.yaml", "1")
                #expect(try await changes.next() == [path])
                #expect(time.sleeps.contains(.seconds(1)))
            }
        }
    }
}

/// How changes that come one after another are told together.
@Suite(.timeLimit(.minutes(5))) struct FileChangesTests {
    /// A clock on which something happens at each wait.
    final class EventfulTimekeeper: Timekeeper {
        let clock = ManualTimekeeper()
        let event: @Sendable (Int) -> Void
        init(_ event: @escaping @Sendable (Int) -> Void) { self.event = event }
        var now: Timestamp { clock.now }
        var monotonic: Duration { clock.monotonic }
        func sleep(for duration: Duration) async throws(CancellationError) {
            try await clock.sleep(for: duration)
            event(clock.sleeps.count)
        }
    }

    @Test func tellsWhatComesTogetherAtOnce() async throws {
        let files = MemoryFileSystem()
        let watch = MemoryFileWatch(files)
        let time = EventfulTimekeeper { count in
            guard count <= 3 else { return }
            files.add("\(count).yaml", "x")
            watch.wake()
        }
        try await watch.withChanges(of: ["/project"], time: time) { changes in
            files.add("0.yaml", "x")
            watch.wake()
            let told = try await changes.next()
            #expect(told == Set((0...3).map { "/project/\($0).yaml" }))
            #expect(time.clock.sleeps == Array(repeating: .milliseconds(100), count: 4))
        }
    }

    /// A file that is written without end is told of after a second.
    @Test func hasPatienceForASecond() async throws {
        let files = MemoryFileSystem()
        let watch = MemoryFileWatch(files)
        let time = EventfulTimekeeper { count in
            files.add("log.yaml", "\(count)")
            watch.wake()
        }
        try await watch.withChanges(of: ["log.yaml"], time: time) { changes in
            for seconds in 1...2 {
                watch.wake()
                let told = try await changes.next()
                #expect(told == ["log.yaml"])
                #expect(time.clock.monotonic == .seconds(seconds))
            }
        }
    }
}

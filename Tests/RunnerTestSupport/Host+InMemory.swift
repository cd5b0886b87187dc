public import Host

extension Host {
    /// A machine in memory.
    ///
    /// - Parameters:
    ///   - files: Its files.
    ///   - console: Its streams.
    ///   - environment: Its variables.
    ///   - time: Its clock.
    ///   - watch: What says when its files change; nothing does by default.
    ///   - seed: Where its random numbers begin.
    /// - Returns: A host that is the same in every run.
    public static func inMemory(
        files: MemoryFileSystem = MemoryFileSystem(),
        console: RecordingConsole = RecordingConsole(),
        environment: [String: String] = [:],
        time: ManualTimekeeper = ManualTimekeeper(),
        watch: MemoryFileWatch? = nil,
        seed: UInt64 = 1
    ) -> Host {
        Host(
            files: files,
            console: console,
            environment: ProcessEnvironment(environment),
            time: time,
            random: SeededRandom.shared(seed: seed),
            watch: watch ?? MemoryFileWatch(files),
            process: ProcessIdentity(processID: 4242, user: "ada", machine: "testbench")
        )
    }
}

import ArgumentParser

/// How many jobs a command sends at once, and whether it waits for them.
struct SendingOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How many submissions are under way at once.", valueName: "count"))
    var parallelism = 4

    @Flag(help: "Do not wait for the jobs: end when each is accepted.")
    var detach = false

    func validate() throws {
        guard (1...1000).contains(parallelism) else { throw ValidationError("--parallelism takes 1 to 1000") }
    }
}

/// How long a command waits for jobs.
struct WaitingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("How long to wait for the jobs; they run on afterwards.", valueName: "seconds")
    )
    var timeout: Int?

    func validate() throws {
        if let timeout, timeout < 0 { throw ValidationError("--timeout takes seconds, 0 or more") }
    }
}

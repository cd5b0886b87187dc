import ArgumentParser

/// How many jobs a command sends at once, whether it waits for them, and what an interrupt does to them.
struct SendingOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How many submissions are under way at once.", valueName: "count"))
    var parallelism = 4

    @Flag(help: "Do not wait for the jobs: end when each is accepted.")
    var detach = false

    @Option(
        help: ArgumentHelp(
            "Whether the first interrupt leaves jobs that run alone, or has them cancelled.",
            valueName: "what"
        )
    )
    var onInterrupt = InterruptAction.detach

    func validate() throws {
        if detach, onInterrupt == .cancel {
            throw ValidationError(
                "--on-interrupt cancel does not go with --detach, which leaves each job as soon as it is accepted"
            )
        }
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

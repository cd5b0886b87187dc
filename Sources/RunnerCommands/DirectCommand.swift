import ArgumentParser

/// A command that is parsed by itself, without those beside it.
///
/// As one of `runner`'s own it is not asked for completion scripts, which a command that stands alone is, by parsing the
/// command line twice more.
struct DirectCommand<Command: ParsableCommand>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: Command.configuration.commandName,
            _superCommandName: RunnerCommand.configuration.commandName ?? "runner"
        )
    }

    @OptionGroup var command: Command
}

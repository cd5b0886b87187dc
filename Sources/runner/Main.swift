#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif
import RunnerCommands

/// The program: hands its arguments to the tool and ends with the tool's exit status.
@main
struct Main {
    static func main() async {
        // A reader that went away, and a file that may not grow, are errors of the write that finds out.
        _ = signal(SIGPIPE, SIG_IGN)
        _ = signal(SIGXFSZ, SIG_IGN)
        exit(await RunnerTool.run(CommandLine.arguments))
    }
}

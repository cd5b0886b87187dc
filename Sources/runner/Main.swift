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
        exit(await RunnerTool.run(Array(CommandLine.arguments.dropFirst())))
    }
}

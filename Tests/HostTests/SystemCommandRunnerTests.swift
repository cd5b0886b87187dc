import Host
import RunnerTestSupport
import Testing

/// What ``CommandRunner`` promises, of real programs.
@Suite struct SystemCommandRunnerTests {
    private static func run(
        _ script: String,
        arguments: [String] = [],
        environment: [String: String] = [:],
        timeout: Duration = .seconds(30),
        limit: Int = 4096
    ) async -> Result<ProgramEnd, CommandFault> {
        await result(
            ProgramCommand(
                program: "/bin/sh",
                arguments: ["-c", script, "sh"] + arguments,
                environment: environment,
                timeout: timeout,
                outputLimit: limit
            )
        )
    }

    private static func result(_ command: ProgramCommand) async -> Result<ProgramEnd, CommandFault> {
        // The machine's clock where the limit is what is tried; nowhere else may a busy machine end a program.
        let runner = command.timeout < .seconds(1) ? SystemCommandRunner() : .unhurried
        do throws(CommandFault) {
            return .success(try await runner.run(command))
        } catch {
            return .failure(error)
        }
    }

    @Test func givesWhatTheProgramSays() async throws {
        let end = try await Self.run("printf out; printf err >&2; exit 3").get()
        #expect(end == ProgramEnd(status: 3, output: Array("out".utf8), error: Array("err".utf8)))
    }

    @Test func isNoShell() async throws {
        let odd = ["$(id)", "; rm -rf /", "-x", "a b", "", "é\""]
        let end = try await Self.run(#"printf '%s\n' "$@""#, arguments: odd).get()
        #expect(String(decoding: end.output, as: UTF8.self) == odd.map { $0 + "\n" }.joined())
    }

    @Test func hasNothingButWhatItIsGiven() async throws {
        let end = try await Self.run(
            "pwd; cat; /usr/bin/env | grep -v -e ^PWD= -e ^_= -e ^SHLVL=; true",
            environment: ["A": "b"]
        )
        .get()
        #expect(String(decoding: end.output, as: UTF8.self) == "/\nA=b\n")
    }

    @Test func saysWhichSignalEndedIt() async throws {
        #expect(try await Self.run("kill -9 $$").get().status == 137)
    }

    /// A child that were left would hold the output open until its own end, an hour later.
    @Test(.timeLimit(.minutes(5))) func endsWhatTakesTooLongWithItsChildren() async {
        let end = await Self.run("sleep 3600 & sleep 3600", timeout: .milliseconds(100))
        #expect(end == .failure(.timedOut))
    }

    @Test func endsWhatSaysTooMuch() async {
        #expect(await Self.run("yes", limit: 1000) == .failure(.saidTooMuch))
        #expect(await Self.run("yes >&2", limit: 1000) == .failure(.saidTooMuch))
    }

    @Test func saysThatItIsNotThere() async {
        let command = ProgramCommand(
            program: "/nowhere/az",
            arguments: [],
            environment: [:],
            timeout: .seconds(5)
        )
        guard case .failure(.notStarted) = await Self.result(command) else {
            Issue.record("it was started")
            return
        }
    }

    @Test func endsWithItsTask() async {
        let result = await withTaskGroup(of: Result<ProgramEnd, CommandFault>.self) { group in
            group.addTask { await Self.run("sleep 50") }
            group.cancelAll()
            return await group.next()
        }
        #expect(result == .failure(.cancelled))
    }

    @Test func nobodyRunsWithoutLeave() async {
        let command = ProgramCommand(
            program: "/bin/sh",
            arguments: [],
            environment: [:],
            timeout: .seconds(5)
        )
        await #expect(throws: CommandFault.notAllowed) { try await NoCommands().run(command) }
    }

    // MARK: Wall times

    /// The machine's own `date` must agree, whatever its zone is.
    @Test(arguments: ["2030-01-02 03:04:05", "2026-07-01 12:00:00", "2026-11-20 23:59:59"])
    func readsTheLocalTime(text: String) async throws {
        let zone = ProcessEnvironment.current["TZ"].map { ["TZ": $0] } ?? [:]
        let end = try await Self.run("date -d \"$1\" +%s", arguments: [text], environment: zone).get()
        let seconds = try #require(Int64(String(decoding: end.output.dropLast(), as: UTF8.self)))
        for shown in [text, text + ".000000", text.replacing(" ", with: "T")] {
            #expect(WallTime(shown)?.localMoment == Timestamp(milliseconds: seconds * 1000))
        }
    }

    @Test(arguments: [
        "", "2030-01-02", "2030-13-02 03:04:05", "2030-01-32 03:04:05", "2030-01-02 24:04:05",
        "2030-01-02 03:04:05Z", "2030-01-02 03:04:05.x", "-030-01-02 03:04:05", "2030-01-02 03:04:0é",
        "1893553445",
    ])
    func readsNothingElse(text: String) { #expect(WallTime(text) == nil) }
}

import Host
import RunnerTestSupport
import Testing

@testable import RunnerCommands

/// As much of a shell as scripts around a command-line tool use.
@Suite struct ShellScriptTests {
    /// A script's commands as fields, after its variables; `?name` is a hole.
    static func fields(_ script: String) -> [[String]] {
        var variables = ShellVariables()
        return ShellScript.commands(in: Array(script.utf8)).compactMap { command in
            var words = command.words[...]
            while let first = words.first, variables.take(first) { words.removeFirst() }
            let fields = words.flatMap { variables.fields(of: $0, calling: "out") }
            return fields.isEmpty ? nil : fields.map { $0.text { "?" + $0 } }
        }
    }

    static let scripts: [(String, [[String]])] = [
        ("a b c", [["a", "b", "c"]]),
        ("a 'b c' \"d e\" f\\ g", [["a", "b c", "d e", "f g"]]),
        ("a 'it'\\''s'", [["a", "it's"]]),
        ("a \\\n  b \\\r\n c", [["a", "b", "c"]]),
        ("a; b && c || d | e & f", [["a"], ["b"], ["c"], ["d"], ["e"], ["f"]]),
        ("a # b\nc#d", [["a"], ["c#d"]]),
        ("X=1\na $X ${X} \"$X\" '$X' \\$X", [["a", "1", "1", "1", "$X", "$X"]]),
        ("X='b c'\na $X \"$X\" x$X", [["a", "b", "c", "b c", "xb", "c"]]),
        ("X=''\na $X \"$X\"", [["a", ""]]),
        ("a $Y ${Y:-d} ${Y-d} ${1:-5} $1", [["a", "?Y", "d", "d", "5", "?1"]]),
        ("export X=1; export Y=$X-2\na $Y", [["a", "1-2"]]),
        ("X=$(b c)\na $X", [["b", "c"], ["a", "?X"]]),
        ("X=p-`b`.csv; a $X", [["b"], ["a", "p-?X.csv"]]),
        ("a $(b $(c)) d", [["c"], ["b", "?out"], ["a", "?out", "d"]]),
        ("a $((1 + (2))) b", [["a", "?out", "b"]]),
        ("if [ -d x ]; then\n a b\nelse c; fi", [["[", "-d", "x", "]"], ["a", "b"], ["c"]]),
        ("for x in 1 2; do a $x; done", [["for", "x", "in", "1", "2"], ["a", "?x"]]),
        ("a > out 2>&1 < in b >>log", [["a", "b"]]),
        ("a <<EOF\naz ml $(x)\nEOF\nb", [["a"], ["b"]]),
        ("a <<-'E'\n\tx\n\tE\nb", [["a"], ["b"]]),
        ("a || { b; c 1; }", [["a"], ["b"], ["c", "1"]]),
        ("(a; b)", [["a"], ["b"]]),
        ("R=\"<RESOURCE_GROUP>\"\na $R", [["a", "?R"]]),
        ("X=1 a", [["a"]]),
        ("1X=1 a=b", [["1X=1", "a=b"]]),
        ("", []), ("'", [[""]]), ("\"$(", [["?out"]]), ("a \\", [["a", "\\"]]), ("${", [["?out"]]),
        ("))) a", [["a"]]),
    ]

    @Test(arguments: scripts) func readsAsAShellDoes(script: String, commands: [[String]]) {
        #expect(Self.fields(script) == commands, "\(script)")
    }

    /// Scripts that call `a` once, with words that the script alone decides.
    static let shellScripts = scripts.filter { script, commands in
        commands.count == 1 && commands[0].first == "a" && !commands[0].joined().contains("?")
            && !script.contains("< in") && !script.hasPrefix(")") && !script.utf8.contains(13)
    }.map { ($0.0, $0.1[0]) }

    @Test(arguments: shellScripts) func aRealShellAgrees(script: String, fields: [String]) async throws {
        let end = try await SystemCommandRunner.unhurried.run(
            ProgramCommand(
                program: "/bin/sh",
                arguments: ["-c", "a() { printf '%s|' a \"$@\"; }\n" + script],
                environment: [:],
                timeout: .seconds(60),
                outputLimit: 1 << 16
            )
        )
        #expect(String(decoding: end.output, as: UTF8.self) == fields.map { $0 + "|" }.joined())
    }

    @Test func deepAndLongScriptsEnd() {
        let deep = String(repeating: "$(a ", count: 50_000)
        #expect(Self.fields(deep).count <= ShellScript.depthLimit + 1)
        // Each doubles the one before.
        let doubling = "X0=aaaaaaaaaa\n" + (1...60).map { "X\($0)=$X\($0 - 1)$X\($0 - 1)\n" }.joined()
        let longest = Self.fields(doubling + "a $X60").first?.last ?? ""
        #expect(longest.utf8.count <= 4 * ShellVariables.valueLimit)
        #expect(Self.fields(String(repeating: "a;", count: 300_000)).count == ShellScript.commandLimit)
    }

    @Test(arguments: 0..<500) func noBytesAreAFault(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let alphabet = Array("a=$({`\"'\\ \n)};|&<>#-:12\t\u{e9}".utf8)
        let bytes = (0..<200).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))] }
        #expect(ShellScript.commands(in: bytes).count <= 200)
    }
}

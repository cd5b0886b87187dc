import Host

/// Options that the environment gives, by variables whose names begin with RUNNER.
///
/// `--ledger FILE` is given by `RUNNER_LEDGER=FILE`, `--dry-run` by `RUNNER_DRY_RUN=1`. What stands on the command
/// line wins.
enum EnvironmentOptions {
    /// An option's long name and whether it takes a value.
    struct Option: Hashable {
        let name: String
        let takesValue: Bool
        let short: String?
        /// The variable's name, where it is not made of the option's.
        var ownVariable: String?

        static func value(_ name: String, short: String? = nil) -> Option {
            Option(name: name, takesValue: true, short: short)
        }
        static func flag(_ name: String, short: String? = nil) -> Option {
            Option(name: name, takesValue: false, short: short)
        }

        /// The variable's name.
        var variable: String {
            ownVariable ?? "RUNNER_" + name.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
        }
    }

    /// The options of `validate`, which are also read without the argument parser.
    static let validate: [Option] = [
        .flag("recursive", short: "-R"), .value("schema"), .value("schema-dir"), .flag("assert-formats"),
        .value("allow-host"),
        .value("format", short: "-o"), .value("max-errors"), .flag("quiet", short: "-q"), .flag("exit-zero"),
        .flag("watch"), .value("color"),
    ]

    /// The options of each command, by its words.
    static let options: [[String]: [Option]] = {
        let output: [Option] = [.value("output", short: "-o"), .value("color")]
        let manifest: [Option] = [.value("set"), .value("allow-host"), .value("policy")]
        let trust: [Option] = [.value("allow-host"), .value("policy")]
        let reports: [Option] = [.value("report"), .value("events-into")]
        let network: [Option] = [.value("ca-file")]
        let ledger: [Option] = [.value("ledger")]
        let filter: [Option] = [
            .value("status"), .value("manifest"), .value("job"), .value("since"), .value("until"),
        ]
        return [
            ["validate"]: validate,
            ["plan"]: output + manifest + ledger + network + [
                .value("emulator"), .value("rerun"), .flag("detailed-exitcode"), .flag("check-secrets"),
                .value("secret-dir"), .value("out"), .value("check"), .value("against"), .value("as"),
                .flag("resolve"),
            ],
            ["show"]: output + [.flag("detailed-exitcode")],
            ["apply"]: output + manifest + ledger + network + [
                .value("emulator"), .value("rerun"), .flag("dry-run"), .value("parallelism"),
                .value("select"), .flag("fail-fast"), .flag("detach"), .value("timeout"),
                .value("on-interrupt"),
                .value("secret-dir"), .flag("fail-if-nothing-ran"), .value("report"), .value("events-into"),
                .flag("adopt-running"), .value("visibility-window"), .flag("ledger-must-exist"),
            ],
            ["cancel"]: output + manifest + ledger + network + [
                .value("job"), .value("timeout"), .value("secret-dir"), .value("emulator"),
            ],
            ["policy", "test"]: manifest + [.value("format", short: "-o"), .value("color")],
            ["wait"]: output + ledger + network + trust + [.value("timeout"), .value("secret-dir")],
            ["resume"]: output + ledger + network + trust + reports + [
                .value("timeout"), .value("secret-dir"), .value("parallelism"), .flag("detach"),
                .value("on-interrupt"),
            ],
            ["retry"]: output + ledger + network + trust + reports + [
                .value("timeout"), .value("secret-dir"), .value("parallelism"), .flag("detach"),
                .value("on-interrupt"),
                .flag("failed"), .value("set"),
            ],
            ["status"]: output + ledger + [.value("realm")],
            ["outputs"]: output + ledger + [.flag("any"), .value("download"), .value("realm")],
            ["logs"]: ledger + [.value("realm"), .value("color")],
            ["credentials", "check"]: output + manifest + network + [
                .value("credential"), .value("emulator"), .value("secret-dir"),
            ],
            ["doctor"]: output + manifest + ledger + network + [
                .flag("expect-private"), .value("secret-dir"),
            ],
            ["resolve"]: ledger + [.value("adopt"), .flag("absent"), .value("realm"), .value("color")],
            ["ledger", "init"]: output + ledger + [.value("id")],
            ["ledger", "list"]: ledger + filter + [
                .flag("runs"), .value("limit"), .value("format", short: "-o"), .value("color"),
            ],
            ["ledger", "show"]: output + ledger,
            ["ledger", "export"]: ledger + filter + [.value("to"), .value("color")],
            ["ledger", "unlock"]: output + ledger + [.flag("stale")],
            ["ledger", "verify"]: output + ledger + [.value("expect-head")],
            ["emulator"]: [.value("config"), .value("port"), .value("color")],
            ["version"]: output,
            ["explain"]: output + [.value("kind"), .flag("recursive")],
            // GitHub Actions sets RUNNER_NAME, to the machine's name.
            ["init"]: [
                .value("credential"),
                Option(name: "name", takesValue: true, short: nil, ownVariable: "RUNNER_MANIFEST_NAME"),
                .flag("with-schema"), .value("color"),
            ],
            ["import"]: [
                .value("set"), .value("credential"), .value("out"), .value("color"),
                Option(name: "name", takesValue: true, short: nil, ownVariable: "RUNNER_MANIFEST_NAME"),
            ],
            ["secrets", "check"]: output + manifest + [.value("secret-dir")],
            ["completions"]: [],
            ["schema"]: [],
        ]
    }()

    /// Adds what the environment gives and the command line does not.
    ///
    /// - Parameters:
    ///   - arguments: The arguments, without the program's name.
    ///   - environment: Where the variables are looked up.
    /// - Returns: The arguments to parse.
    static func applied(to arguments: [String], environment: ProcessEnvironment) -> [String] {
        guard environment.names.contains(where: { $0.hasPrefix("RUNNER_") }) else { return arguments }
        let words = arguments.prefix { !$0.hasPrefix("-") }
        for length in [2, 1] {
            let command = Array(words.prefix(length))
            guard command.count == length, let known = options[command] else { continue }
            var result = command
            for option in known {
                guard let value = environment.nonEmpty(option.variable), !option.isGiven(in: arguments) else {
                    continue
                }
                if option.takesValue {
                    result += ["--" + option.name, value]
                } else if value == "1" || value == "true" {
                    result.append("--" + option.name)
                }
            }
            return result + arguments.dropFirst(length)
        }
        return arguments
    }
}

extension EnvironmentOptions.Option {
    /// Whether the command line gives it.
    fileprivate func isGiven(in arguments: [String]) -> Bool {
        let long = "--" + name
        return arguments.prefix { $0 != "--" }.contains { argument in
            argument == long || argument.hasPrefix(long + "=")
                || (short.map { argument.hasPrefix($0) } ?? false)
        }
    }
}

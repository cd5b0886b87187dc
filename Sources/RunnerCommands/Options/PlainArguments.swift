/// A command line taken apart by a table of options alone.
///
/// Starting up costs more than checking a manifest, and most of that was the argument parser's: it looks at every
/// option by reflection, and each look-up searches the whole program for conformances. Plain command lines therefore
/// are read here; everything else, and everything that is wrong, is left to the argument parser, which has the last
/// word on what is allowed and how it is said.
struct PlainArguments {
    /// What stands for itself, in order.
    private(set) var operands: [String] = []
    private var values: [(name: String, value: String)] = []
    private var flags: [String] = []

    /// Takes arguments apart; `nil` for whatever is not plain: an unknown option, a missing value, `--`, joined short
    /// options.
    ///
    /// - Parameters:
    ///   - arguments: The arguments behind the command's name.
    ///   - options: The options that the command has.
    init?(_ arguments: some Sequence<String>, options: [EnvironmentOptions.Option]) {
        var waiting: EnvironmentOptions.Option?
        for argument in arguments {
            if let option = waiting {
                // A value that looks like an option is one of the cases that the parser decides.
                guard argument.utf8.first != UInt8(ascii: "-") || argument == "-" else { return nil }
                values.append((option.name, argument))
                waiting = nil
            } else if argument == "-" || argument.utf8.first != UInt8(ascii: "-") {
                operands.append(argument)
            } else {
                let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                let option = options.first { option in
                    parts[0] == "--" + option.name || (option.short.map { parts[0] == $0 } ?? false)
                }
                guard let option else { return nil }
                if parts.count == 2 {
                    guard option.takesValue, argument.hasPrefix("--"), !parts[1].isEmpty else { return nil }
                    values.append((option.name, String(parts[1])))
                } else if option.takesValue {
                    waiting = option
                } else {
                    flags.append(option.name)
                }
            }
        }
        if waiting != nil { return nil }
    }

    /// Whether a flag is given.
    func has(_ name: String) -> Bool { flags.contains(name) }

    /// An option's value, the last one given.
    func value(_ name: String) -> String? { values.last { $0.name == name }?.value }

    /// All of an option's values.
    func all(_ name: String) -> [String] { values.filter { $0.name == name }.map(\.value) }
}

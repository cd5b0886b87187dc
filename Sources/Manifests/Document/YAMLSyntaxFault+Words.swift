import Diagnostics

extension YAMLSyntaxFault {
    /// Words for what libyaml's scanner finds: within one token.
    var scannerWords: Words? {
        switch failure.problem {
        case "found unknown escape character", "did not find expected hexdecimal number",
            "found invalid Unicode character escape code":
            return escapeWords
        case "found character that cannot start any token":
            let shown = byte(at: problem).map { String(decoding: [$0], as: UTF8.self) } ?? ""
            return Words(
                code: .badSyntax,
                message: "a value cannot begin with \(shown == "`" ? "a grave accent" : "`\(shown)`")",
                label: "reserved in YAML",
                help: "quote the value"
            )
        case "mapping values are not allowed in this context": return secondColonWords
        case "block sequence entries are not allowed in this context":
            return Words(
                code: .badSyntax,
                message: "a list cannot begin here",
                label: "this `-` would begin a list",
                help: "put `-` on a line of its own, or quote the value"
            )
        case "mapping keys are not allowed in this context":
            return Words(
                code: .badSyntax,
                message: "a key cannot begin here",
                label: "this `?` would begin a key"
            )
        case "could not find expected ':'":
            return Words(
                code: .badSyntax,
                message: "a key without `:`",
                label: "this would be a key",
                help: "add `:` and a value, or indent the line if it belongs to the value above",
                place: context
            )
        case "found unexpected ':'":
            return Words(
                code: .badSyntax,
                message: "unexpected `:` inside brackets",
                label: "not expected here",
                help: "put a blank after `:`, or quote the value"
            )
        case "did not find expected alphabetic or numeric character":
            let isAlias = byte(at: context) == UInt8(ascii: "*")
            return Words(
                code: .badSyntax,
                message: isAlias ? "an alias needs a name of letters" : "an anchor needs a name of letters",
                label: "read as \(isAlias ? "an alias" : "an anchor")",
                help: "name it with letters, digits, `-` and `_`, or quote the value",
                place: context
            )
        case "found an indentation indicator equal to 0":
            return Words(
                code: .badIndentation,
                message: "a block cannot be indented by 0",
                label: "use 1 to 9"
            )
        case "found undefined tag handle":
            return Words(
                code: .unknownTag,
                message: "unknown tag",
                label: "no `%TAG` line defines this handle",
                help: "remove the tag, or quote the value if `!` is part of it"
            )
        default:
            return directiveWords
        }
    }

    private var directiveWords: Words? {
        if failure.problem == "found incompatible YAML document" {
            return Words(
                code: .badDirective,
                message: "unsupported YAML version",
                label: "not 1.1 or 1.2",
                help: "remove the line; the file is read as YAML 1.2"
            )
        }
        if failure.context.contains("directive") || failure.problem.hasPrefix("found duplicate %") {
            return Words(
                code: .badDirective,
                message: "bad directive",
                label: "not expected here",
                help: "only `%YAML 1.2` and `%TAG` are directives"
            )
        }
        guard failure.context.hasSuffix("a tag") else { return nil }
        return Words(
            code: .badSyntax,
            message: "bad tag",
            label: "not expected in a tag",
            help: "remove the tag, or quote the value if `!` is part of it"
        )
    }

    private var escapeWords: Words {
        var words = Words(
            code: .badEscape,
            message: "bad escape in double quotes",
            label: "not an escape of YAML",
            help: "use single quotes, or write the backslash twice"
        )
        if failure.problem == "found invalid Unicode character escape code" {
            words.label = "not a character"
            words.help = "write characters beyond U+FFFF as `\\U0001F600`, not as a surrogate pair"
        }
        // Where digits are wrong libyaml stops behind the backslash.
        let nearby = source.bytes[max(0, problem - 12)..<min(problem + 1, source.bytes.count)]
        words.place = nearby.lastIndex(of: UInt8(ascii: "\\")) ?? problem
        return words
    }

    private var secondColonWords: Words {
        let before = lineStart(of: problem)
        let hasEarlierColon = before.dropLast().indices.contains { index in
            before[index] == UInt8(ascii: ":") && before[index + 1] <= 0x20
        }
        if hasEarlierColon {
            return Words(
                code: .badSyntax,
                message: "a second `:` on one line",
                label: "this would begin another value",
                help: "quote the value"
            )
        }
        return Words(
            code: .badIndentation,
            message: "a key cannot begin here",
            label: "this makes the text before it a key",
            help: "indent the line like the keys above, or quote the value above if it goes on here"
        )
    }

    /// Words for what libyaml's parser finds: the order of tokens.
    var parserWords: Words {
        let isFirstOnLine = lineStart(of: problem).allSatisfy { $0 <= 0x20 }
        switch failure.problem {
        case "did not find expected key" where isFirstOnLine,
            "did not find expected '-' indicator" where isFirstOnLine:
            return Words(
                code: .badIndentation,
                message: "the indentation does not match",
                label: "fits no line above",
                help: "align it with the lines that it belongs to",
                other: (context, "what it would continue begins here")
            )
        case "did not find expected key", "did not find expected '-' indicator":
            return Words(
                code: .badSyntax,
                message: "unexpected text after a value",
                label: "the value ended before this",
                help: "quote the whole value"
            )
        case "did not find expected ',' or ']'", "did not find expected ',' or '}'":
            return Words(
                code: .badSyntax,
                message: "a comma is missing inside brackets",
                label: "expected `,` before this",
                help: "separate items with commas, or quote the value",
                other: (openBracket ?? context, "opened here")
            )
        case "did not find expected node content":
            return Words(
                code: .badSyntax,
                message: "a value is missing",
                label: "expected a value here",
                help: "write a value, or quote it if it begins with a character of YAML's own"
            )
        case "did not find expected <document start>":
            return Words(
                code: .badSyntax,
                message: "unexpected text after the end of the document",
                label: "the document ended before this",
                help:
                    "begin another document with a line `---`, or indent the text if it belongs to the one above"
            )
        default:
            return Words(code: .badSyntax, message: "the text is not valid YAML", label: "not expected here")
        }
    }
}

/// What a word of a script amounts to, as far as it can be known without running it.
struct ShellValue: Hashable, Sendable {
    /// A stretch of text, or a place where something is to be filled in.
    enum Part: Hashable, Sendable {
        case text(String)
        /// What the script gets from elsewhere, by the name that it has there.
        case hole(String)
    }

    /// The parts; no two texts beside each other.
    private(set) var parts: [Part] = []

    init() {}

    init(_ text: String) { append(.text(text)) }

    /// Whether there is nothing in it.
    var isEmpty: Bool { parts.isEmpty }

    /// The whole of it, when nothing is to be filled in.
    var text: String? {
        if parts.isEmpty { return "" }
        guard parts.count == 1, case .text(let text) = parts[0] else { return nil }
        return text
    }

    /// The names of what is to be filled in, in order.
    var holes: [String] {
        parts.compactMap { part in
            guard case .hole(let name) = part else { return nil }
            return name
        }
    }

    /// The text that it begins with.
    var beginning: String {
        guard case .text(let text)? = parts.first else { return "" }
        return text
    }

    mutating func append(_ part: Part) {
        if case .text(let text) = part {
            if text.isEmpty { return }
            if case .text(let last)? = parts.last {
                parts[parts.count - 1] = .text(last + text)
                return
            }
        }
        parts.append(part)
    }

    static func + (left: ShellValue, right: ShellValue) -> ShellValue {
        var sum = left
        for part in right.parts { sum.append(part) }
        return sum
    }

    /// The text, with something in place of each hole.
    func text(_ filling: (String) -> String) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .hole(let name): filling(name)
            }
        }.joined()
    }
}

/// The variables of a script, as far as its text says.
struct ShellVariables: Sendable {
    /// How long a value may become: variables that double each other end here.
    static let valueLimit = 8192

    /// What somebody says that variables are, whatever the script sets them to.
    let given: [String: String]
    private var values: [String: ShellValue] = [:]

    /// Begins with no variables.
    ///
    /// - Parameter given: What somebody says that variables are.
    init(given: [String: String] = [:]) { self.given = given }

    /// Takes `NAME=VALUE`, when the word is one.
    ///
    /// - Parameter word: A word at the beginning of a command.
    /// - Returns: Whether it was one.
    mutating func take(_ word: ShellWord) -> Bool {
        guard case .text(let first, false)? = word.pieces.first, let equals = first.firstIndex(of: "=") else {
            return false
        }
        let name = String(first[..<equals])
        guard let head = name.utf8.first, !(0x30...0x39 ~= head),
            name.utf8.allSatisfy(ShellScript.isNameByte)
        else { return false }
        var rest = word
        rest.pieces[0] = .text(String(first[first.index(after: equals)...]), isQuoted: true)
        var value = self.value(of: rest, calling: name)
        // A value that a person was to write over: `<RESOURCE_GROUP>`.
        if let text = value.text, text.hasPrefix("<"), text.hasSuffix(">") {
            value = ShellValue()
            value.append(.hole(name))
        }
        if value.text(\.self).utf8.count > Self.valueLimit {
            value = ShellValue()
            value.append(.hole(name))
        }
        values[name] = value
        return true
    }

    /// A word's value as it stands in an assignment: never split.
    ///
    /// - Parameters:
    ///   - word: The word.
    ///   - name: What to call what is computed.
    /// - Returns: The value.
    func value(of word: ShellWord, calling name: String) -> ShellValue {
        word.pieces.reduce(into: ShellValue()) { sum, piece in
            switch piece {
            case .text(let text, _): sum.append(.text(text))
            case .variable(let variable, let fallback, _): sum = sum + value(of: variable, or: fallback)
            case .computed: sum.append(.hole(name))
            }
        }
    }

    /// What a word becomes on a command line: none, one or several values.
    ///
    /// What is not quoted is split at blanks, as a shell does it.
    ///
    /// - Parameters:
    ///   - word: The word.
    ///   - name: What to call what is computed.
    /// - Returns: The values.
    func fields(of word: ShellWord, calling name: String) -> [ShellValue] {
        var fields: [ShellValue] = []
        var current: ShellValue?
        func add(_ value: ShellValue) { current = (current ?? ShellValue()) + value }
        for piece in word.pieces {
            switch piece {
            case .text(let text, _): add(ShellValue(text))
            case .computed:
                var hole = ShellValue()
                hole.append(.hole(name))
                add(hole)
            case .variable(let variable, let fallback, let isQuoted):
                let value = value(of: variable, or: fallback)
                guard !isQuoted else {
                    add(value)
                    continue
                }
                for part in value.parts {
                    guard case .text(let text) = part else {
                        var hole = ShellValue()
                        hole.append(part)
                        add(hole)
                        continue
                    }
                    let words = text.split(omittingEmptySubsequences: false) {
                        $0 == " " || $0 == "\t" || $0 == "\n"
                    }
                    for (place, word) in words.enumerated() {
                        if place > 0 {
                            if let done = current { fields.append(done) }
                            current = nil
                        }
                        if !word.isEmpty { add(ShellValue(String(word))) }
                    }
                }
            }
        }
        if let current { fields.append(current) }
        return fields
    }

    private func value(of variable: String, or fallback: String?) -> ShellValue {
        if let text = given[variable] { return ShellValue(text) }
        if let value = values[variable] { return value }
        if let fallback { return ShellValue(fallback) }
        var hole = ShellValue()
        hole.append(.hole(variable))
        return hole
    }
}

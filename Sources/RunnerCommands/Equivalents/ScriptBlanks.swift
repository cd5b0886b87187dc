/// Stands for what only a running script knows in texts that are made of it, and finds it again afterwards.
struct ScriptBlanks: Sendable {
    private let mark: [UInt8]
    /// The variables, in the order in which they came up, each with what it is.
    private(set) var variables: [(name: String, meaning: String)] = []

    private static let word = Array("blank".utf8)
    private static let end = UInt8(ascii: "x")

    /// Makes blanks that look like nothing in some texts.
    ///
    /// - Parameter texts: All that gets into what the blanks are put into.
    /// - Complexity: O(length of the texts).
    init(absentFrom texts: some Sequence<String>) {
        let greatest = texts.reduce(0) { max($0, Self.greatestNumber(in: Array($1.utf8))) }
        mark = Self.word + Array(String(greatest + 1).utf8) + [Self.end]
    }

    /// The greatest number that follows the word somewhere.
    private static func greatestNumber(in text: [UInt8]) -> Int {
        var greatest = 0
        var start = 0
        while let found = text[start...].firstIndex(of: word[0]) {
            start = found + 1
            guard text[found...].starts(with: word) else { continue }
            start = found + word.count
            let digits = text[start...].prefix { 0x30...0x39 ~= $0 }
            // What is longer than that is no number that is ever used here.
            guard digits.count <= 15 else { continue }
            greatest = max(greatest, digits.reduce(0) { $0 * 10 + Int($1 - 0x30) })
        }
        return greatest
    }

    /// What stands for a variable.
    ///
    /// - Parameters:
    ///   - name: The variable.
    ///   - meaning: What it is, for people.
    /// - Returns: A text of letters and digits.
    mutating func blank(_ name: String, _ meaning: String) -> String {
        var place = variables.firstIndex { $0.name == name }
        if place == nil {
            variables.append((name, meaning))
            place = variables.count - 1
        }
        return String(decoding: mark, as: UTF8.self) + "\(place ?? 0)x"
    }

    /// A text with its blanks found again.
    ///
    /// - Parameter text: The text.
    /// - Returns: The same, in parts.
    /// - Complexity: O(length of the text).
    func value(_ text: String) -> ShellValue {
        guard !variables.isEmpty, text.utf8.contains(mark) else { return ShellValue(text) }
        var value = ShellValue()
        var rest = Array(text.utf8)[...]
        var plain: [UInt8] = []
        while let byte = rest.first {
            guard byte == mark[0], rest.starts(with: mark) else {
                plain.append(byte)
                rest = rest.dropFirst()
                continue
            }
            let digits = rest.dropFirst(mark.count).prefix { $0 != Self.end }
            let place = digits.reduce(0) { min($0, 1 << 40) * 10 + Int($1 & 0x0F) }
            rest = rest.dropFirst(mark.count + digits.count + 1)
            guard variables.indices.contains(place) else { continue }
            value.append(.text(String(decoding: plain, as: UTF8.self)))
            plain = []
            value.append(.hole(variables[place].name))
        }
        value.append(.text(String(decoding: plain, as: UTF8.self)))
        return value
    }
}

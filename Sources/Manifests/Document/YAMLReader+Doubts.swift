import Diagnostics

/// Mistakes of indentation and comments that libyaml lets pass; other readers do not, or read something else.
///
/// What YAML 1.2 also forbids but everybody writes stays allowed: a closing bracket or quote alone at the left.
extension YAMLReader {
    /// Looks at what stands between the last value inside brackets and the next: blanks, commas, comments.
    mutating func checkGap(before end: Int, isClosing: Bool = false) {
        guard let frame = builder.frames.last, frame.isFlow else { return }
        let bytes = source.bytes
        var index = frame.lastEnd
        var line: Int?
        while index < end {
            switch bytes[index] {
            case 0x0A, 0x0D: line = index + 1
            case UInt8(ascii: "#"):
                if index > frame.lastEnd, bytes[index - 1] > 0x20 {
                    doubt(
                        .commentWithoutBlank(
                            at: builder.label(index..<index + 1, "a blank should stand before this")
                        )
                    )
                }
                while index + 1 < end, bytes[index + 1] != 0x0A, bytes[index + 1] != 0x0D { index += 1 }
            default: break
            }
            index += 1
        }
        if let line, !isClosing { checkIndentation(from: line, to: end) }
    }

    /// Looks at the lines of a scalar, the first aside.
    mutating func checkLines(of span: Range<Int>, isPlain: Bool) {
        guard indent >= 0 else { return }
        let bytes = source.bytes
        // The closing quote may stand alone.
        let end = isPlain ? span.upperBound : span.upperBound - 1
        var index = span.lowerBound
        while index < end {
            index += 1
            guard bytes[index - 1] == 0x0A || bytes[index - 1] == 0x0D else { continue }
            let line = index
            while index < end, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
            guard index < end, bytes[index] != 0x0A, bytes[index] != 0x0D else { continue }
            if checkIndentation(from: line, to: index) { return }
        }
    }

    /// Reports a line that is indented too little; tabs do not count.
    @discardableResult
    private mutating func checkIndentation(from line: Int, to text: Int) -> Bool {
        let blanks = source.bytes[line..<max(line, text)].prefix { $0 == 0x20 }.count
        guard blanks <= indent else { return false }
        doubt(
            .indentedTooLittle(builder.label(text..<text + 1, "indented by \(blanks)"), atLeast: indent + 1)
        )
        return true
    }

    /// Looks at the lines below the header of a block scalar that has no text.
    mutating func checkBlankLines(after start: Int) {
        let bytes = source.bytes
        var index = start
        while index < bytes.count, bytes[index] != 0x0A, bytes[index] != 0x0D {
            // A digit says how far the text is indented.
            if 0x31...0x39 ~= bytes[index] { return }
            index += 1
        }
        var widest = 0
        while index < bytes.count, bytes[index] == 0x0A || bytes[index] == 0x0D {
            let line = index + 1
            index = line
            while index < bytes.count, bytes[index] == 0x20 { index += 1 }
            let blanks = index - line
            guard index < bytes.count, bytes[index] != 0x0A, bytes[index] != 0x0D else {
                widest = max(widest, blanks)
                continue
            }
            guard blanks > indent, blanks < widest else { return }
            doubt(
                .indentedTooLittle(builder.label(index..<index + 1, "indented by \(blanks)"), atLeast: widest)
            )
        }
    }

    /// libyaml lets `%YAML 1.2#x` pass.
    mutating func checkDirective(in span: Range<Int>) {
        let bytes = source.bytes
        var index = span.lowerBound
        guard bytes[span].starts(with: "%YAML".utf8) else { return }
        index += "%YAML".utf8.count
        while index < span.upperBound, bytes[index] <= 0x20 { index += 1 }
        while index < span.upperBound, 0x30...0x39 ~= bytes[index] || bytes[index] == UInt8(ascii: ".") {
            index += 1
        }
        checkComment(after: index)
    }

    private mutating func doubt(_ fault: Diagnostic) {
        if doubts.count < limits.faults { doubts.append(fault) }
    }
}

extension Diagnostic {
    fileprivate static func indentedTooLittle(_ label: Label, atLeast column: Int) -> Diagnostic {
        Diagnostic(
            .badIndentation,
            "the line is indented too little",
            at: label,
            notes: ["it goes on with what was begun further right"],
            help: "indent it by at least \(column.of("blank"))"
        )
    }
}

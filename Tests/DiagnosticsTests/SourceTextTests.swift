import Diagnostics
import Testing

@Suite struct SourceTextTests {
    @Test(arguments: [
        (0, 1, 1), (1, 1, 2), (2, 1, 3), (3, 2, 1), (4, 2, 2), (5, 3, 1), (7, 3, 2), (99, 3, 3), (-5, 1, 1),
    ])
    func findsLineAndColumn(offset: Int, line: Int, column: Int) {
        // Lines end at CR LF, CR and LF; the last line is `é` and a letter.
        let source = SourceText(name: "a", text: "a\r\n\r\néx")
        let position = source.position(at: offset)
        #expect([position.line, position.column] == [line, column])
    }

    @Test func looksUpPlacesAsTheTextDoes() {
        let source = SourceText(name: "a", text: "\u{FEFF}aäé\r\n\n漢字🧪 x\rlast")
        let ends = Array(0...(source.bytes.count + 2))
        let diagnostics = ends.map { end in
            Diagnostic(
                .init("RN0000", "a", exitStatus: .invalid, explanation: ""),
                "a",
                at: .init(SourceSpan(file: "a", start: 0, end: end)),
                secondary: [.init(SourceSpan(file: "b", start: 0, end: 1))]
            )
        }
        let places = SourcePlaces(of: diagnostics.shuffled(), in: [source])
        #expect(ends.map { places.position(at: $0, in: "a") } == ends.map { source.position(at: $0) })
        #expect(places.position(at: 0, in: "b") == nil)
    }

    @Test func takesOtherSeparatorsForCharacters() {
        #expect(SourceText(name: "a", text: "a\u{85}b\u{2028}c").lineStarts == [0])
    }

    @Test func countsNoByteOrderMark() {
        let source = SourceText(name: "a", text: "\u{FEFF}ab\nc")
        #expect([0, 2, 3, 4, 6].map { source.position(at: $0).column } == [1, 1, 1, 2, 1])
        #expect(source.position(at: 6).line == 2)
        #expect(source.lineRange(1) == 3..<5)
    }

    @Test func givesALineWithoutItsBreak() {
        let source = SourceText(name: "a", text: "one\r\ntwo")
        #expect(source.lineRange(1) == 0..<3)
        #expect(source.lineRange(2) == 5..<8)
        #expect(source.lineRange(3) == 8..<8)
        #expect(source.lineRange(0) == 8..<8)
    }
}

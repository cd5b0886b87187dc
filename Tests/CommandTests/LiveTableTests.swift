import Diagnostics
import Execution
import Host
import RunnerTestSupport
import Testing

@testable import RunnerCommands

/// The table that a run shows on a terminal.
@Suite struct LiveTableTests {
    static let sizes = [LiveTable.Size(columns: 80, rows: 24), LiveTable.Size(columns: 200, rows: 50)]

    @Test(arguments: sizes, [1, 40, 1000]) func fitsTheTerminal(_ size: LiveTable.Size, _ count: Int) {
        for seconds in [0.0, 0.3, 5, 30, 60, 200, 400] {
            let lines = LiveTable(
                RunFixture.chronicle(of: count, after: seconds),
                now: RunFixture.time(seconds),
                size: size,
                useColor: false
            ).lines
            #expect(lines.count <= size.rows - 1)
            #expect(lines.count == min(size.rows - 1, count == 1 ? 2 : count + 2))
            for line in lines {
                #expect(line.cells == TerminalText.cells(line.text))
                #expect(line.cells < size.columns)
            }
        }
    }

    @Test(arguments: [1, 2, 3, 5, 20, 79], [1, 2, 3, 4, 10]) func fitsAnyTerminal(_ columns: Int, _ rows: Int)
    {
        for count in [0, 1, 2, 1000] {
            let chronicle =
                count == 0 ? RunChronicle(began: RunFixture.start) : RunFixture.chronicle(of: count, after: 9)
            let table = LiveTable(
                chronicle,
                now: RunFixture.time(9),
                size: .init(columns: columns, rows: rows),
                useColor: true
            )
            #expect((1...max(1, rows - 1)).contains(table.lines.count))
            #expect(table.lines.allSatisfy { $0.cells <= max(1, columns - 1) })
        }
    }

    @Test func looksAsItShould() {
        for size in Self.sizes {
            for (count, seconds) in [(1, 12.0), (40, 30.0), (1000, 120.0)] {
                let lines = LiveTable(
                    RunFixture.chronicle(of: count, after: seconds),
                    now: RunFixture.time(seconds),
                    size: size,
                    useColor: false
                ).lines
                let text = lines.map { $0.text + "\n" }.joined()
                let file = "Tests/CommandTests/Fixtures/live/\(count)-jobs-\(size.columns)-columns.txt"
                #expect(Golden.difference(of: text, from: file) == nil)
            }
        }
    }

    @Test func coloursOnlyWhereTheyAreWanted() {
        let chronicle = RunFixture.chronicle(of: 40, after: 60)
        func text(_ useColor: Bool) -> String {
            LiveTable(chronicle, now: RunFixture.time(60), size: Self.sizes[0], useColor: useColor).lines
                .map(\.text).joined()
        }
        let isPlain = !text(false).contains("\u{1B}")
        let hasColour = text(true).contains("\u{1B}[31m1 failed\u{1B}[0m")
        #expect(isPlain && hasColour)
    }

    @Test func nothingThatActsIsDrawn() {
        let address = RunFixture.address(1, of: 1)
        for text in RunFixture.hostileTexts {
            var chronicle = RunChronicle(began: RunFixture.start)
            chronicle.expect(address, name: text, endpoint: "heart")
            chronicle.received(
                RunEvent(time: RunFixture.start, address: address, change: .trouble(why: text))
            )
            for line in LiveTable(chronicle, now: RunFixture.start, size: Self.sizes[1], useColor: false)
                .lines
            {
                #expect(!line.text.unicodeScalars.contains(where: VisibleScalar.mustEscape))
                #expect(line.cells < 200)
            }
        }
    }

    // MARK: Drawing over

    @Test func drawsOverWhatItDrew() {
        var screen = LiveScreen()
        let lines = ["one", "two"].map { LiveTable.Line(text: $0, cells: 3) }
        #expect(screen.draw(lines, columns: 80) == "one\u{1B}[K\ntwo\u{1B}[K\n\u{1B}[J")
        #expect(screen.draw([lines[0]], columns: 80) == "\r\u{1B}[2Aone\u{1B}[K\n\u{1B}[J")
        #expect(screen.clear(columns: 80) == "\r\u{1B}[1A\u{1B}[J")
        #expect(screen.clear(columns: 80) == "")
    }

    @Test func aNarrowerTerminalHasBrokenLines() {
        var screen = LiveScreen()
        _ = screen.draw(
            [.init(text: String(repeating: "x", count: 79), cells: 79), .init(text: "", cells: 0)],
            columns: 80
        )
        #expect(screen.clear(columns: 40) == "\r\u{1B}[3A\u{1B}[J")
    }
}

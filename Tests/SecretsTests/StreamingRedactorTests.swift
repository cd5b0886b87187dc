import Secrets
import Testing

@Suite struct StreamingRedactorTests {
    private func streamed(_ pieces: [String], _ secrets: [String] = []) -> String {
        var redactor = Redactor()
        for secret in secrets { redactor.register(Secret(secret)) }
        var stream = StreamingRedactor(redactor)
        return pieces.map { stream.write($0) }.joined() + stream.finish()
    }

    @Test func hidesASecretSplitBetweenWrites() {
        #expect(streamed(["log: canary-", "value", "-1 end"], ["canary-value-1"]) == "log: *** end")
    }

    @Test func hidesALookalikeWhoseNameCameLongBefore() {
        let filler = String(repeating: "x", count: 1500)
        for cut in 0..<40 {
            let text = " client_secret=abcdefghij&a "
            let head = String(text.prefix(cut)), tail = String(text.dropFirst(cut))
            #expect(
                streamed([filler, head, tail, filler]) == filler + " client_secret=***&a " + filler,
                "cut at \(cut)"
            )
        }
    }

    @Test func hidesATokenOfAnyLengthWithBoundedMemory() {
        let piece = String(repeating: "a", count: 1000)
        let pieces =
            ["start eyJhbGciOi", piece, ".", piece] + Array(repeating: piece, count: 300) + [".sig", " end"]
        #expect(streamed(pieces) == "start *** end")
    }

    @Test func letsOrdinaryTextThroughBeforeTheEnd() {
        var stream = StreamingRedactor(Redactor())
        let line = "an ordinary line of a log that holds nothing\n"
        var early = ""
        for _ in 0..<200 { early += stream.write(line) }
        #expect(early.utf8.count > 200 * line.utf8.count - 3000)
        #expect(early + stream.finish() == String(repeating: line, count: 200))
    }

    @Test func neverCutsACharacter() {
        let text = String(repeating: "é😀", count: 3000)
        #expect(streamed(text.map(String.init)) == text)
    }
}

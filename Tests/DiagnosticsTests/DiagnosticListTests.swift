import Diagnostics
import Testing

@Suite struct DiagnosticListTests {
    private func diagnostic(
        _ file: String?,
        _ start: Int = 0,
        _ status: Diagnostics.ExitStatus = .invalid,
        _ severity: Diagnostic.Severity = .error
    ) -> Diagnostic {
        Diagnostic(
            Diagnostic.Code("RN0000", "t", exitStatus: status, explanation: ""),
            severity: severity,
            "\(file ?? "-")\(start)",
            at: file.map { Diagnostic.Label(SourceSpan(file: $0, start: start, end: start)) }
        )
    }

    @Test func sortsByFileAndPlaceWithThoseOfNoPlaceLast() {
        let list = [
            diagnostic(nil, 1), diagnostic("b", 1), diagnostic("a", 9), diagnostic("a", 2),
            diagnostic(nil, 2),
        ]
        #expect(list.sortedByPlace.map(\.message) == ["a2", "a9", "b1", "-1", "-2"])
    }

    @Test func endsAsItsErrorsSay() {
        #expect([Diagnostic]().exitStatus == .success)
        #expect([diagnostic("a", 0, .invalid, .warning)].exitStatus == .success)
        #expect([diagnostic("a", 0, .noInput), diagnostic("a", 0, .denied)].exitStatus == .noInput)
        #expect([diagnostic("a", 0, .noInput), diagnostic("a", 0, .invalid)].exitStatus == .invalid)
        #expect(
            [diagnostic("a", 0, .invalid), diagnostic("a", 0, .internalFault)].exitStatus == .internalFault
        )
        #expect(![diagnostic("a", 0, .invalid, .warning)].containsErrors)
    }

    @Test(arguments: [
        ("retrys", "retry"), ("Retry", "retry"), ("rtery", "retry"), ("xy", nil), ("inputs", "inputs"),
        ("zzzzzz", nil),
    ])
    func findsTheNearestName(typed: String, expected: String?) {
        #expect(NearestName.among(["retry", "inputs", "ab"], to: typed) == expected)
    }
}

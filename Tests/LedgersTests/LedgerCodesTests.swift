import Diagnostics
import Ledgers
import Testing

@Suite struct LedgerCodesTests {
    @Test func areUniqueAndInRange() {
        let names = Diagnostic.Code.ledgerCodes.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.hasPrefix("RN06") && $0.count == 6 })
    }

    @Test(arguments: Diagnostic.Code.ledgerCodes) func areExplained(_ code: Diagnostic.Code) {
        #expect(!code.title.isEmpty)
        #expect(code.explanation.contains("Wrong: "))
        #expect(code.explanation.contains("Right: "))
    }
}

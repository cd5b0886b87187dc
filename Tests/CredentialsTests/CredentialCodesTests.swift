import Credentials
import Diagnostics
import Testing

@Suite struct CredentialCodesTests {
    @Test func codesAreUniqueInRangeAndExplained() {
        let codes = Diagnostic.Code.credentialCodes
        #expect(Set(codes.map(\.name)).count == codes.count)
        for code in codes {
            #expect(code.name.hasPrefix("RN04"))
            #expect(code.explanation.contains("Wrong:"))
            #expect(code.explanation.contains("Right:"))
            #expect(code.title.first?.isUppercase == false)
        }
    }
}

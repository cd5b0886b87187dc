@testable import Secrets
import Testing

@Suite struct SecretTests {
    private struct Holder {
        let name = "holder"
        let secret = Secret("canary-value-1")
    }

    private enum Choice {
        case one(Secret)
    }

    @Test func showsNothingInAnyWay() {
        let secret = Secret("canary-value-1")
        #expect(secret.description == "<secret>")
        #expect(secret.debugDescription == "<secret>")
        #expect("\(secret)" == "<secret>")
        #expect(String(describing: secret) == "<secret>")
        #expect(String(reflecting: secret) == "<secret>")
        #expect(Mirror(reflecting: secret).children.isEmpty)
    }

    @Test func showsNothingInsideOtherValues() {
        let secret = Secret("canary-value-1")
        let values: [Any] = [
            secret, [secret], [secret] as [Secret?], ["a": secret], Optional(secret) as Any, (1, secret),
            Holder(),
            Choice.one(secret), [Holder()], ["k": [Optional(Holder())]],
            Result<Secret, Never>.success(secret),
        ]
        for value in values {
            var dumped = ""
            dump(value, to: &dumped)
            let texts = ["\(value)", String(describing: value), String(reflecting: value), dumped]
            for text in texts {
                #expect(text.contains("secret"))
                #expect(!text.contains("canary"))
                // The bytes as numbers would tell it too; a type's address may hold any one of them.
                #expect(!text.contains("99, 97, 110") && !text.contains("- 99\n"))
            }
        }
    }

    @Test func lendsItsValue() {
        #expect(Secret("abc").expose { $0.count } == 3)
        #expect(Secret(bytes: [0x61, 0x62]).expose { $0 } == "ab")
        #expect(Secret("").isEmpty)
        #expect(Secret("äb").count == 3)
    }

    @Test func namesReferencesAsAManifestDoes() {
        #expect(
            SecretReference.environment(name: "AZURE_CLIENT_SECRET").description
                == "{env: AZURE_CLIENT_SECRET}"
        )
        #expect(SecretReference.file(path: "secrets/client").description == "{file: secrets/client}")
    }

    @Test func aRedactorShowsNothingOfWhatItWasTold() {
        var redactor = Redactor()
        redactor.register(Secret("canary-value-1"))
        var dumped = ""
        dump(redactor, to: &dumped)
        dump(StreamingRedactor(redactor), to: &dumped)
        #expect(dumped.contains("Redactor"))
        #expect(!dumped.contains("99, 97, 110") && !dumped.contains("- 99\n"))
        #expect(String(reflecting: redactor) == "Redactor")
    }
}

@Suite struct SecretStorageTests {
    @Test func overwritesInPlace() {
        var bytes = Array("canary-value-1".utf8)
        SecretStorage.overwrite(&bytes)
        #expect(bytes == [UInt8](repeating: 0, count: 14))
        var none: [UInt8] = []
        SecretStorage.overwrite(&none)
        #expect(none.isEmpty)
    }

    @Test func leavesWhatItWasMadeOfAlone() {
        let original = Array("canary-value-1".utf8)
        do { _ = Secret(bytes: original) }
        #expect(original == Array("canary-value-1".utf8))
    }
}

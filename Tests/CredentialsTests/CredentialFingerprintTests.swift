import Credentials
import RunnerTestSupport
import Secrets
import Testing

@Suite struct CredentialFingerprintTests {
    private static let salt = CredentialFingerprint.Salt(random: SeededRandom.shared(seed: 1))

    private static func fingerprint(
        _ parts: [String],
        _ salt: CredentialFingerprint.Salt = salt
    ) -> CredentialFingerprint {
        CredentialFingerprint(
            authority: parts[0],
            tenant: parts[1],
            identity: parts[2],
            proof: Secret(parts[3]),
            salt: salt
        )
    }

    private static let parts = [
        ["a", "b", "c", "d"], ["ab", "", "c", "d"], ["a", "bc", "", "d"], ["a", "b", "cd", ""],
        ["a", "b", "c", "e"],
    ]

    @Test func differsInEveryPart() {
        #expect(Set(Self.parts.map { Self.fingerprint($0) }).count == Self.parts.count)
        #expect(Self.fingerprint(Self.parts[0]) == Self.fingerprint(Self.parts[0]))
    }

    @Test func meansNothingToAnotherProcess() {
        let other = CredentialFingerprint.Salt(random: SeededRandom.shared(seed: 2))
        #expect(Self.fingerprint(Self.parts[0]) != Self.fingerprint(Self.parts[0], other))
    }
}

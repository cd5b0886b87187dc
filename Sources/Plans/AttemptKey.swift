import Crypto
import JSONValues

/// The name of an attempt for ever: the same attempt has the same key after any crash, restart and resend.
public enum AttemptKey {
    /// The namespace of runner's own, made once at random.
    ///
    /// **Frozen**: another one would give every attempt another key.
    static let namespace: [UInt8] = [
        0x9E, 0x30, 0x76, 0x94, 0x35, 0xF8, 0x45, 0xBA, 0x80, 0xC8, 0x97, 0xDC, 0x09, 0x66, 0xAC, 0x10,
    ]

    /// Makes the key of an attempt.
    ///
    /// The name in the namespace is the RFC 8785 text of an array: lineage, realm, address, occurrence or
    /// `null`, run digest, number. For example `["lab","emulator:heart","m/j",null,"d1:…",1]`.
    ///
    /// - Parameters:
    ///   - lineage: The ledger's lineage.
    ///   - submission: What is submitted.
    ///   - number: The attempt's number, from 1.
    /// - Returns: A UUID of version 5, lower case.
    /// - SeeAlso: RFC 9562 §5.5.
    public static func make(lineage: String, submission: Submission, number: Int) -> String {
        let name: JSONValue = [
            .string(lineage), .string(submission.realm.description), .string(submission.address.description),
            submission.occurrence.map(JSONValue.string) ?? .null, .string(submission.runDigest),
            .number(JSONNumber(number)),
        ]
        return uuid(name: JSONWriter.text(name, .canonical))
    }

    /// The version 5 UUID of a name in runner's namespace.
    static func uuid(name: String) -> String {
        var bytes = Array(Insecure.SHA1.hash(data: namespace + Array(name.utf8)).prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x50
        bytes[8] = bytes[8] & 0x3F | 0x80
        let groups = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16]
        return groups.map { Hexadecimal.text(bytes[$0]) }.joined(separator: "-")
    }
}

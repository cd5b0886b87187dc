import Crypto
import JSONValues

/// The hash chain: how an entry's hash is made.
///
/// Pure; the same for every store.
///
/// `hash = SHA-256(p ‖ t)` where
///
/// - `p` is the previous entry's hash as its 64 lowercase hex digits in ASCII (``LedgerBirth/hash`` for entry 1), and
/// - `t` is the UTF-8 text of RFC 8785 of `{"kind": …, "payload": …, "sequence": …, "time": …}`; the payload is the
///   JSON object itself, not a string that holds it.
///
/// Whoever can write the file can also make a whole new chain: without a head that was kept elsewhere (``LedgerHead``
/// is printed at the end of each run) a chain only shows careless edits.
public enum LedgerChain {
    /// An entry's hash.
    ///
    /// - Parameters:
    ///   - previousHash: The hash of the entry before.
    ///   - sequence: The entry's number.
    ///   - time: When it was written.
    ///   - kind: The event's kind.
    ///   - payload: The event as canonical JSON.
    /// - Returns: 64 lowercase hex digits.
    public static func hash(
        previousHash: String,
        sequence: Int,
        time: String,
        kind: String,
        payload: String
    ) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(payload.utf8.count + 192)
        bytes += previousHash.utf8
        // The payload is canonical already, and RFC 8785 sorts these four names in this order.
        bytes += #"{"kind":"#.utf8
        bytes += JSONWriter.text(.string(kind), .canonical).utf8
        bytes += #","payload":"#.utf8
        bytes += payload.utf8
        bytes += #","sequence":"#.utf8
        bytes += String(sequence).utf8
        bytes += #","time":"#.utf8
        bytes += JSONWriter.text(.string(time), .canonical).utf8
        bytes += "}".utf8
        return digest(bytes)
    }

    /// The entry that an event becomes.
    static func entry(_ event: PreparedEvent, after head: LedgerHead, at time: String) -> LedgerEntry {
        let sequence = head.sequence + 1
        return LedgerEntry(
            sequence: sequence,
            time: time,
            kind: event.event.kind,
            payload: event.payload,
            previousHash: head.hash,
            hash: hash(
                previousHash: head.hash,
                sequence: sequence,
                time: time,
                kind: event.event.kind,
                payload: event.payload
            )
        )
    }

    static func digest(_ bytes: [UInt8]) -> String { hexadecimal(Array(SHA256.hash(data: bytes))) }

    static func hexadecimal(_ bytes: [UInt8]) -> String {
        func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            text.append(digit(byte >> 4))
            text.append(digit(byte & 0x0F))
        }
        return String(decoding: text, as: UTF8.self)
    }
}

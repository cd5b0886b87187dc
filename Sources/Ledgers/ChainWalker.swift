import JSONValues

/// Walks a chain entry by entry; remembers only the last.
struct ChainWalker {
    private(set) var head: LedgerHead
    private let birthHash: String
    private let expected: LedgerHead?

    init(birth: LedgerBirth, expected: LedgerHead?) {
        self.birthHash = birth.hash
        self.head = LedgerHead(sequence: 0, hash: birthHash)
        self.expected = expected
    }

    /// Takes the next entry; gives what is wrong with it.
    mutating func take(_ entry: LedgerEntry) -> LedgerVerification.Fault? {
        func fault(_ kind: LedgerVerification.Kind, _ detail: String) -> LedgerVerification.Fault {
            .init(sequence: entry.sequence, kind: kind, detail: detail)
        }
        let wanted = head.sequence + 1
        guard entry.sequence >= wanted else { return fault(.order, "comes after entry \(head.sequence)") }
        guard entry.sequence == wanted else {
            return .init(
                sequence: wanted,
                kind: .gap,
                detail: "is missing; entry \(entry.sequence) comes next"
            )
        }
        guard entry.previousHash.utf8.elementsEqual(head.hash.utf8) else {
            return fault(.link, "does not continue entry \(head.sequence)")
        }
        let hash = LedgerChain.hash(
            previousHash: entry.previousHash,
            sequence: entry.sequence,
            time: entry.time,
            kind: entry.kind,
            payload: entry.payload
        )
        guard entry.hash.utf8.elementsEqual(hash.utf8) else {
            return fault(.hash, "its content is not what its hash was made of")
        }
        if let expected, expected.sequence == entry.sequence, expected.hash != hash {
            return fault(.forked, "is not the entry of the expected head")
        }
        if let reason = Self.payloadFault(entry) { return fault(.payload, reason) }
        head = LedgerHead(sequence: entry.sequence, hash: hash)
        return nil
    }

    /// The end of the walk.
    func finished() -> LedgerVerification {
        guard let expected else { return LedgerVerification(head: head, fault: nil) }
        if expected.sequence > head.sequence {
            let detail = "ends at entry \(head.sequence), and had \(expected.sequence): its end was cut off"
            return LedgerVerification(
                head: head,
                fault: .init(sequence: nil, kind: .truncated, detail: detail)
            )
        }
        if expected.sequence == 0, expected.hash != birthHash {
            let fault = LedgerVerification.Fault(
                sequence: nil,
                kind: .forked,
                detail: "it is a ledger of another birth"
            )
            return LedgerVerification(head: head, fault: fault)
        }
        return LedgerVerification(head: head, fault: nil)
    }

    private static func payloadFault(_ entry: LedgerEntry) -> String? {
        do throws(JSONReader.Failure) {
            let value = try JSONReader(depthLimit: 8).read(Array(entry.payload.utf8))
            guard JSONWriter.text(value, .canonical).utf8.elementsEqual(entry.payload.utf8) else {
                return "its payload is not canonical JSON"
            }
            do throws(LedgerEvent.Unreadable) {
                _ = try LedgerEvent(kind: entry.kind, payload: value)
                return nil
            } catch {
                return error.reason
            }
        } catch {
            return "its payload is not JSON: \(error.reason)"
        }
    }
}

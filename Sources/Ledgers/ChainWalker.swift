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
    ///
    /// - Parameters:
    ///   - entry: The entry.
    ///   - check: Looks at what else a store keeps of the event; gives what is wrong with that.
    /// - Returns: The first thing that is wrong; the walk does not go on then.
    mutating func take(
        _ entry: LedgerEntry,
        check: (LedgerEvent) -> LedgerVerification.Fault? = { _ in nil }
    ) -> LedgerVerification.Fault? {
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
        guard Self.isSame(entry.previousHash, head.hash) else {
            return fault(.link, "does not continue entry \(head.sequence)")
        }
        let hash = LedgerChain.hash(
            previousHash: entry.previousHash,
            sequence: entry.sequence,
            time: entry.time,
            kind: entry.kind,
            payload: entry.payload
        )
        guard Self.isSame(entry.hash, hash) else {
            return fault(.hash, "its content is not what its hash was made of")
        }
        if let expected, expected.sequence == entry.sequence, expected.hash != hash {
            return fault(.forked, "is not the entry of the expected head")
        }
        do throws(LedgerEvent.Unreadable) {
            if let fault = check(try Self.event(of: entry)) { return fault }
        } catch {
            return fault(.payload, error.reason)
        }
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

    /// The event of an entry, whose payload is canonical.
    private static func event(of entry: LedgerEntry) throws(LedgerEvent.Unreadable) -> LedgerEvent {
        let value: JSONValue
        do throws(JSONReader.Failure) {
            value = try JSONReader(depthLimit: 8).read(Array(entry.payload.utf8))
        } catch {
            throw .init(reason: "its payload is not JSON: \(error.reason)")
        }
        guard isSame(JSONWriter.text(value, .canonical), entry.payload) else {
            throw .init(reason: "its payload is not canonical JSON")
        }
        return try LedgerEvent(kind: entry.kind, payload: value)
    }

    /// Whether two texts have the same bytes: `String` takes canonically equivalent texts for one.
    private static func isSame(_ one: String, _ other: String) -> Bool {
        Array(one.utf8) == Array(other.utf8)
    }
}

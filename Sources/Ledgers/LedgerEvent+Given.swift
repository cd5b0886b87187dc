import JSONValues

extension LedgerEvent {
    /// What a run was given beside its manifests, so that another can be given the same.
    public struct GivenRecord: Hashable, Sendable {
        /// The values of `--set`, as they were typed.
        public let values: [String]
        /// The patterns of `--select`.
        public let selection: [String]
        /// The emulator's document; `nil` for the cloud.
        public let emulator: String?

        /// Makes a record.
        public init(values: [String], selection: [String], emulator: String?) {
            self.values = values
            self.selection = selection
            self.emulator = emulator
        }
    }
}

extension LedgerEvent.GivenRecord {
    var payload: JSONValue {
        JSONValue.members([("emulator", emulator)])
            .adding("select", list: selection.map { .string($0) })
            .adding("set", list: values.map { .string($0) })
    }

    init(_ member: PayloadMembers) throws(LedgerEvent.Unreadable) {
        self.init(
            values: try member.texts("set"),
            selection: try member.texts("select"),
            emulator: try member.optionalString("emulator")
        )
    }
}

extension PayloadMembers {
    /// The texts of an array; none when it is left out.
    fileprivate func texts(_ name: String) throws(LedgerEvent.Unreadable) -> [String] {
        guard let value = self[name] else { return [] }
        guard let values = value.array else { throw .init(reason: "`\(name)` is no list") }
        var texts: [String] = []
        for value in values {
            guard let text = value.string else { throw .init(reason: "`\(name)` holds more than strings") }
            texts.append(text)
        }
        return texts
    }
}

/// The bytes of one Git index (gitformat-index(5)), looked through once.
struct GitIndexText {
    let bytes: [UInt8]
    /// 20 for SHA-1, 32 for SHA-256.
    let hashLength: Int

    /// What a look through an index found.
    struct Finding {
        var isFound = false
        /// The hash of the shared index that this one is split from.
        var sharedIndex: String?
    }

    /// Looks for a path; `nil` when the bytes are no index with hashes of that length.
    func find(_ name: [UInt8]) -> Finding? {
        guard bytes.count >= 12 + hashLength, bytes.starts(with: Array("DIRC".utf8)), let version = word(4),
            (2...4).contains(version), let count = word(8)
        else { return nil }
        let end = bytes.count - hashLength
        var finding = Finding()
        var position = 12
        var previous: [UInt8] = []
        for _ in 0..<count {
            guard let entry = entry(at: position, end: end, version: version, previous: previous) else {
                return nil
            }
            if matches(bytes: entry.name, name) { finding.isFound = true }
            if version == 4 { previous = Array(entry.name) }
            position = entry.next
        }
        return extensions(from: position, end: end, into: &finding) ? finding : nil
    }

    /// Equal, or (a sparse index) a folder that the path is in.
    private func matches(bytes found: ArraySlice<UInt8>, _ name: [UInt8]) -> Bool {
        if found.last == UInt8(ascii: "/") { return name.starts(with: found) }
        return found.count == name.count && found.elementsEqual(name)
    }

    private func entry(
        at start: Int,
        end: Int,
        version: Int,
        previous: [UInt8]
    ) -> (name: ArraySlice<UInt8>, next: Int)? {
        // Ten words of what stat said, the hash, the flags.
        let flagsAt = start + 40 + hashLength
        guard flagsAt + 2 <= end else { return nil }
        let isExtended = bytes[flagsAt] & 0x40 != 0
        guard !isExtended || version >= 3 else { return nil }
        var nameAt = flagsAt + (isExtended ? 4 : 2)
        guard nameAt < end else { return nil }
        var kept: ArraySlice<UInt8> = []
        if version == 4 {
            guard let removed = variableInteger(&nameAt, end: end), removed <= previous.count else {
                return nil
            }
            kept = previous[..<(previous.count - removed)]
        }
        guard let zero = bytes[nameAt..<end].firstIndex(of: 0) else { return nil }
        guard version != 4 else { return (kept + bytes[nameAt..<zero], zero + 1) }
        // Filled up with one to eight zeros to a multiple of eight.
        let next = start + (zero - start + 8) / 8 * 8
        guard next <= end, bytes[zero..<next].allSatisfy({ $0 == 0 }) else { return nil }
        return (bytes[nameAt..<zero], next)
    }

    /// Walks the extensions to the end; whether they fill it.
    private func extensions(from start: Int, end: Int, into finding: inout Finding) -> Bool {
        var position = start
        while position < end {
            guard position + 8 <= end, let size = word(position + 4), size <= end - position - 8 else {
                return false
            }
            let body = bytes[(position + 8)..<(position + 8 + size)]
            if bytes[position..<(position + 4)].elementsEqual("link".utf8), body.count >= hashLength {
                let hash = body.prefix(hashLength)
                if hash.contains(where: { $0 != 0 }) { finding.sharedIndex = hexadecimal(hash) }
            }
            position += 8 + size
        }
        return position == end
    }

    private func word(_ at: Int) -> Int? {
        guard at >= 0, at + 4 <= bytes.count else { return nil }
        return bytes[at..<(at + 4)].reduce(0) { $0 << 8 | Int($1) }
    }

    /// The offset encoding of pack files: seven bits a byte, one added for each further byte.
    private func variableInteger(_ position: inout Int, end: Int) -> Int? {
        var value = 0
        var isFirst = true
        while position < end {
            let byte = bytes[position]
            position += 1
            value = (isFirst ? 0 : value + 1) << 7 | Int(byte & 0x7F)
            isFirst = false
            if byte & 0x80 == 0 { return value }
            guard value < 1 << 32 else { return nil }
        }
        return nil
    }

    private func hexadecimal(_ hash: ArraySlice<UInt8>) -> String {
        hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

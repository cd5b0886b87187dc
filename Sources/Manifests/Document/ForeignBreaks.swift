/// Stand-ins for NEL, LS and PS, so that libyaml does not take them for line breaks.
///
/// YAML 1.2 made them ordinary characters. libyaml gets a copy of the text with three characters in their stead that
/// the text does not use, one for one, so that its marks stay right; scalars get the originals back.
struct ForeignBreaks {
    private static let originals: [[UInt8]] = [[0xC2, 0x85], [0xE2, 0x80, 0xA8], [0xE2, 0x80, 0xA9]]
    private let standIns: [[UInt8]]

    /// Chooses stand-ins; `nil` when the text leaves none.
    init?(for bytes: [UInt8]) {
        // Plane 15 is private: 65,536 characters of four bytes, all but the first byte 0xF3.
        var isUsed = [Bool](repeating: false, count: 1 << 16)
        for index in bytes.indices where bytes[index] == 0xF3 && index + 3 < bytes.count {
            guard let (scalar, _) = CharacterCheck.scalar(in: bytes, at: index), scalar >> 16 == 15 else {
                continue
            }
            isUsed[Int(scalar & 0xFFFF)] = true
        }
        let free = isUsed.indices.lazy.filter { !isUsed[$0] && $0 < 0xFFFE }.prefix(3)
        standIns = free.map { low in
            [0xF3, 0xB0 | UInt8(low >> 12), 0x80 | UInt8(low >> 6 & 0x3F), 0x80 | UInt8(low & 0x3F)]
        }
        guard standIns.count == 3 else { return nil }
    }

    /// The text with stand-ins.
    func replaced(_ bytes: [UInt8]) -> [UInt8] { Self.swap(bytes, Self.originals, standIns) }

    /// The text with the originals again.
    func restored(_ bytes: [UInt8]) -> [UInt8] { Self.swap(bytes, standIns, Self.originals) }

    private static func swap(_ bytes: [UInt8], _ old: [[UInt8]], _ new: [[UInt8]]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte >= 0xC2, let hit = old.firstIndex(where: { bytes[index...].starts(with: $0) }) {
                result += new[hit]
                index += old[hit].count
            } else {
                result.append(byte)
                index += 1
            }
        }
        return result
    }
}

/// Finds equal keys of one mapping in linear time, whatever the keys are.
///
/// Open addressing over node numbers; hashes are seeded per process (`Hasher`), so that nobody can craft collisions.
/// One table serves all mappings of a document.
struct KeyTable {
    private var slots: [Int32] = []
    private var mask = 0
    private var count = 0

    /// Empties the table and makes room.
    mutating func reset(capacity: Int) {
        var size = 16
        while size < capacity * 2 { size *= 2 }
        if slots.count == size {
            for index in slots.indices { slots[index] = -1 }
        } else {
            slots = [Int32](repeating: -1, count: size)
        }
        mask = size - 1
        count = 0
    }

    /// Inserts a key unless an equal one is there.
    ///
    /// - Parameters:
    ///   - key: A scalar's number.
    ///   - text: The texts of scalars.
    /// - Returns: The equal key that was there.
    mutating func insert(_ key: Int32, text: (Int32) -> ArraySlice<UInt8>) -> Int32? {
        if (count + 1) * 2 > slots.count { grow(text: text) }
        let bytes = text(key)
        var position = Self.hash(bytes) & mask
        while slots[position] >= 0 {
            if text(slots[position]).elementsEqual(bytes) { return slots[position] }
            position = (position + 1) & mask
        }
        slots[position] = key
        count += 1
        return nil
    }

    private mutating func grow(text: (Int32) -> ArraySlice<UInt8>) {
        let old = slots
        slots = [Int32](repeating: -1, count: max(16, old.count * 2))
        mask = slots.count - 1
        for key in old where key >= 0 {
            var position = Self.hash(text(key)) & mask
            while slots[position] >= 0 { position = (position + 1) & mask }
            slots[position] = key
        }
    }

    private static func hash(_ bytes: ArraySlice<UInt8>) -> Int {
        var hasher = Hasher()
        unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        return hasher.finalize() & .max
    }
}

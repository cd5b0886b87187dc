/// Finds many byte patterns in one pass (Aho and Corasick, 1975).
///
/// Time is linear in the text, whatever the patterns are.
struct PatternAutomaton: Sendable {
    /// What a pattern's ends mean.
    struct Edges: OptionSet, Sendable {
        let rawValue: UInt8
        /// The character before carries bits of the value (base64).
        static let before = Edges(rawValue: 1)
        /// The character after carries bits of the value, and padding may follow (base64).
        static let after = Edges(rawValue: 2)
    }

    private struct State {
        var label: UInt8 = 0
        var edges: Edges = []
        /// The longest pattern that ends here; 0 for none.
        var length: Int32 = 0
        var firstChild: Int32 = 0
        var sibling: Int32 = 0
        var fallback: Int32 = 0
    }

    private var states = [State()]
    private var roots = [Int32](repeating: 0, count: 256)

    var isEmpty: Bool { states.count == 1 }

    mutating func add(_ pattern: [UInt8], edges: Edges = []) {
        guard !pattern.isEmpty else { return }
        var state: Int32 = 0
        for byte in pattern {
            if let next = child(of: state, byte) {
                state = next
            } else {
                let new = Int32(states.count)
                states.append(State(label: byte, sibling: states[Int(state)].firstChild))
                states[Int(state)].firstChild = new
                if state == 0 { roots[Int(byte)] = new }
                state = new
            }
        }
        states[Int(state)].length = Int32(pattern.count)
        states[Int(state)].edges.formUnion(edges)
    }

    /// Computes where each state goes on when nothing fits; to be called after patterns were added.
    mutating func link() {
        var queue = children(of: 0)
        for state in queue { states[Int(state)].fallback = 0 }
        var head = 0
        while head < queue.count {
            let state = queue[head]
            head += 1
            for next in children(of: state) {
                var fallback = states[Int(state)].fallback
                while fallback != 0, child(of: fallback, states[Int(next)].label) == nil {
                    fallback = states[Int(fallback)].fallback
                }
                let target = Int(child(of: fallback, states[Int(next)].label) ?? 0)
                states[Int(next)].fallback = Int32(target)
                if states[Int(next)].length == 0 {
                    states[Int(next)].length = states[target].length
                    states[Int(next)].edges = states[target].edges
                }
                queue.append(next)
            }
        }
    }

    /// The places of all patterns, ordered by their ends; of those that end together the longest only.
    func matches(in text: [UInt8]) -> [Range<Int>] {
        guard !isEmpty else { return [] }
        var found: [Range<Int>] = []
        var state: Int32 = 0
        for index in text.indices {
            let byte = text[index]
            // Most bytes of most texts begin nothing.
            if state == 0 {
                state = roots[Int(byte)]
                if state == 0 { continue }
            } else {
                var next = child(of: state, byte)
                while next == nil, state != 0 {
                    state = states[Int(state)].fallback
                    next = child(of: state, byte)
                }
                state = next ?? 0
            }
            let length = Int(states[Int(state)].length)
            if length > 0 {
                found.append(widened(index + 1 - length..<index + 1, states[Int(state)].edges, in: text))
            }
        }
        return found
    }

    private func widened(_ range: Range<Int>, _ edges: Edges, in text: [UInt8]) -> Range<Int> {
        guard !edges.isEmpty else { return range }
        var (start, end) = (range.lowerBound, range.upperBound)
        if edges.contains(.before), start > 0, Base64.isLetter(text[start - 1]) { start -= 1 }
        if edges.contains(.after) {
            if end < text.count, Base64.isLetter(text[end]) { end += 1 }
            while end < text.count, end < range.upperBound + 3, text[end] == UInt8(ascii: "=") { end += 1 }
        }
        return start..<end
    }

    private func child(of state: Int32, _ byte: UInt8) -> Int32? {
        if state == 0 { return roots[Int(byte)] == 0 ? nil : roots[Int(byte)] }
        var next = states[Int(state)].firstChild
        while next != 0 {
            if states[Int(next)].label == byte { return next }
            next = states[Int(next)].sibling
        }
        return nil
    }

    private func children(of state: Int32) -> [Int32] {
        var list: [Int32] = []
        var next = states[Int(state)].firstChild
        while next != 0 {
            list.append(next)
            next = states[Int(next)].sibling
        }
        return list
    }
}

/// Punycode with the parameters of RFC 3492 §5, for labels of at most 63 characters.
enum Punycode {
    private static let base = 36

    /// Decodes what stands behind `xn--`, in lower case.
    ///
    /// - Returns: The scalars; `nil` when it is not Punycode.
    static func decode(_ text: ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar]? {
        guard text.count <= 63 else { return nil }
        let hyphen = text.lastIndex(of: "-")
        var result = hyphen.map { Array(text[..<$0]) } ?? []
        var digits = hyphen.map { text[($0 + 1)...] } ?? text
        guard !digits.isEmpty else { return nil }
        var (code, bias, position) = (128, 72, 0)
        while !digits.isEmpty {
            let start = position
            var weight = 1
            for threshold in thresholds(bias) {
                guard let value = digits.popFirst().flatMap(value) else { return nil }
                position += value * weight
                // Far above 0x10FFFF × 64, and far below what an integer holds.
                guard position < 1 << 32 else { return nil }
                if value < threshold { break }
                weight *= base - threshold
                guard weight < 1 << 24 else { return nil }
            }
            let count = result.count + 1
            bias = adapt(position - start, count, isFirst: start == 0)
            code += position / count
            position %= count
            guard let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init) else { return nil }
            result.insert(scalar, at: position)
            position += 1
        }
        return result
    }

    /// Encodes a label; without `xn--`.
    ///
    /// - Returns: Letters, digits and hyphens; `nil` when there are more than 63 scalars.
    static func encode(_ label: [Unicode.Scalar]) -> [Unicode.Scalar]? {
        guard label.count <= 63 else { return nil }
        var result = label.filter(\.isASCII)
        let basic = result.count
        if basic > 0 { result.append("-") }
        var (code, delta, bias, done) = (128, 0, 72, basic)
        while done < label.count {
            let next = label.lazy.map { Int($0.value) }.filter { $0 >= code }.min() ?? code
            delta += (next - code) * (done + 1)
            code = next
            for scalar in label {
                if scalar.value < code { delta += 1 }
                guard scalar.value == code else { continue }
                var rest = delta
                for threshold in thresholds(bias) {
                    guard rest >= threshold else { break }
                    result.append(digit(threshold + (rest - threshold) % (base - threshold)))
                    rest = (rest - threshold) / (base - threshold)
                }
                result.append(digit(rest))
                bias = adapt(delta, done + 1, isFirst: done == basic)
                delta = 0
                done += 1
            }
            delta += 1
            code += 1
        }
        return result
    }

    private static func thresholds(_ bias: Int) -> some Sequence<Int> {
        stride(from: base, to: .max, by: base).lazy.map { min(26, max(1, $0 - bias)) }
    }

    private static func adapt(_ delta: Int, _ count: Int, isFirst: Bool) -> Int {
        var rest = isFirst ? delta / 700 : delta / 2
        rest += rest / count
        var steps = 0
        while rest > 35 * 26 / 2 {
            rest /= 35
            steps += base
        }
        return steps + 36 * rest / (rest + 38)
    }

    private static func value(_ scalar: Unicode.Scalar) -> Int? {
        switch scalar {
        case "a"..."z": Int(scalar.value) - 0x61
        case "0"..."9": Int(scalar.value) - 0x30 + 26
        default: nil
        }
    }

    private static func digit(_ value: Int) -> Unicode.Scalar {
        Unicode.Scalar(UInt8(value < 26 ? value + 0x61 : value - 26 + 0x30))
    }
}

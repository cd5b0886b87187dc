/// The name that somebody probably meant.
public enum NearestName {
    /// Finds the allowed name that is at most two edits away from a mistyped one.
    ///
    /// An edit inserts, removes or replaces a Unicode scalar, or swaps two neighbours. Names of one or two scalars
    /// allow one edit. Letter case costs nothing, but an exact match in case wins.
    ///
    /// - Parameters:
    ///   - candidates: What is allowed here.
    ///   - name: What was typed.
    /// - Returns: The nearest, the first in order among equals; `nil` when none is near.
    public static func among(_ candidates: some Sequence<String>, to name: String) -> String? {
        let typed = Array(name.lowercased().unicodeScalars)
        guard typed.count <= 64 else { return nil }
        var best: (distance: Int, name: String)?
        for candidate in candidates {
            let allowed = Array(candidate.lowercased().unicodeScalars)
            let limit = min(typed.count, allowed.count) <= 2 ? 1 : 2
            guard abs(typed.count - allowed.count) <= limit else { continue }
            let distance = editDistance(typed, allowed)
            if distance <= limit, distance < (best?.distance ?? .max) { best = (distance, candidate) }
        }
        return best?.name
    }

    /// The number of edits between two texts (optimal string alignment).
    static func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var beforePrevious: [Int] = []
        var previous = Array(0...right.count)
        for row in 0..<left.count {
            var current = [row + 1]
            for column in 0..<right.count {
                var cost = min(previous[column + 1] + 1, current[column] + 1)
                cost = min(cost, previous[column] + (left[row] == right[column] ? 0 : 1))
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    cost = min(cost, beforePrevious[column - 1] + 1)
                }
                current.append(cost)
            }
            beforePrevious = previous
            previous = current
        }
        return previous[right.count]
    }
}

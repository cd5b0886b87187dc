import Diagnostics

extension SourceText {
    /// The line of a byte, from 1.
    ///
    /// - Complexity: O(log lines), however long the line is.
    func line(at offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low + 1
    }
}

import Diagnostics
import Host
import Synchronization

/// An open file of a ``MemoryFileSystem`` that takes lines.
final class MemoryLineFile: LineFile {
    private let files: MemoryFileSystem
    private let path: String
    private let bytes = Mutex<[UInt8]?>([])

    init(files: MemoryFileSystem, path: String) {
        self.files = files
        self.path = path
    }

    func write(_ lines: String) throws(Diagnostic) {
        let content = bytes.withLock { bytes -> [UInt8]? in
            bytes?.append(contentsOf: lines.utf8)
            return bytes
        }
        guard let content else { return }
        do throws(Diagnostic) {
            try files.write(content, to: path)
        } catch {
            close()
            throw error
        }
    }

    func close() { bytes.withLock { $0 = nil } }
}

import Diagnostics
import Host

/// Where the lines of a stream of events go.
protocol EventStream: Sendable {
    /// Hands a line on at once.
    ///
    /// - Parameter line: The line, with its line feed.
    func write(_ line: String)

    /// Ends the stream.
    func close()
}

/// Events on standard output.
struct OutputEventStream: EventStream {
    /// Where they are written.
    let console: any Console

    func write(_ line: String) { console.writeOutput(line) }

    func close() {}
}

/// Events in a file, a pipe or a device.
///
/// One that can no longer be written is no reason to stop a run: it is said once.
struct FileEventStream: EventStream {
    /// The open file.
    let file: any LineFile
    /// Told what went wrong.
    let complain: @Sendable (Diagnostic) -> Void

    func write(_ line: String) {
        do throws(Diagnostic) {
            try file.write(line)
        } catch {
            complain(error)
        }
    }

    func close() { file.close() }
}

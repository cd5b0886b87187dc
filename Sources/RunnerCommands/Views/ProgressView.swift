import Execution
import Host
import Plans

/// Shows a run while it goes on: in place on a terminal, otherwise one line for each change. All on standard error.
actor ProgressView {
    private let console: any Console
    private let isLive: Bool
    private let redact: @Sendable (String) -> String
    private var order: [JobAddress] = []
    private var lines: [JobAddress: String] = [:]
    private var drawn = 0

    /// Makes a view.
    ///
    /// - Parameters:
    ///   - console: Where it is shown.
    ///   - isLive: Whether lines may be drawn over.
    ///   - redact: Takes secrets out of what is shown.
    init(console: any Console, isLive: Bool, redact: @escaping @Sendable (String) -> String) {
        self.console = console
        self.isLive = isLive
        self.redact = redact
    }

    /// Takes an event in and shows it.
    ///
    /// - Parameter event: What happened.
    func show(_ event: ExecutionEvent) {
        // Nothing happened to it: the summary says so.
        if case .finished(let result) = event, result.ending == .upToDate { return }
        let (address, words) = Self.words(event)
        let text = redact(words)
        guard isLive else {
            console.writeError("\(address)  \(text)\n")
            return
        }
        if lines[address] == nil { order.append(address) }
        lines[address] = text
        draw()
    }

    /// Shows a line that is about no job, above what is drawn in place.
    ///
    /// - Parameter line: What there is to say.
    func tell(_ line: String) {
        clear()
        console.writeError(redact(line) + "\n")
        if isLive, !order.isEmpty { draw() }
    }

    /// Takes what was drawn in place away, so that only the summary stays.
    func clear() {
        guard isLive, drawn > 0 else { return }
        console.writeError("\u{1B}[\(drawn)A\u{1B}[0J")
        drawn = 0
    }

    /// Draws the jobs over what was drawn before, cut to the terminal.
    private func draw() {
        let size = console.errorTerminalSize ?? (columns: 80, rows: 24)
        let room = max(1, size.rows - 2)
        var shown = order.suffix(room).map { "\($0)  \(lines[$0] ?? "")" }
        if order.count > room { shown[0] = "… \(order.count - room + 1) more" }
        var text = drawn > 0 ? "\u{1B}[\(drawn)A" : ""
        for line in shown { text += "\u{1B}[2K" + String(line.prefix(max(20, size.columns - 1))) + "\n" }
        drawn = shown.count
        console.writeError(text)
    }

    private static func words(_ event: ExecutionEvent) -> (JobAddress, String) {
        switch event {
        case .intended(let address, let number):
            (address, "attempt \(number): sending")
        case .retrying(let address, let delay, let why):
            (address, "sending again in \(max(1, delay.components.seconds)) s: \(why)")
        case .submitted(let address, let remoteID, _):
            (address, "submitted as \(remoteID)")
        case .takenUp(let address, let remoteID):
            (address, "taken up: \(remoteID)")
        case .changed(let address, let state, let word):
            (address, state.rawValue == word.lowercased() ? state.rawValue : "\(state.rawValue) (\(word))")
        case .trouble(let address, let why):
            (address, "asking again later: \(why)")
        case .finished(let result):
            (result.address, ResultWording.headline(result))
        }
    }
}

/// A result in words.
enum ResultWording {
    /// One line, without the address.
    static func headline(_ result: JobResult) -> String {
        let words =
            switch result.ending {
            case .upToDate: "up to date"
            case .succeeded: "succeeded"
            case .failed: "failed"
            case .cancelled: "cancelled"
            case .rejected: "rejected"
            case .denied: "denied"
            case .notSent: "not sent"
            case .notBegun: "not begun"
            case .skipped: "skipped"
            case .unfinished: "unfinished"
            case .unknown: "unknown"
            case .lost: "lost"
            }
        var text = words
        if result.ending == .skipped || result.ending == .notBegun {
            return text + (result.reason.map { ": " + $0 } ?? "")
        }
        if let number = result.number { text += ", attempt \(number)" }
        if let remoteID = result.remoteID { text += " as \(remoteID)" }
        return text
    }
}

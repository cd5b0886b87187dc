import JSONValues
import Secrets

/// What the scoring process answers to one order.
enum ScoringReply: Sendable {
    /// It went well.
    case done(count: Int, rows: [UInt8])
    /// The script raised: the exception's name and text, and then its traceback.
    case raised(String)

    /// The header of an answer, before its rows.
    enum Header: Sendable {
        /// It went well, and so many bytes of rows follow.
        case done(count: Int, bytes: Int)
        /// The script raised; nothing follows.
        case raised(String)

        /// Reads a line; `nil` when it breaks the protocol.
        init?(_ line: [UInt8]) {
            guard let document = try? JSONReader().read(line) else { return nil }
            switch document["ok"]?.bool {
            case true:
                guard let count = document["count"]?.integer, count >= 0,
                    let bytes = document["bytes"]?.integer,
                    (0...EmulatorLimits.output).contains(bytes)
                else { return nil }
                self = .done(count: count, bytes: bytes)
            case false:
                let kind = document["kind"]?.string ?? "Exception"
                let message = document["message"]?.string ?? ""
                let traceback = document["traceback"]?.string ?? ""
                self = .raised(
                    Sanitizer.clean("\(kind): \(message)\n\(traceback)", limit: EmulatorLimits.log)
                )
            case nil:
                return nil
            }
        }
    }
}

import Diagnostics
import Synchronization

/// Takes diagnostics that would be shown as text, for whoever writes them in another form or keeps them back.
final class FindingCollector: Sendable {
    private struct Taken {
        var diagnostics: [Diagnostic] = []
        var sources: [SourceText] = []
    }

    private let state = Mutex(Taken())

    /// Takes some in.
    ///
    /// - Parameters:
    ///   - diagnostics: The diagnostics.
    ///   - sources: The texts that they point into.
    func take(_ diagnostics: [Diagnostic], sources: [SourceText]) {
        state.withLock { taken in
            taken.diagnostics += diagnostics
            let known = Set(taken.sources.map { Array($0.name.utf8) })
            taken.sources += sources.filter { !known.contains(Array($0.name.utf8)) }
        }
    }

    /// Everything that was taken, in order.
    var diagnostics: [Diagnostic] { state.withLock(\.diagnostics) }

    /// The texts that the diagnostics point into.
    var sources: [SourceText] { state.withLock(\.sources) }
}

import Diagnostics

extension Diagnostic {
    /// The same diagnostic without secrets; what the far side said may hold one.
    ///
    /// - Parameter redactor: Takes them out.
    /// - Returns: What may be shown.
    func redacted(by redactor: RunRedactor) -> Diagnostic {
        var redacted = self
        redacted.message = redactor.redact(message)
        redacted.primary = primary?.redacted(by: redactor)
        redacted.secondary = secondary.map { $0.redacted(by: redactor) }
        redacted.notes = notes.map { redactor.redact($0) }
        redacted.help = help.map { redactor.redact($0) }
        return redacted
    }
}

extension Diagnostic.Label {
    fileprivate func redacted(by redactor: RunRedactor) -> Diagnostic.Label {
        text.isEmpty ? self : Diagnostic.Label(span, redactor.redact(text), showsExcerpt: showsExcerpt)
    }
}

import Diagnostics

/// Checks of one subject, as they come up.
struct DoctorFindings {
    /// What they are about.
    let subject: String
    /// What was found so far.
    private(set) var checks: [DoctorCheck] = []

    /// Begins with nothing found.
    init(subject: String) { self.subject = subject }

    /// Adds what is fine.
    mutating func ok(_ name: String, _ words: String) {
        checks.append(DoctorCheck(subject: subject, name: name, grade: .ok, words: words))
    }

    /// Adds what may be a fault.
    mutating func warn(_ name: String, _ words: String, hint: String? = nil) {
        checks.append(DoctorCheck(subject: subject, name: name, grade: .warn, words: words, hint: hint))
    }

    /// Adds a fault.
    mutating func fail(_ name: String, _ words: String, hint: String? = nil, _ status: ExitStatus) {
        checks.append(
            DoctorCheck(subject: subject, name: name, grade: .fail, words: words, hint: hint, status: status)
        )
    }

    /// Adds what was not looked at.
    mutating func skip(_ names: [String]) {
        checks += names.map {
            DoctorCheck(
                subject: subject,
                name: $0,
                grade: .skip,
                words: "not looked at: it comes after what failed"
            )
        }
    }

    /// What was found, with what was not looked at.
    func skipping(_ names: [String]) -> [DoctorCheck] {
        var copy = self
        copy.skip(names)
        return copy.checks
    }
}

import Diagnostics

/// One `az ml batch-endpoint invoke`, as somebody typed it.
struct InvokeCall: Sendable {
    /// An option of the command that means something to a manifest, by its long name.
    enum Option: String, CaseIterable, Sendable {
        case name
        case resourceGroup = "resource-group"
        case workspaceName = "workspace-name"
        case subscription
        case deploymentName = "deployment-name"
        case input
        case inputType = "input-type"
        case file
        case set
        case miniBatchSize = "mini-batch-size"
        case instanceCount = "instance-count"
        case outputPath = "output-path"
        case jobName = "job-name"
        case experimentName = "experiment-name"
        // What becomes of the answer: nothing that a manifest says.
        case query
        case output
        case debug
        case verbose
        case onlyShowErrors = "only-show-errors"
        // Spellings of old versions of the extension.
        case inputData = "input-data"
        case inputPath = "input-path"
        case inputLocalPath = "input-local-path"

        /// Whether a value follows.
        var takesValue: Bool { ![.debug, .verbose, .onlyShowErrors].contains(self) }

        static let short: [String: Option] = [
            "-n": .name, "-g": .resourceGroup, "-w": .workspaceName, "-d": .deploymentName, "-f": .file,
            "-m": .miniBatchSize, "-c": .instanceCount, "-o": .output,
        ]

        /// The option that a word gives; a long name may be cut where it stays the only one.
        init?(spelt word: String) {
            if let short = Self.short[word] {
                self = short
                return
            }
            guard word.hasPrefix("--") else { return nil }
            let typed = word.dropFirst(2)
            if let exact = Option(rawValue: String(typed)) {
                self = exact
                return
            }
            let possible = Self.allCases.filter { $0.rawValue.hasPrefix(typed) }
            guard possible.count == 1, !typed.isEmpty else { return nil }
            self = possible[0]
        }
    }

    /// The values given, each option's last.
    private(set) var values: [Option: ShellValue] = [:]
    /// What `--set` and the generic updates say: a path and its value, in order.
    private(set) var settings: [(path: String, value: ShellValue)] = []
    /// Words that are not understood.
    private(set) var strange: [String] = []
    /// Where the command stands in the script.
    let span: SourceSpan

    /// Reads the words after `invoke`.
    ///
    /// - Parameters:
    ///   - fields: The words, as far as they are known.
    ///   - defaults: What `az configure --defaults` and `az account set` said before.
    ///   - span: Where the command stands.
    init(_ fields: [ShellValue], defaults: [Option: ShellValue], at span: SourceSpan) {
        self.span = span
        self.values = defaults
        var index = 0
        while index < fields.count {
            let field = fields[index]
            index += 1
            var head = field.text ?? field.beginning
            var attached: ShellValue?
            if head.hasPrefix("--"), let equals = head.firstIndex(of: "=") {
                attached = field.dropping(head.distance(from: head.startIndex, to: equals) + 1)
                head = String(head[..<equals])
            }
            guard let option = Option(spelt: head) else {
                strange.append(field.text { "$\($0)" })
                continue
            }
            guard option.takesValue else { continue }
            if option == .set {
                var assignments = attached.map { [$0] } ?? []
                while index < fields.count, !fields[index].beginning.hasPrefix("-") {
                    assignments.append(fields[index])
                    index += 1
                }
                for assignment in assignments { take(assignment) }
            } else if let attached {
                values[option] = attached
            } else if index < fields.count {
                values[option] = fields[index]
                index += 1
            }
        }
    }

    private mutating func take(_ assignment: ShellValue) {
        let head = assignment.beginning
        guard let equals = head.firstIndex(of: "=") else {
            strange.append("--set " + assignment.text { "$\($0)" })
            return
        }
        let value = assignment.dropping(head.distance(from: head.startIndex, to: equals) + 1)
        settings.append((String(head[..<equals]), value))
    }

    /// An option's value.
    subscript(option: Option) -> ShellValue? { values[option] }
}

extension ShellValue {
    /// The value without its first characters, which are text.
    func dropping(_ count: Int) -> ShellValue {
        var rest = ShellValue()
        for (place, part) in parts.enumerated() {
            if place == 0, case .text(let text) = part {
                rest.append(.text(String(text.dropFirst(count))))
            } else {
                rest.append(part)
            }
        }
        return rest
    }
}

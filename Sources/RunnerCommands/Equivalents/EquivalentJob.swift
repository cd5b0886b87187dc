import HTTPExchange
import HTTPTypes
import Plans

/// A job of a plan as another program would submit it: what it says, with blanks for what only the moment knows.
struct EquivalentJob: Sendable {
    /// The job of the plan; it would be sent.
    let job: PlannedJob
    /// What people type for it.
    let address: String
    /// The deployment that is named.
    let deployment: ShellValue?
    let experimentName: ShellValue?
    let inputs: [Binding]
    let outputs: [Binding]
    let settings: JobSpecification.Settings
    /// The request's address; the one that stands for it where the endpoint is yet to be looked up.
    let url: ShellValue
    /// The request's fields, the token's and the key's left out.
    let fields: [(name: String, value: ShellValue)]
    /// The attempt's key; `nil` where it takes a ledger to know it.
    let key: String?
    /// The request's body.
    let body: ShellValue
    /// What of it cannot be said elsewhere.
    let remarks: [String]

    /// A named input or output.
    struct Binding: Sendable {
        let name: String
        /// In the words of Azure ML's YAML; literals are strings, as they are sent.
        let type: String
        /// A URI or a literal; `nil` for an output without a place.
        let value: ShellValue?
        let isLiteral: Bool

        /// Whether it is a registered asset, `azureml:NAME:VERSION`, and no place of a datastore.
        var isAsset: Bool {
            guard !isLiteral, let text = value?.beginning else { return false }
            return text.utf8.starts(with: "azureml:".utf8) && !text.utf8.starts(with: "azureml:/".utf8)
        }
    }

    /// Whether its endpoint is looked up first.
    var named: AzureMLNamedEndpoint? { job.submission.target.named }
}

extension EquivalentJob {
    /// Fills a job in.
    ///
    /// - Parameters:
    ///   - job: A job that would be sent.
    ///   - lineage: The ledger's; `nil` when none was looked at.
    ///   - outputs: Where the jobs wrote that it needs.
    ///   - terms: What the manifest says that no other program does.
    ///   - blanks: What stands for what is not known.
    ///   - names: Names for variables.
    ///   - redact: Hides secrets.
    init(
        _ job: PlannedJob,
        lineage: String?,
        outputs: [NeededOutput: String],
        terms: [String],
        blanks: inout ScriptBlanks,
        names: ScriptNames,
        redact: (String) -> String
    ) {
        var remarks = terms
        var handed = outputs
        for needed in job.submission.neededOutputs where handed[needed] == nil {
            let name = names.free("OUTPUT_\(blanks.variables.count + 1)")
            handed[needed] = blanks.blank(name, "where \(needed.address) wrote its output \(needed.output)")
        }
        let submission = job.submission.handed(handed)
        let holdsRunID = submission.specification.holdsRunID
        let runID = holdsRunID ? blanks.blank(names.free("RUN_ID"), "the id of the run") : ""
        let intent = Intent(submission, number: job.nextAttemptNumber, lineage: lineage ?? "", runID: runID)
        var conversation = Composition.engine(for: submission.target).submit(intent)
        guard case .send(let request, _) = conversation.next(nil) else {
            preconditionFailure("an engine's submission begins with a request")
        }
        let hidden = blanks
        var isRedacted = false
        func value(_ text: String) -> ShellValue {
            let shown = redact(text)
            if !shown.utf8.elementsEqual(text.utf8) { isRedacted = true }
            return hidden.value(shown)
        }
        let specification = intent.specification
        self.job = job
        self.address = job.submission.displayAddress
        self.deployment = submission.target.deployment.map(value)
        self.experimentName = specification.experimentName.map { value($0.text) }
        self.inputs = specification.inputs.map { input in
            switch input.value {
            case .data(let type, let uri):
                Binding(name: input.name, type: type, value: value(uri.text), isLiteral: false)
            case .literal(let type, let text):
                Binding(
                    name: input.name,
                    type: "string",
                    value: value(Self.literal(text.text, type)),
                    isLiteral: true
                )
            }
        }
        self.outputs = specification.outputs.map {
            Binding(name: $0.name, type: $0.type, value: $0.uri.map { value($0.text) }, isLiteral: false)
        }
        self.settings = specification.settings
        self.url = value(request.address.description)
        self.fields = request.fields.filter { $0.name.rawName != "repeatability_request-id" }
            .map { ($0.name.rawName, value($0.value)) }
        self.key = lineage == nil ? nil : intent.key
        self.body = value(String(decoding: request.body, as: UTF8.self))
        if isRedacted { remarks.append("what looks like a secret is left out of it: ***") }
        self.remarks = remarks
    }

    /// A literal's text as it is sent.
    private static func literal(_ text: String, _ type: String) -> String {
        guard type == "boolean" else { return text }
        return ["true": "True", "false": "False"][text.lowercased()] ?? text
    }
}

extension JobSpecification {
    /// Whether some text of it differs with every run.
    fileprivate var holdsRunID: Bool {
        let ofInputs = inputs.map { input in
            switch input.value {
            case .data(_, let uri): uri
            case .literal(_, let text): text
            }
        }
        return (ofInputs + outputs.compactMap(\.uri) + [experimentName].compactMap { $0 })
            .contains(where: \.holdsRunID)
    }
}

/// Names of a script's own variables, none of which a manifest uses for something of its own.
struct ScriptNames: Sendable {
    /// The variables that the manifest's credentials are looked up in.
    let taken: Set<String>

    /// A name that is free.
    func free(_ wanted: String) -> String {
        var name = wanted
        while taken.contains(name) { name += "_" }
        return name
    }
}

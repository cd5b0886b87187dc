import Diagnostics
import Manifests

/// Settings that only a model's deployment has, beside inputs and outputs that such a deployment does not take.
///
/// A manifest does not say whether a deployment is a model's or a pipeline component's. Whichever it is, one of the
/// two is wrong: the settings are not obeyed, or the job is refused.
struct AzureMLKindCheck {
    let job: Job

    /// Reports everything that does not fit the first such setting.
    ///
    /// - Parameter problems: Where warnings are added.
    func report(into problems: inout [Diagnostic]) {
        guard let (setting, place) = modelSetting else { return }
        func add(_ what: String, at span: SourceSpan) {
            problems.append(.notOfModelDeployment(what, at: span, setting, place))
        }
        var files = 0
        for input in job.inputs {
            switch input.value {
            case .literal(let type, _): add("a literal input", at: type.span)
            case .data(let type, _):
                switch type.value {
                case .uriFolder, .uriFile:
                    files += 1
                    if files == 2 { add("more than one input", at: input.name.span) }
                case .mltable, .mlflowModel, .customModel, .tritonModel:
                    add("an input of type `\(type.value.rawValue)`", at: type.span)
                }
            }
        }
        if job.outputs.count > 1 { add("more than one output", at: job.outputs[1].name.span) }
        for output in job.outputs where output.type.value != .uriFile {
            add("an output of type `\(output.type.value.rawValue)`", at: output.type.span)
        }
    }

    private var modelSetting: (name: String, place: SourceSpan)? {
        let settings = job.settings
        let found: [(String, SourceSpan?)] = [
            ("miniBatchSize", settings.miniBatchSize?.span),
            ("errorThreshold", settings.errorThreshold?.span),
            ("outputFileName", settings.outputFileName?.span),
        ]
        return found.lazy.compactMap { name, span in span.map { (name, $0) } }.first
    }
}

extension Diagnostic {
    static func notOfModelDeployment(
        _ what: String,
        at span: SourceSpan,
        _ setting: String,
        _ place: SourceSpan
    ) -> Diagnostic {
        Diagnostic(
            .notOfModelDeployment,
            severity: .warning,
            "a model deployment does not take \(what)",
            at: Label(span, "refused by a model deployment"),
            secondary: [Label(place, "`\(setting)` is for model deployments only")],
            notes: ["it takes one `uri_folder` or `uri_file`, and writes one `uri_file`"],
            help: "for a pipeline component's deployment remove `\(setting)`"
        )
    }
}

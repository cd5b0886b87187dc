extension JobSpecification {
    /// The specification of one attempt, with nothing left to decide.
    ///
    /// - Parameters:
    ///   - attemptNumber: The attempt's number, from 1.
    ///   - runID: The run's id.
    /// - Returns: The same with every late look-up replaced.
    public func filled(attemptNumber: Int, runID: String) -> JobSpecification {
        func fill(_ text: LateText) -> LateText {
            LateText(text.filled(attemptNumber: attemptNumber, runID: runID))
        }
        return JobSpecification(
            inputs: inputs.map { input in
                switch input.value {
                case .data(let type, let uri):
                    Input(name: input.name, value: .data(type: type, uri: fill(uri)))
                case .literal(let type, let text):
                    Input(name: input.name, value: .literal(type: type, text: fill(text)))
                }
            },
            outputs: outputs.map { Output(name: $0.name, type: $0.type, uri: $0.uri.map(fill)) },
            experimentName: experimentName.map(fill),
            settings: settings
        )
    }
}

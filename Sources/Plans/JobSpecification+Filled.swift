extension JobSpecification {
    /// The specification of one attempt, with nothing left to decide.
    ///
    /// - Parameters:
    ///   - attemptNumber: The attempt's number, from 1.
    ///   - runID: The run's id.
    /// - Returns: The same with every late look-up replaced.
    public func filled(attemptNumber: Int, runID: String) -> JobSpecification {
        mapped { LateText($0.filled(attemptNumber: attemptNumber, runID: runID)) }
    }

    /// The specification with what other jobs wrote.
    ///
    /// - Parameter uris: The URIs of outputs.
    /// - Returns: The same with those outputs replaced.
    func filled(with uris: [NeededOutput: String]) -> JobSpecification { mapped { $0.filled(with: uris) } }

    private func mapped(_ fill: (LateText) -> LateText) -> JobSpecification {
        JobSpecification(
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

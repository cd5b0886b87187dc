import JSONValues

/// A refusal of the data plane, in the shape that the service gives it.
struct ServiceFailure: Error, Sendable {
    /// The status.
    let status: Int
    /// The name of the error.
    let code: String
    /// What is wrong, in the service's words where they are known.
    let message: String

    init(_ status: Int, _ message: String, code: String = "UserError") {
        self.status = status
        self.code = code
        self.message = message
    }

    /// The faults of a job request: a JSON array as text within the message, which is how the service sends it.
    static func validation(_ faults: [JSONValue]) -> ServiceFailure {
        ServiceFailure(
            400,
            "The Job request provided has the following validation errors. Please resolve them and try again.\n"
                + "Errors:\n" + JSONWriter.text(.array(faults))
        )
    }

    /// The answer.
    func answer(requestID: String, time: String) -> EmulatorAnswer {
        let information: [(String, JSONValue)] = [
            ("ComponentName", "managementfrontend"),
            (
                "Correlation",
                ["operation": .string(requestID), "request": .string(String(requestID.prefix(16)))]
            ),
            ("Environment", "emulator"),
            ("Location", "emulator"),
            ("Time", .string(time)),
        ]
        var fields = [("X-Request-ID", requestID)]
        if status == 401 { fields.append(("WWW-Authenticate", "Bearer realm=\"AzureML\"")) }
        if status == 405 { fields.append(("Allow", "POST, GET")) }
        let document: JSONValue = [
            "error": [
                "code": .string(code),
                "message": .string(message),
                "details": [],
                "additionalInfo": .array(
                    information.map { ["type": .string($0.0), "info": ["value": $0.1]] }
                ),
            ]
        ]
        return .json(status, document, fields: fields)
    }
}

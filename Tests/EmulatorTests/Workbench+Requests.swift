import Emulator
import HTTPExchange
import HTTPTypes
import Host
import JSONValues
import Testing
import Transport

extension Workbench {
    static let input = "https://example.blob.core.windows.net/data"
    static let output = "azureml://datastores/workspaceblobstore/paths/runs/1/predictions.csv"

    /// An answer with its JSON body.
    struct Answer {
        let status: Int
        let fields: HTTPFields
        let body: JSONValue
        let text: String

        subscript(_ field: String) -> String? { HTTPField.Name(field).flatMap { fields[$0] } }
    }

    func send(
        _ method: HTTPRequest.Method,
        _ address: String,
        fields: [String: String] = [:],
        body: String = ""
    ) async throws -> Answer {
        var request = OutgoingRequest(
            method: method,
            address: try WebAddress.parse(address),
            body: Array(body.utf8)
        )
        for (name, value) in fields { request.fields[try #require(HTTPField.Name(name))] = value }
        let answer = try await transport.send(request, timeout: .seconds(300))
        return Answer(
            status: answer.status,
            fields: answer.fields,
            body: answer.body.isEmpty ? .null : try JSONReader().read(answer.body),
            text: String(decoding: answer.body, as: UTF8.self)
        )
    }

    // MARK: - Tokens

    func askForToken(
        _ form: String,
        path: String = "/\(tenant)/oauth2/v2.0/token",
        fields: [String: String] = [:]
    ) async throws -> Answer {
        var fields = fields
        fields["Content-Type"] = "application/x-www-form-urlencoded"
        return try await send(.post, "https://login.microsoftonline.com" + path, fields: fields, body: form)
    }

    static let form =
        "grant_type=client_credentials&client_id=\(client)&client_secret=s3cret%2F%2B%26%3D~%20value"
        + "&scope=https%3A%2F%2Fml.azure.com%2F.default"

    func token() async throws -> String {
        try #require(try await askForToken(Self.form).body["access_token"]?.string)
    }

    // MARK: - Jobs

    static func job(
        input: String = input,
        type: String = "UriFolder",
        output: String? = output,
        further: String = ""
    ) -> String {
        let outputs =
            output.map { #", "outputData": {"o": {"jobOutputType": "UriFile", "uri": "\#($0)"}}"# } ?? ""
        return #"""
            {"properties": {"inputData": {"i": {"jobInputType": "\#(type)", "uri": "\#(input)"}}\#(outputs)\#(further)}}
            """#
    }

    func submit(
        _ body: String = job(),
        host: String = heart,
        token: String? = nil,
        fields: [String: String] = [:]
    ) async throws -> Answer {
        var fields = fields
        fields["Content-Type"] = "application/json"
        let token = if let token { token } else { try await self.token() }
        fields["Authorization"] = "Bearer " + token
        return try await send(.post, "https://\(host)/jobs", fields: fields, body: body)
    }

    /// Submits a job and waits until it is settled.
    func run(_ body: String = job()) async throws -> EmulatedJobReport {
        let answer = try await submit(body)
        #expect(answer.status == 201, "\(answer.text)")
        let name = try #require(answer.body["name"]?.string)
        return try #require(await running.settled(name))
    }

    func status(of name: String) async throws -> Answer {
        let token = try await token()
        return try await send(
            .get,
            "https://\(Self.heart)/jobs/\(name)",
            fields: ["Authorization": "Bearer \(token)"]
        )
    }

    /// The text of a file below the folder.
    func text(_ path: String) throws -> String {
        String(decoding: try SystemFileSystem().read(folder + "/" + path, limit: 1 << 20), as: UTF8.self)
    }
}

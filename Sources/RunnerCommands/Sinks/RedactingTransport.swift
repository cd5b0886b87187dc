import HTTPExchange
import HTTPTypes

/// A transport whose answers repeat no secret: they are cleaned before anybody reads, cuts or escapes a part of them,
/// since what is left of a secret after that is not recognised any more.
///
/// For the hosts that jobs go to. What answers with tokens is asked without it.
struct RedactingTransport: HTTPTransport {
    /// What sends.
    let base: any HTTPTransport
    /// Knows every secret and token of the run.
    let redactor: RunRedactor

    func send(_ request: OutgoingRequest, timeout: Duration) async throws(TransportFailure) -> HTTPAnswer {
        let answer = try await base.send(request, timeout: timeout)
        var fields = answer.fields
        for index in fields.indices {
            guard let clean = redactor.redactTold(Array(fields[index].value.utf8)) else { continue }
            fields[index].value = String(decoding: clean, as: UTF8.self)
        }
        return HTTPAnswer(
            status: answer.status,
            fields: fields,
            body: redactor.redactTold(answer.body) ?? answer.body
        )
    }
}

import HTTPTypes
import Hummingbird
import NIOCore

/// Leads Hummingbird's requests to the front.
struct FrontResponder: HTTPResponder {
    /// Nothing is kept for a request.
    struct Context: InitializableFromSource {
        init(source: ApplicationRequestContextSource) {}
    }

    /// Takes the requests.
    let front: EmulatorFront

    func respond(to request: Request, context: Context) async throws -> Response {
        let target = request.head.path ?? "/"
        var emulated = EmulatedRequest(
            method: request.method.rawValue,
            host: request.head.authority ?? "",
            path: String(target.prefix { $0 != "?" }),
            query: String(target.drop { $0 != "?" }.dropFirst()),
            fields: request.headers,
            body: []
        )
        do {
            let body = try await request.body.collect(upTo: EmulatorLimits.body)
            emulated.body = Array(body.readableBytesView)
        } catch is NIOTooManyBytesError {
            var refusal = await front.refusal(
                emulated,
                status: 413,
                code: "RequestEntityTooLarge",
                message: "the body is larger than \(EmulatorLimits.body) bytes"
            )
            // What is left of the body is not waited for.
            refusal.set("Connection", "close")
            return Self.response(refusal)
        }
        return Self.response(await front.answer(emulated))
    }

    private static func response(_ answer: EmulatorAnswer) -> Response {
        Response(
            status: HTTPResponse.Status(code: answer.status),
            headers: answer.fields,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
        )
    }
}

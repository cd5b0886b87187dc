import HTTPExchange
import JSONValues
import Plans
import Secrets

/// The service's words for how a job stands.
enum AzureMLJobStatus {
    /// Reads `properties` of a job; `nil` when it has no status.
    static func read(_ properties: JSONValue?) -> RemoteStatus? {
        guard let properties, let word = properties["status"]?.string, !word.isEmpty else { return nil }
        let state = state(of: word)
        return RemoteStatus(
            state: state,
            word: AzureMLAnswer.shown(word, limit: 64),
            // The endpoint's name for it, and the resource manager's.
            link: link(
                (properties["interactionEndpoints"] ?? properties["services"])?["Studio"]?["endpoint"]?.string
            ),
            detail: state == .failed ? detail(properties["error"]) : nil
        )
    }

    /// What a word means.
    ///
    /// A word that is not known is *running*: only three words end a job, and `NotResponding` is none of them.
    static func state(of word: String) -> JobState {
        switch word.lowercased() {
        case "completed": .succeeded
        case "failed": .failed
        case "canceled": .cancelled
        case "notstarted", "starting", "provisioning", "preparing", "queued": .queued
        default: .running
        }
    }

    /// The page of the job, when it is one of Azure's own.
    private static func link(_ text: String?) -> String? {
        guard let text, let address = try? WebAddress.parse(text), address.scheme == .https,
            address.explicitPort == nil, pages.contains(address.host)
        else { return nil }
        return Redactor().redact(address.description)
    }

    private static let pages: Set<String> = [
        "ml.azure.com", "ml.azure.us", "ml.azure.cn", "studio.ml.azure.cn",
    ]

    /// Why the job failed, when the service says so here; it keeps most of that in the run's history.
    private static func detail(_ error: JSONValue?) -> String? {
        guard let text = error?["message"]?.string ?? error?["error"]?["message"]?.string ?? error?.string,
            !text.isEmpty
        else { return nil }
        // Of a long text the end says most: a traceback ends with the exception.
        let redacted = Redactor().redact(text)
        let scalars = redacted.unicodeScalars
        guard scalars.count > detailLimit else { return Sanitizer.clean(redacted, limit: detailLimit) }
        return "…" + Sanitizer.clean(String(scalars.suffix(detailLimit - 1)), limit: detailLimit)
    }

    private static let detailLimit = 4000
}

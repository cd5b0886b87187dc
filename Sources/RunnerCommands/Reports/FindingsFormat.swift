import ArgumentParser

/// The forms in which findings are written for people and for machines.
enum FindingsFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
    case text
    case json
    case sarif
    case junit
    case tap
    case github
    case gitlab
    case azure
    case markdown
}

/// Something that happened in an emulator, for whoever shows it.
public enum EmulatorEvent: Sendable {
    /// A request was answered.
    case request(RequestRecord)
    /// A job came into another state.
    case job(EmulatedJobReport)
}

import Testing

/// The suites that use the tracer of the process, which take turns.
@Suite(.serialized) struct SharedTracer {}

package dev.spanferry.core

/**
 * What a tracer does; made by [Options.Builder] or from JSON with the same keys as in JavaScript.
 *
 * Wrong values are found when the options are put in force, and the error names the option.
 */
class Options private constructor(
    /** The options as JSON. */
    @JvmField val json: String,
) {
    override fun toString(): String = "Options"

    /** Collects options; one that is not set has its default. */
    class Builder {
        private val values = LinkedHashMap<String, Any?>()

        /** The DSN of the Sentry project; without one nothing is sent. */
        fun dsn(dsn: String) = set("dsn", dsn)

        /** The organisation, instead of the one that the DSN names. */
        fun orgId(orgId: String) = set("orgId", orgId)

        /** Whether an incoming trace goes on only if both sides name the same organisation. */
        fun strictTraceContinuation(strict: Boolean) = set("strictTraceContinuation", strict)

        /** The requests that carry the trace; none at all when the list is empty. */
        fun tracePropagationTargets(targets: List<TraceTarget>) = set("tracePropagationTargets", targets.map { it.json })

        /** The requests that carry the trace; none at all without a target. */
        fun tracePropagationTargets(vararg targets: TraceTarget) = tracePropagationTargets(targets.asList())

        /** Requests that never carry the trace, whatever the targets say. */
        fun denyTargets(targets: List<TraceTarget>) = set("denyTargets", targets.map { it.json })

        /** Requests that never carry the trace, whatever the targets say. */
        fun denyTargets(vararg targets: TraceTarget) = denyTargets(targets.asList())

        /** Which version of the JavaScript SDK targets match as. */
        fun targetMatching(matching: TargetMatching) = set("targetMatching", matching.text)

        /** Whether unset targets mean every request (native) or the app's origin (browser). */
        fun mode(mode: Mode) = set("mode", mode.text)

        /** The origin of the app, which relative URLs and path patterns belong to. */
        fun appOrigin(origin: String) = set("appOrigin", origin)

        /** Whether requests carry the W3C header `traceparent` too. */
        fun propagateTraceparent(propagate: Boolean) = set("propagateTraceparent", propagate)

        /** The share of traces that is sampled, from 0 to 1. */
        fun tracesSampleRate(rate: Double) = set("tracesSampleRate", if (rate.isFinite()) rate else rate.toString())

        /** The release, for the dynamic sampling context. */
        fun release(release: String) = set("release", release)

        /** The environment, for the dynamic sampling context. */
        fun environment(environment: String) = set("environment", environment)

        /** The URL that the SDK sends its events through; requests to it carry no trace. */
        fun tunnel(tunnel: String) = set("tunnel", tunnel)

        /** A fixed random number for every trace, for runs that can be repeated. */
        fun sampleRand(rand: Double) = set("sampleRand", rand)

        /** The id of a session replay, for the dynamic sampling context. */
        fun replayId(replayId: String) = set("replayId", replayId)

        /** How much is logged. */
        fun logLevel(level: LogLevel) = set("logLevel", level.text)

        /** After how long in the background a trace is renewed, in milliseconds. */
        fun backgroundLimitMs(limit: Long) = set("backgroundLimitMs", limit)

        /** How old the start-up trace may be for a page to take it over, in milliseconds. */
        fun handoverLimitMs(limit: Long) = set("handoverLimitMs", limit)

        /** The options so far. */
        fun build(): Options = Options(JsonWriter.write(values))

        private fun set(key: String, value: Any) = apply { values[key] = value }
    }

    companion object {
        /** Options written as JSON. */
        @JvmStatic
        fun fromJson(json: String): Options = Options(json)

        /** Starts with the defaults. */
        @JvmStatic
        fun builder(): Builder = Builder()
    }
}

/** A rule for URLs. */
class TraceTarget private constructor(internal val json: Any) {
    companion object {
        /** URLs that contain the text. */
        @JvmStatic
        fun text(text: String): TraceTarget = TraceTarget(text)

        /** URLs that match the JavaScript regular expression, such as `^/api/` with the flag `i`. */
        @JvmStatic
        @JvmOverloads
        fun regex(regex: String, flags: String = ""): TraceTarget = TraceTarget(linkedMapOf("regex" to regex, "flags" to flags))
    }
}

/** Which version of the JavaScript SDK targets match as. */
enum class TargetMatching {
    /** Version 11. */
    JS11,

    /** Version 10, in which text is compared with regard to case. */
    JS10;

    internal val text: String get() = name.lowercase()
}

/** What unset targets mean. */
enum class Mode {
    /** Every http(s) request but those to Sentry itself. */
    NATIVE,

    /** Requests to the origin of the app. */
    BROWSER;

    internal val text: String get() = name.lowercase()
}

package dev.spanferry.core

/** Why something was decided as it was. [code] and [text] are those of the C header and of JSON. */
enum class Reason(@JvmField val code: Int) {
    /** Attached: a rule of `tracePropagationTargets` matched. */
    TARGET_MATCHED(1),

    /** Attached: no targets are set, and a native request to any http(s) URL carries the trace. */
    DEFAULT_ALL(2),

    /** Attached: no targets are set, and the URL has the origin of the app. */
    SAME_ORIGIN(3),

    /** Not attached: nobody has configured the tracer yet. */
    NOT_CONFIGURED(20),

    /** Not attached: there is no DSN. */
    NO_DSN(21),

    /** Not attached: the URL does not parse, or is relative and there is no app origin. */
    INVALID_URL(22),

    /** Not attached: the scheme is neither http nor https. */
    SCHEME_NOT_HTTP(23),

    /** Not attached: the request goes to Sentry itself. */
    OWN_INGEST(24),

    /** Not attached: the request goes to the configured tunnel. */
    TUNNEL(25),

    /** Not attached: a rule of `denyTargets` matched. */
    DENIED(26),

    /** Not attached: `tracePropagationTargets` is the empty list. */
    NO_TARGETS(27),

    /** Not attached: no rule of `tracePropagationTargets` matched. */
    NO_TARGET_MATCHED(28),

    /** Not attached: a rule would match the path of the URL, but only with an app origin. */
    PATH_PATTERN_NEEDS_APP_ORIGIN(29),

    /** Not attached: no targets are set, and the URL has not the origin of the app. */
    NOT_SAME_ORIGIN(30),

    /** Not attached: a pattern used up its steps, which counts as no match. */
    PATTERN_STEP_LIMIT(31),

    /** Not attached: the request has `sentry-trace` already, and the policy is to keep it. */
    ALREADY_TRACED(32),

    /** Incoming: the trace goes on. */
    CONTINUED(40),

    /** Incoming: there was no `sentry-trace`; a new trace started. */
    NO_INCOMING_TRACE(41),

    /** Incoming: `sentry-trace` is malformed or names no trace; a new trace started. */
    INVALID_SENTRY_TRACE(42),

    /** Incoming: the organisations differ; a new trace started. */
    ORG_MISMATCH(43),

    /** Incoming: strict, and the baggage names no organisation; a new trace started. */
    STRICT_INCOMING_ORG_MISSING(44),

    /** Incoming: strict, and the options name no organisation; a new trace started. */
    STRICT_OWN_ORG_MISSING(45),

    /** The current trace: the tracer was created. */
    CREATED(60),

    /** The current trace: the program asked for a new one. */
    NEW_TRACE_REQUESTED(61),

    /** The current trace: a page was loaded. */
    PAGE_LOAD(62),

    /** The current trace: the user navigated. */
    NAVIGATION(63),

    /** The current trace: the app was in the background for too long. */
    BACKGROUND_LIMIT(64),

    /** The current trace: the start-up trace was too old when the app came to the foreground. */
    HANDOVER_LIMIT(65),

    /** The current trace: a page pushed it. */
    PAGE_PUSH(66),

    /** There is no native library, or it knows more reasons than this class. */
    UNKNOWN(-1);

    /** The name in JSON and logs. */
    val text: String get() = name.lowercase()

    internal companion object {
        // By code: this is asked for every request.
        private val all = arrayOfNulls<Reason>(1 + values().maxOf { it.code }).also { all ->
            for (reason in values()) if (reason != UNKNOWN) all[reason.code] = reason
        }

        fun of(code: Int): Reason = all.getOrNull(code) ?: UNKNOWN
    }
}

/** Who set the current trace, from weak to strong; strength decides races only. */
enum class Source(@JvmField val code: Int) {
    /** The tracer itself, when it was created. */
    NATIVE_AUTO(0),

    /** A page, by its own SDK. */
    WEBVIEW(1),

    /** Page load, navigation, return from the background. */
    LIFECYCLE(2),

    /** Headers or meta tags that came in. */
    INCOMING(3),

    /** The program, by a call. */
    APP(4),

    /** There is no native library, or it knows more sources than this class. */
    UNKNOWN(-1);

    /** The name in JSON and logs. */
    val text: String get() = name.lowercase()

    internal companion object {
        fun of(code: Int): Source = values().firstOrNull { it.code == code } ?: UNKNOWN
    }
}

/** What came of a step or of a page's message; from [STALE] on it was refused. */
enum class Outcome(@JvmField val code: Int) {
    /** Nothing changed. */
    UNCHANGED(0),

    /** A new trace started. */
    STARTED(1),

    /** The current trace changed. */
    UPDATED(2),

    /** Refused: somebody else changed the state since; the page takes over the snapshot. */
    STALE(10),

    /** Refused: another page took the place of this one. */
    DEAD_PAGE(11),

    /** Refused: another webview owns the trace; the page takes over the snapshot. */
    NOT_OWNER(12),

    /** Dropped: a later push of the page was seen before. */
    OLD_SEQUENCE(13),

    /** Refused: the snapshot does not parse. */
    SNAPSHOT_REFUSED(14),

    /** There is no native library, or it knows more outcomes than this class. */
    UNKNOWN(-1);

    /** The name in JSON and logs. */
    val text: String get() = name.lowercase()

    internal companion object {
        fun of(code: Int): Outcome = values().firstOrNull { it.code == code } ?: UNKNOWN
    }
}

/** A step in the life of the app or of a page. */
enum class Lifecycle(@JvmField val code: Int) {
    /** A page was loaded. */
    PAGE_LOAD(1),

    /** The user navigated within the page. */
    NAVIGATION(2),

    /** The app went to the background. */
    BACKGROUND(3),

    /** The app came to the foreground. */
    FOREGROUND(4),

    /** A webview is gone. */
    WEBVIEW_GONE(5),

    /** The app has started; [Tracer.shared] tells this by itself. */
    APP_START(6);

    /** The name in JSON and logs. */
    val text: String get() = name.lowercase()
}

/** How important a log line is; a sink gets the lines up to its level. */
enum class LogLevel(@JvmField val code: Int) {
    /** Nothing is logged. */
    OFF(0),

    /** A fault of the library, or options that were refused. */
    ERROR(1),

    /** Something that is probably not meant. */
    WARN(2),

    /** Rare and worth knowing. Up to here lines hold nothing of the user's data. */
    INFO(3),

    /** Each decision, with URL and ids. */
    DEBUG(4),

    /** Everything. */
    TRACE(5);

    /** The name in JSON and logs. */
    val text: String get() = name.lowercase()
}

/** What to do with trace headers that a request has already. */
enum class Policy(@JvmField val code: Int) {
    /** A `sentry-trace` means that another layer did the work: nothing changes. */
    KEEP(0),

    /**
     * The trace headers are rewritten, one line each; where the request must not carry the trace,
     * those of our trace are taken away.
     */
    REPLACE(1),
}

/** What a request gets; [code] is the place in the list. */
enum class Decision(@JvmField val code: Int) {
    /** Leave the request alone. */
    LEAVE(0),

    /** The request carries the trace. */
    ATTACH(1),

    /** Headers of our trace are taken away from a request that must not carry it. */
    STRIP(2);

    internal companion object {
        private val all = values()

        fun of(code: Int): Decision = all.getOrNull(code) ?: LEAVE
    }
}

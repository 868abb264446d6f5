package dev.spanferry.core

import java.lang.reflect.Method

/**
 * The monotonic clock of the tracer: on Android one that goes on while the device sleeps, because a
 * trace must not survive a night in the background.
 */
internal object Clock {
    private val elapsedRealtime: Method? = try {
        Class.forName("android.os.SystemClock").getMethod("elapsedRealtime")
    } catch (_: ReflectiveOperationException) {
        null
    } catch (_: LinkageError) {
        null
    }

    /** Milliseconds since some fixed moment. */
    fun nowMs(): Long = try {
        elapsedRealtime?.invoke(null) as? Long ?: plain()
    } catch (_: ReflectiveOperationException) {
        plain()
    }

    private fun plain() = System.nanoTime() / 1_000_000
}

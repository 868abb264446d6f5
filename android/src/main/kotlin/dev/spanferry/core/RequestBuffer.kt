package dev.spanferry.core

import kotlin.text.Charsets.ISO_8859_1
import kotlin.text.Charsets.UTF_8

/**
 * The array that a request crosses the boundary in: URL and headers on the way in; 48 bytes, then
 * the values of the three headers on the way back. One for each thread, used again and again.
 */
internal class RequestBuffer {
    private var bytes = ByteArray(USUAL)
    private var length = 0
    private var urlLength = 0
    private var isInUse = false

    /** Begins a request. */
    fun begin(url: String) {
        length = 0
        write(url)
        urlLength = length
    }

    /** Adds a header line of the request. */
    fun add(name: String, value: String) {
        val start = length
        ensure(start + LINE_HEAD)
        length += LINE_HEAD
        write(name)
        val nameLength = length - start - LINE_HEAD
        write(value)
        val valueLength = length - start - LINE_HEAD - nameLength
        if (nameLength > MOST_NAME) {
            length = start // No header of ours has such a name.
            return
        }
        put(start, nameLength, 2)
        put(start + 2, valueLength, 4)
    }

    /** Asks; the answer stands in the array. */
    fun ask(handle: Long, policy: Policy, freshSpan: Boolean): Outgoing {
        val flags = if (freshSpan) 1 else 0
        while (true) {
            val said = NativeTracer.outgoing(handle, bytes, urlLength, length - urlLength, policy.code, flags)
            if (said >= 0) {
                return read()
            }
            grow(-said)
        }
    }

    /** Gives the buffer back, and memory after an unusually large request. */
    fun end() {
        isInUse = false
        if (bytes.size > MOST_KEPT) {
            bytes = ByteArray(USUAL)
        }
    }

    private fun read(): Outgoing {
        val set = get(12)
        var at = HEAD
        val values = arrayOfNulls<String>(3)
        for (place in 0 until 3) {
            val size = get(20 + 4 * place)
            if (set and (1 shl place) != 0) {
                values[place] = String(bytes, at, size, ISO_8859_1)
            }
            at += size
        }
        return Outgoing(Decision.of(get(4)), Reason.of(get(8)), get(16), values, revision())
    }

    private fun revision() = (get(40).toLong() and 0xffffffffL) or (get(44).toLong() shl 32)

    /** Copies ASCII as it is, without an array between; anything else goes the long way. */
    @Suppress("DEPRECATION", "PLATFORM_CLASS_MAPPED_TO_KOTLIN") // One byte for a character is what is wanted.
    private fun write(text: String) {
        val size = text.length
        var seen = 0
        for (i in 0 until size) {
            seen = seen or text[i].code
        }
        if (seen >= 0x80) return writeUtf8(text)
        ensure(length + size)
        (text as java.lang.String).getBytes(0, size, bytes, length)
        length += size
    }

    private fun writeUtf8(text: String) {
        val encoded = text.toByteArray(UTF_8)
        ensure(length + encoded.size)
        encoded.copyInto(bytes, length)
        length += encoded.size
    }

    private fun ensure(capacity: Int) {
        if (capacity > bytes.size) {
            grow(maxOf(capacity, 2 * bytes.size))
        }
    }

    private fun grow(capacity: Int) {
        bytes = bytes.copyOf(capacity)
    }

    private fun put(at: Int, value: Int, size: Int) {
        for (i in 0 until size) {
            bytes[at + i] = (value ushr (8 * i)).toByte()
        }
    }

    private fun get(at: Int): Int =
        (bytes[at].toInt() and 0xff) or
            ((bytes[at + 1].toInt() and 0xff) shl 8) or
            ((bytes[at + 2].toInt() and 0xff) shl 16) or
            (bytes[at + 3].toInt() shl 24)

    internal companion object {
        private const val HEAD = 48
        private const val LINE_HEAD = 6
        private const val MOST_NAME = 0xffff

        /** Suffices unless a request has more than 8 kB of baggage. */
        private const val USUAL = 16 * 1024 + HEAD
        private const val MOST_KEPT = 64 * 1024

        private val kept = object : ThreadLocal<RequestBuffer>() {
            override fun initialValue() = RequestBuffer()
        }

        /**
         * Runs [body] with the buffer of this thread. A request made inside (by a log sink) gets one of
         * its own.
         */
        inline fun <T> use(body: (RequestBuffer) -> T): T {
            val buffer = take()
            try {
                return body(buffer)
            } finally {
                buffer.end()
            }
        }

        fun take(): RequestBuffer =
            (kept.get().takeUnless { it.isInUse } ?: RequestBuffer()).also { it.isInUse = true }
    }
}

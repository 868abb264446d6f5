package dev.spanferry.core

/** Reads the JSON that the native library writes, into maps, lists, texts, numbers, truth values. */
internal class JsonReader private constructor(private val text: String) {
    private var at = 0

    private fun value(): Any? = when (peek()) {
        '{' -> map()
        '[' -> list()
        '"' -> string()
        't' -> word("true", true)
        'f' -> word("false", false)
        'n' -> word("null", null)
        else -> number()
    }

    private fun map(): Map<String, Any?> {
        val map = LinkedHashMap<String, Any?>()
        each('}') {
            val key = string()
            expect(':')
            map[key] = value()
        }
        return map
    }

    private fun list(): List<Any?> {
        val list = ArrayList<Any?>()
        each(']') { list.add(value()) }
        return list
    }

    private inline fun each(close: Char, item: () -> Unit) {
        at++
        while (peek() != close) {
            item()
            if (peek() != close) expect(',')
        }
        at++
    }

    private fun string(): String {
        expect('"')
        val out = StringBuilder()
        while (true) {
            when (val char = next()) {
                '"' -> return out.toString()
                '\\' -> out.append(escaped())
                else -> out.append(char)
            }
        }
    }

    private fun escaped(): Char = when (val char = next()) {
        'n' -> '\n'
        't' -> '\t'
        'r' -> '\r'
        'b' -> '\b'
        'f' -> '\u000c'
        'u' -> text.substring(at, at + 4).toInt(16).toChar().also { at += 4 }
        else -> char
    }

    private fun number(): Any {
        val start = at
        while (at < text.length && text[at] in "+-0123456789.eE") at++
        val digits = text.substring(start, at)
        return digits.toLongOrNull() ?: digits.toDouble()
    }

    private fun word(word: String, value: Any?): Any? {
        require(text.startsWith(word, at)) { "not JSON" }
        at += word.length
        return value
    }

    private fun peek(): Char {
        while (text[at].isWhitespace()) at++
        return text[at]
    }

    private fun next(): Char = text[at++]

    private fun expect(char: Char) {
        require(peek() == char) { "not JSON" }
        at++
    }

    companion object {
        /** An object, or an empty one for text that is none. */
        @Suppress("UNCHECKED_CAST")
        fun read(text: String): Map<String, Any?> = try {
            JsonReader(text).value() as? Map<String, Any?> ?: emptyMap()
        } catch (_: IllegalArgumentException) {
            emptyMap()
        } catch (_: IndexOutOfBoundsException) {
            emptyMap()
        }
    }
}

package dev.spanferry.core

/** Writes maps, lists, texts, numbers and truth values as JSON. */
internal object JsonWriter {
    fun write(value: Any?): String = StringBuilder().also { append(it, value) }.toString()

    private fun append(out: StringBuilder, value: Any?) {
        when (value) {
            is Map<*, *> -> join(out, '{', '}', value.entries) { (key, item) ->
                text(out, key.toString())
                append(out.append(':'), item)
            }
            is Iterable<*> -> join(out, '[', ']', value) { append(out, it) }
            is CharSequence -> text(out, value)
            else -> out.append(value)
        }
    }

    private fun <T> join(out: StringBuilder, open: Char, close: Char, items: Iterable<T>, each: (T) -> Unit) {
        out.append(open)
        items.forEachIndexed { i, item ->
            if (i > 0) out.append(',')
            each(item)
        }
        out.append(close)
    }

    private fun text(out: StringBuilder, text: CharSequence) {
        out.append('"')
        for (char in text) {
            when {
                char == '"' || char == '\\' -> out.append('\\').append(char)
                // Also halves of pairs that stand alone: UTF-8 has none, and the reader decides.
                char < ' ' || char.isSurrogate() -> out.append("\\u").append(char.code.toString(16).padStart(4, '0'))
                else -> out.append(char)
            }
        }
        out.append('"')
    }
}

package dev.spanferry.core

import java.io.ByteArrayOutputStream
import java.nio.ByteBuffer
import java.nio.ByteOrder
import kotlin.text.Charsets.UTF_8

/** Header lines as one block of bytes, as the native methods take and give them. */
internal object HeaderBlock {
    fun of(headers: Map<String, String>): ByteArray {
        val out = ByteArrayOutputStream()
        for ((name, value) in headers) {
            val nameBytes = name.toByteArray(UTF_8)
            if (nameBytes.size > MOST_NAME) continue // No header of ours has such a name.
            val valueBytes = value.toByteArray(UTF_8)
            val head = ByteBuffer.allocate(HEAD).order(ByteOrder.LITTLE_ENDIAN)
            head.putShort(nameBytes.size.toShort()).putInt(valueBytes.size)
            out.write(head.array(), 0, HEAD)
            out.write(nameBytes, 0, nameBytes.size)
            out.write(valueBytes, 0, valueBytes.size)
        }
        return out.toByteArray()
    }

    fun read(block: ByteArray): Map<String, String> {
        val headers = LinkedHashMap<String, String>()
        val rest = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN)
        while (rest.remaining() >= HEAD) {
            val nameLength = rest.getShort().toInt() and MOST_NAME
            val valueLength = rest.getInt()
            val name = text(rest, nameLength)
            headers[name] = text(rest, valueLength)
        }
        return headers
    }

    private fun text(from: ByteBuffer, length: Int) = ByteArray(length).also { from.get(it) }.toString(UTF_8)

    private const val HEAD = 6
    private const val MOST_NAME = 0xffff
}

import java.io.BufferedReader
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.concurrent.thread

/** A request as it came over the wire: the lines, letter for letter. */
class Recorded(val requestLine: String, val lines: List<String>) {
    /** The values of the lines with that name, in order. */
    fun values(name: String) = lines.filter { it.substringBefore(':').equals(name, ignoreCase = true) }
        .map { it.substringAfter(':').trim() }
}

/**
 * An HTTP server that keeps raw lines. `/to/CODE?URL` answers with a redirect, a request for an
 * upgrade with 101, anything else with 200.
 */
class RecordingServer : AutoCloseable {
    private val socket = ServerSocket(0, 200, InetAddress.getLoopbackAddress())
    private val requests = CopyOnWriteArrayList<Recorded>()

    /** What to do with a request instead of keeping it. */
    @Volatile var sink: (Recorded) -> Unit = { requests.add(it) }

    init {
        thread(isDaemon = true) {
            while (!socket.isClosed) {
                val client = try { socket.accept() } catch (_: java.io.IOException) { break }
                thread(isDaemon = true) { client.use(::serve) }
            }
        }
    }

    fun url(path: String = "/", host: String = "localhost") = "http://$host:${socket.localPort}$path"

    /** The requests since the last call. */
    fun take(): List<Recorded> = requests.toList().also { requests.removeAll(it.toSet()) }

    override fun close() = socket.close()

    private fun serve(client: Socket) {
        val reader = client.getInputStream().bufferedReader(Charsets.ISO_8859_1)
        while (true) {
            val request = try { read(reader) } catch (_: java.io.IOException) { null } ?: return
            sink(request)
            client.getOutputStream().write(answer(request).toByteArray())
            client.getOutputStream().flush()
        }
    }

    private fun read(reader: BufferedReader): Recorded? {
        val first = reader.readLine() ?: return null
        val lines = generateSequence { reader.readLine()?.ifEmpty { null } }.toList()
        val request = Recorded(first, lines)
        repeat(request.values("content-length").firstOrNull()?.toInt() ?: 0) { reader.read() }
        return request
    }

    private fun answer(request: Recorded): String {
        val target = request.requestLine.split(' ')[1]
        val key = request.values("sec-websocket-key").firstOrNull()
        val redirect = Regex("/to/(\\d+)\\?(.*)").matchEntire(target)
        return when {
            key != null -> "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
                "Sec-WebSocket-Accept: ${accept(key)}\r\n\r\n"
            redirect != null -> "HTTP/1.1 ${redirect.groupValues[1]} Moved\r\nLocation: ${redirect.groupValues[2]}\r\nContent-Length: 0\r\n\r\n"
            else -> "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        }
    }

    private fun accept(key: String): String {
        val hash = java.security.MessageDigest.getInstance("SHA-1")
        val digest = hash.digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").toByteArray())
        return java.util.Base64.getEncoder().encodeToString(digest)
    }
}

/** The trace that the three headers of a request name, each exactly once; null when they differ. */
fun Recorded.oneTrace(): String? {
    val named = listOf(
        values("sentry-trace").singleOrNull()?.substringBefore('-'),
        values("baggage").singleOrNull()?.split(',')?.firstOrNull { it.startsWith("sentry-trace_id=") }?.substringAfter('='),
        values("traceparent").singleOrNull()?.split('-')?.getOrNull(1),
    )
    return named[0].takeIf { named.toSet().size == 1 }
}

/** Whether none of the three headers is there. */
fun Recorded.untraced() = listOf("sentry-trace", "baggage", "traceparent").all { values(it).isEmpty() }

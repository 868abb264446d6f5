/* A panic inside the library, with one that was built with a function for it. */
import dev.spanferry.core.PanicProbe
import dev.spanferry.core.Spanferry
import dev.spanferry.core.Tracer

fun main() {
    check(Spanferry.isAvailable)
    Claims().apply {
        claim("a panic is a RuntimeException, and the library goes on") {
            repeat(3) {
                val error = throws<RuntimeException> { PanicProbe.panic() }
                equals("spanferry: a fault inside the library", error.message)
            }
            check(Tracer.shared().snapshot().traceId.length == 32)
        }
    }.end("panic")
}

/* A panic inside the library, seen through the binding: run with a library that has a function for it. */
import com.sun.jna.Native
import dev.spanferry.uniffi.InternalException
import dev.spanferry.uniffi.NativeTracer
import dev.spanferry.uniffi.UniffiRustCallStatus
import dev.spanferry.uniffi.UniffiRustCallStatusErrorHandler
import dev.spanferry.uniffi.NativeException
import java.lang.reflect.InvocationTargetException

/** The one function of that library which the committed binding does not know. */
private object Panics {
    init {
        Native.register(Panics::class.java, System.getProperty("uniffi.component.spanferry.libraryOverride"))
    }

    external fun uniffi_spanferry_fn_func_test_panic(status: UniffiRustCallStatus)
}

/** Calls it as generated functions call theirs; what they do with the status is private to their file. */
private fun panic() {
    val status = UniffiRustCallStatus()
    Panics.uniffi_spanferry_fn_func_test_panic(status)
    val look = Class.forName("dev.spanferry.uniffi.SpanferryKt").getDeclaredMethod(
        "uniffiCheckCallStatus", UniffiRustCallStatusErrorHandler::class.java, UniffiRustCallStatus::class.java,
    )
    look.isAccessible = true
    try {
        look.invoke(null, NativeException.ErrorHandler, status)
    } catch (error: InvocationTargetException) {
        throw error.targetException
    }
}

fun main() {
    Claims().apply {
        claim("a panic is an InternalException with its text, and the library goes on") {
            repeat(3) { equals("on purpose", throws<InternalException> { panic() }.message) }
            NativeTracer.shared().use { check(it.snapshot().startsWith("{")) }
        }
    }.end("binding panic")
}

package dev.spanferry.core

import java.util.logging.Level
import java.util.logging.Logger

/**
 * Loads libspanferry.so, once. If it cannot be loaded the program runs on without the trace, and one
 * line in the log says so.
 */
internal object Library {
    /** Names a file to load instead of looking for `spanferry` where the platform looks. */
    private const val FILE_PROPERTY = "dev.spanferry.library"

    /** Whether the library is there. */
    @JvmStatic
    val isLoaded: Boolean by lazy(LazyThreadSafetyMode.SYNCHRONIZED) { load() }

    private fun load(): Boolean = try {
        val file = System.getProperty(FILE_PROPERTY)
        if (file != null) System.load(file) else System.loadLibrary("spanferry")
        // A library of another version may lack a method that this one calls: better to know now.
        NativeTracer.version()
        true
    } catch (error: LinkageError) {
        complain(error)
    } catch (error: SecurityException) {
        complain(error)
    }

    private fun complain(error: Throwable): Boolean {
        val text = "spanferry: the native library cannot be loaded; requests carry no trace"
        Logger.getLogger("spanferry").log(Level.WARNING, text, error)
        return false
    }
}

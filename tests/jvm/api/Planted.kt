import android.webkit.WebView

/** Uses of what came after Android 7, one of each kind, which are to be noticed. */
class Planted {
    fun ofAndroid9(): ClassLoader = WebView.getWebViewClassLoader()

    fun ofJava8Time(): Any = java.time.Instant.now()

    fun ofJava9(): Any = java.util.List.of("a")

    fun ofJava9AsAReference(): (Any?, Any) -> Any = java.util.Objects::requireNonNullElse
}

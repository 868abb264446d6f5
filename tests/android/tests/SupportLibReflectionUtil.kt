package org.chromium.support_lib_glue

import dev.spanferry.app.WebViewSide
import java.lang.reflect.InvocationHandler

/** androidx.webkit asks this class, by its name, for the web view's side of its interface. */
object SupportLibReflectionUtil {
    @JvmStatic
    fun createWebViewProviderFactory(): InvocationHandler = WebViewSide.factory
}

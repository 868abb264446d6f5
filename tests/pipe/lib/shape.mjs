// What a WebView puts into a page before any script: the two shapes of Capacitor's bridge.

/** The names that the browser binds for the scripts below. */
export const POST = "__pipePost";

/** The script that stands for the WebView's own objects; `http` is CapacitorHttp's switch. */
export function shapeScript({ platform, http, origin }) {
  const body = platform === "ios" ? IOS : ANDROID;
  return `if (location.origin === ${JSON.stringify(origin)}) (${body})(window, ${Boolean(http)}, "${POST}");`;
}

// The message listener exists for the app's origin alone.
const ANDROID = String(function (w, http, post) {
  w.androidBridge = { postMessage: (text) => void w[post](text) };
  w.CapacitorHttpAndroidInterface = { isEnabled: () => http };
});

const IOS = String(function (w, http, post) {
  w.webkit = { messageHandlers: { bridge: { postMessage: (object) => void w[post](JSON.stringify(object)) } } };
  w.prompt = (text) => (JSON.parse(text).type === "CapacitorHttp" ? String(http) : "false");
});

/** Takes an answer of the native half into the page. */
export const deliver = {
  android: (text) => window.androidBridge?.onmessage?.({ data: text }),
  ios: (text) => window.Capacitor?.fromNative?.(JSON.parse(text)),
};

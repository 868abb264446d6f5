import dev.spanferry.core.NativeTracer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kotlin.Pair;

/** The native methods themselves, with the layouts that their documentation gives. */
public final class JniProgram implements Program {
  public static final Door DOOR = options -> new JniProgram(NativeTracer.create(bytes(options)));

  private static final String[] NAMES = {"sentry-trace", "baggage", "traceparent"};
  private final long handle;

  private JniProgram(long handle) {
    this.handle = handle;
  }

  @Override public void configure(String options) { NativeTracer.configure(handle, bytes(options)); }
  @Override public void startNewTrace() { NativeTracer.startNewTrace(handle, 4, 0); }
  @Override public int continueTrace(List<Pair<String, String>> headers) {
    return NativeTracer.continueTrace(handle, block(headers), 0);
  }
  @Override public int continueFromMeta(String html) { return NativeTracer.continueFromMeta(handle, bytes(html), 0); }
  @Override public Program detach() { return new JniProgram(NativeTracer.detach(handle, null)[0]); }
  @Override public void attach(String webview, String page) {
    NativeTracer.attach(handle, bytes(webview), bytes(page), 0);
  }
  @Override public int adopt(String webview, String page, String snapshot) {
    return NativeTracer.adopt(handle, bytes(webview), bytes(page), bytes(snapshot), 0);
  }
  @Override public void lifecycle(int step) { NativeTracer.lifecycle(handle, step, null, null, 0); }
  @Override public void beginRootSpan(String name, String source) {
    NativeTracer.beginRootSpan(handle, bytes(name), bytes(source));
  }
  @Override public void endRootSpan() { NativeTracer.endRootSpan(handle); }
  @Override public String snapshot() { return text(NativeTracer.snapshot(handle)); }
  @Override public String metaTags() { return text(NativeTracer.metaTags(handle)); }
  @Override public String explain(String url) { return text(NativeTracer.explain(handle, bytes(url))); }
  @Override public void close() { NativeTracer.free(handle); }

  @Override public Map<String, String> traceData() {
    Map<String, String> data = new LinkedHashMap<>();
    ByteBuffer block = little(NativeTracer.traceData(handle));
    while (block.hasRemaining()) {
      byte[] name = new byte[block.getShort()];
      byte[] value = new byte[block.getInt()];
      block.get(name).get(value);
      data.put(text(name), text(value));
    }
    return data;
  }

  @Override public Pair<Map<String, String>, List<String>> outgoing(String url, List<Pair<String, String>> existing) {
    byte[] first = bytes(url);
    byte[] second = block(existing);
    byte[] buffer = new byte[48 + 16384];
    System.arraycopy(first, 0, buffer, 0, first.length);
    System.arraycopy(second, 0, buffer, first.length, second.length);
    int said = NativeTracer.outgoing(handle, buffer, first.length, second.length, 0, 0);
    ByteBuffer answer = little(buffer);
    int set = answer.getInt(12);
    int removed = answer.getInt(16);
    if (said != 48 + answer.getInt(32) || answer.getInt(0) != 48) {
      throw new IllegalStateException("length " + said);
    }
    Map<String, String> headers = new LinkedHashMap<>();
    List<String> gone = new ArrayList<>();
    int at = 48;
    for (int place = 0; place < 3; place++) {
      int length = answer.getInt(20 + 4 * place);
      if ((set & 1 << place) != 0) {
        headers.put(NAMES[place], new String(buffer, at, length, StandardCharsets.ISO_8859_1));
      }
      if ((removed & 1 << place) != 0) {
        gone.add(NAMES[place]);
      }
      at += length;
    }
    return new Pair<>(headers, gone);
  }

  private static byte[] block(List<Pair<String, String>> headers) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Pair<String, String> header : headers) {
      byte[] name = bytes(header.getFirst());
      byte[] value = bytes(header.getSecond());
      ByteBuffer head = little(new byte[6]).putShort((short) name.length).putInt(value.length);
      out.write(head.array(), 0, 6);
      out.write(name, 0, name.length);
      out.write(value, 0, value.length);
    }
    return out.toByteArray();
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}

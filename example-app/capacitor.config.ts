import type { CapacitorConfig } from '@capacitor/cli';
import type { SpanferryConfig } from 'capacitor-spanferry';

/** What a phone calls the machine that runs `server/main.mjs`; this is the Android emulator's name for it. */
const host = process.env.VITE_HOST ?? '10.0.2.2';

/** The native side's options, for requests before the first page; those of the page follow. */
const spanferry: SpanferryConfig = {
  dsn: `http://demo@${host}:4623/1`,
  tracePropagationTargets: [`http://${host}:4621`, { regex: '^/api/' }],
  propagateTraceparent: true,
  tracesSampleRate: 1,
};

const config: CapacitorConfig = {
  appId: 'dev.spanferry.example',
  appName: 'spanferry',
  webDir: 'dist',
  plugins: { CapacitorHttp: { enabled: true }, Spanferry: spanferry },
  // The services of this example have no certificates. An app of yours leaves these two out.
  server: { cleartext: true },
  android: { allowMixedContent: true },
};

export default config;

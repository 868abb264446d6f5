// Sentry's set-up for Capacitor with Vue, and one line more.
import * as Sentry from '@sentry/capacitor';
import { browserTracingIntegration, init } from '@sentry/vue';
import { spanferryIntegration } from 'capacitor-spanferry';
import type { App } from 'vue';
import type { Router } from 'vue-router';
import { places } from './places';

export function startSentry(app: App, router: Router): void {
  Sentry.init(
    {
      dsn: places.dsn,
      release: 'spanferry-example@1.0.0',
      environment: 'demo',
      integrations: [browserTracingIntegration({ router }), spanferryIntegration()],
      tracesSampleRate: 1.0,
      tracePropagationTargets: [places.backend, /^\/api\//],
      propagateTraceparent: true,
      siblingOptions: { vueOptions: { app, attachProps: true, attachErrorHandler: true } },
    },
    init,
  );
}

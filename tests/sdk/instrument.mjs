// Loaded with `node --import` before the service, as @sentry/node asks for ES modules.
import * as Sentry from "@sentry/node";

const config = JSON.parse(process.env.SERVICE_CONFIG);

Sentry.init({
  dsn: config.dsn,
  tracesSampleRate: config.tracesSampleRate,
  strictTraceContinuation: config.strict,
  release: "node-service@1",
  environment: "node-service",
  ...(config.orgId === null ? {} : { orgId: config.orgId }),
  ...(config.traceLifecycle === null ? {} : { traceLifecycle: config.traceLifecycle }),
  // Flushing must make no trace of its own.
  integrations: [Sentry.httpIntegration({ ignoreIncomingRequests: (path) => path === "/flush" })],
});

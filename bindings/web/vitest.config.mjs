import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['bindings/web/test/**/*.test.ts'],
    environment: 'jsdom',
    environmentOptions: { jsdom: { url: 'https://app.example.com/' } },
    // Every file has a page of its own, and a package without a past.
    isolate: true,
    // They wait for timers most of the time.
    maxWorkers: 4,
    // No claim is about how long anything takes; a busy machine may take long.
    testTimeout: 60_000,
    server: { deps: { inline: ['@capacitor/core'] } },
  },
});

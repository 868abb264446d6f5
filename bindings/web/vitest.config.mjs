import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['bindings/web/test/**/*.test.ts'],
    environment: 'jsdom',
    environmentOptions: { jsdom: { url: 'https://app.example.com/' } },
    // Every file has a page of its own, and a package without a past.
    isolate: true,
    server: { deps: { inline: ['@capacitor/core'] } },
  },
});

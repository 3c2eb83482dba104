import { defineConfig } from 'vite';

/** Built with `vite build apps/admin`; the api serves the result under /admin (DESIGN §7). */
export default defineConfig({
  root: import.meta.dirname,
  base: '/admin/',
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    sourcemap: true,
    // What counts is the first route's 300 KB gzipped; this is about that much before compression.
    chunkSizeWarningLimit: 1000,
    // No `data:` addresses, which the Content-Security-Policy would have to allow.
    assetsInlineLimit: 0,
    // Mantine marks its modules "use client" for server frameworks; here that means nothing.
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
  server: {
    // `vite apps/admin` shows the application on live source; the API answers from a colporteur that already runs.
    proxy: { '/api': { target: process.env['COLPORTEUR_URL'] ?? 'http://127.0.0.1:3000' } },
  },
});

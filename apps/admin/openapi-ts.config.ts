import { join } from 'node:path';
import { defineConfig } from '@hey-api/openapi-ts';

/** The client is generated from the committed API document: `npm run api:describe`. */
export default defineConfig({
  input: join(import.meta.dirname, '../../docs/openapi.json'),
  output: {
    path: join(import.meta.dirname, 'src/client'),
    clean: true,
    // The generator's runtime is not written for `exactOptionalPropertyTypes`; its exported types are what we rely on.
    header: ({ defaultValue }) => ['// @ts-nocheck', ...defaultValue],
  },
  parser: { filters: { operations: { include: ['/^[A-Z]+ \\/api\\/v1\\//'] }, orphans: false } },
  plugins: [
    { name: '@hey-api/client-fetch', baseUrl: false },
    '@hey-api/typescript',
    // Names come from method and path, so that renaming a controller's method on the server renames nothing here.
    { name: '@hey-api/sdk', operations: { nesting: 'id' } },
  ],
});

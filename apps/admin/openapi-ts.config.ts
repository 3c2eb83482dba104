import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from '@hey-api/openapi-ts';

/**
 * The client is generated from the committed API document: `openapi-ts -f apps/admin/openapi-ts.config.ts`.
 * Until that document describes the desk's endpoints, the draft beside this file stands in for it.
 */
const committed = join(import.meta.dirname, '../../docs/openapi.json');
const draft = join(import.meta.dirname, 'openapi.draft.json');

export default defineConfig({
  input: existsSync(draft) ? draft : committed,
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

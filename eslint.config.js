// @ts-check
import eslint from '@eslint/js';
import prettier from 'eslint-config-prettier';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', 'node_modules/', '.colporteur/', 'apps/admin/src/client/', 'apps/admin/dist/']),
  eslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A promise nobody waits for is a mail nobody knows about.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      // Nest modules are classes that hold only a decorator.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // Ids, counts and durations are put into messages and addresses as they are.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    // The command line's business is to print.
    files: ['apps/cli/src/**/*.ts', 'test/support/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  { files: ['apps/admin/src/**/*.{ts,tsx}'], extends: [reactHooks.configs.flat.recommended] },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  {
    // Scripts of pages: they run as they are, in a reader's browser.
    files: ['apps/api/public/**/*.js'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'btoa',
          'CSSStyleSheet',
          'customElements',
          'document',
          'fetch',
          'HTMLElement',
          'location',
          'self',
          'setTimeout',
          'Worker',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  prettier,
);

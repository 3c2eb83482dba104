// @ts-check
import { registerHooks } from 'node:module';

/**
 * Node runs TypeScript by leaving the types out, but takes `./browser.js` for a file of that name. With
 * `node --import ./test/support/typescript-imports.js FILE.ts` it finds `./browser.ts`.
 */
registerHooks({
  resolve(specifier, context, next) {
    const isOurs = /^\.{1,2}\//.test(specifier) && context.parentURL?.endsWith('.ts') === true;
    return next(isOurs ? specifier.replace(/\.js$/, '.ts') : specifier, context);
  },
});

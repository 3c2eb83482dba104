// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformSync } from '@swc/core';

/**
 * With `node --import ./test/support/typescript-imports.js FILE.ts` a script outside the test runner runs on the
 * sources, as the specs do: `./browser.js` is `./browser.ts`, `@app/mail` is the lib's front door, and decorators keep
 * the types Nest asks for, which Node's own type stripping leaves out.
 */
const PROJECT = path.join(import.meta.dirname, '..', '..');

/** @type {import('@swc/core').Options} */
const OPTIONS = {
  swcrc: false,
  configFile: false,
  jsc: {
    target: 'es2024',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
};

/** @param {string} name of a lib or of an app */
function frontDoor(name) {
  const found = ['libs', 'apps'].map((folder) => path.join(PROJECT, folder, name, 'src', 'index.ts')).find(existsSync);
  if (found === undefined) throw new Error(`there is no ${name} in libs or apps`);
  return pathToFileURL(found).href;
}

registerHooks({
  resolve(specifier, context, next) {
    const lib = /^@app\/([a-z]+)$/.exec(specifier)?.[1];
    if (lib !== undefined) return { url: frontDoor(lib), shortCircuit: true };
    const isOurs = /^\.{1,2}\//.test(specifier) && context.parentURL?.endsWith('.ts') === true;
    if (!isOurs) return next(specifier, context);
    const source = specifier.replace(/\.js$/, '.ts');
    const isSource = existsSync(fileURLToPath(new URL(source, context.parentURL)));
    return next(isSource ? source : specifier, context);
  },
  load(url, context, next) {
    if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
    const filename = fileURLToPath(url);
    const { code } = transformSync(readFileSync(filename, 'utf8'), { ...OPTIONS, filename });
    return { format: 'module', source: code, shortCircuit: true };
  },
});

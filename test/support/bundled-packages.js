// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Every spec file loads its modules anew, and most of these are the small files of a few packages. Each such package is
 * put into one file, once for each package-lock.json, and the specs get that file instead (jest.config.js). With a
 * database a spec file is ready most of a second earlier.
 *
 * A class must exist once. All the names under which anybody imports a package stand here therefore, and what a package
 * imports of others stays an import.
 */
const PACKAGES = {
  '@nestjs/common': [
    '@nestjs/common',
    '@nestjs/common/constants.js',
    '@nestjs/common/enums/route-paramtypes.enum.js',
    '@nestjs/common/interfaces/index.js',
    '@nestjs/common/internal',
    '@nestjs/common/pipes/validation.pipe.js',
    '@nestjs/common/utils/load-package.util.js',
    '@nestjs/common/utils/shared.utils.js',
  ],
  '@nestjs/core': [
    '@nestjs/core',
    '@nestjs/core/injector/injector.js',
    '@nestjs/core/internal',
    '@nestjs/core/router/legacy-route-converter.js',
    '@nestjs/core/router/request/request-constants.js',
    '@nestjs/core/router/route-path-factory.js',
  ],
  '@nestjs/swagger': ['@nestjs/swagger'],
  bullmq: ['bullmq'],
  'es-toolkit': ['es-toolkit/compat'],
  feedsmith: ['feedsmith'],
  kysely: ['kysely', 'kysely/helpers/postgres', 'kysely/migration'],
  linkedom: ['linkedom'],
  rxjs: ['rxjs', 'rxjs/operators'],
  semver: ['semver'],
  undici: ['undici'],
  zod: ['zod'],
};

/** These stay CommonJS, because others that are require them. */
const COMMONJS = ['semver', 'undici'];

const ROOT = path.join(import.meta.dirname, '..', '..');

/** Where each name leads, as patterns of Jest's moduleNameMapper. @returns {Promise<Record<string, string>>} */
export async function bundledPackages() {
  const state = createHash('sha256').update(process.versions.modules);
  for (const file of [path.join(ROOT, 'package-lock.json'), import.meta.filename]) state.update(readFileSync(file));
  const folder = path.join(ROOT, 'node_modules/.cache', `bundled-packages-${state.digest('hex').slice(0, 16)}`);
  if (!existsSync(folder)) await bundleAll(folder);
  const names = Object.values(PACKAGES).flat();
  return Object.fromEntries(names.map((name) => [`^${name.replaceAll('.', '\\.')}$`, path.join(folder, fileOf(name))]));
}

/** Made aside and moved, because another run may be doing the same. @param {string} folder */
async function bundleAll(folder) {
  const aside = `${folder}.${process.pid}`;
  mkdirSync(aside, { recursive: true });
  writeFileSync(path.join(aside, 'package.json'), '{ "type": "module" }');
  for (const [name, entries] of Object.entries(PACKAGES)) await bundle(name, entries, aside);
  if (existsSync(folder)) rmSync(aside, { recursive: true });
  else renameSync(aside, folder);
}

/** @param {string} name @param {readonly string[]} entries @param {string} folder */
async function bundle(name, entries, folder) {
  // The bundler that vite brings with it.
  const fromVite = createRequire(createRequire(import.meta.url).resolve('vite/package.json'));
  const { rolldown } = await import(pathToFileURL(fromVite.resolve('rolldown')).href);
  for (const entry of entries) writeFileSync(path.join(folder, `entry-${fileOf(entry)}`), await sourceOf(entry));
  const made = await rolldown({
    platform: 'node',
    input: Object.fromEntries(entries.map((entry) => [fileOf(entry), path.join(folder, `entry-${fileOf(entry)}`)])),
    /** @param {string} id */
    external: (id) => !/^[./]/.test(id) && id !== name && !id.startsWith(`${name}/`),
    logLevel: 'silent',
  });
  await made.write({
    dir: folder,
    format: COMMONJS.includes(name) ? 'cjs' : 'esm',
    entryFileNames: '[name]',
    chunkFileNames: `[hash]-${fileOf(name)}`,
    // V8 looks through every character, in each of the specs.
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
  });
  await made.close();
}

/** By its names, because those of CommonJS are not known before it runs. @param {string} entry */
async function sourceOf(entry) {
  const file = JSON.stringify(fileURLToPath(import.meta.resolve(entry)));
  if (COMMONJS.includes(entry)) return `module.exports = require(${file});\n`;
  const names = Object.keys(await import(entry)).filter((name) => !['module.exports', '__esModule'].includes(name));
  return `export { ${names.join(', ')} } from ${file};\n`;
}

/** @param {string} name */
function fileOf(name) {
  return `${name.replace(/\.js$/, '').replaceAll(/[@/.]+/g, '_')}.${COMMONJS.includes(name) ? 'cjs' : 'js'}`;
}

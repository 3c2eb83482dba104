// @ts-check
import { globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = path.join(import.meta.dirname, '..', '..');

/** Specs that need neither a database nor a process of the command line. The admin's are another program's. */
export const PURE_SPECS = String.raw`/(?:apps/(?:api|cli|worker)|libs/[^/]+)/src/(?!.*\.(?:db|browser|commands?)\.).*\.spec\.ts$`;

const RUNS = path.join(ROOT, 'test/support/property-runs.ts');

/**
 * Every spec file loads its modules anew, and one that proves a pure function loads, for one name out of a lib's front
 * door, the whole lib with its packages: most of the time it takes. Before a run of all of them these spec files are
 * bundled with what they use of our sources, and with nothing else of them, in two seconds; bundled-spec.js sends each
 * to its bundle. Stack traces name the sources all the same, by the maps beside.
 *
 * Specs with a database and journeys use nearly everything and stay as they are, and so does a run without
 * TEST_BUNDLED=1 (jest.config.js), which is quicker for a few files.
 *
 * @returns {Promise<string>} the folder with a bundle for each spec file under the file's own path and `.js`; removed
 *   when this process ends
 */
export async function bundledSources() {
  const folder = path.join(ROOT, 'node_modules/.cache', `bundled-sources-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  process.on('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
  const specs = globSync('{apps,libs}/*/src/**/*.spec.ts', { cwd: ROOT }).filter((file) =>
    new RegExp(PURE_SPECS).test(`/${file}`),
  );
  const { rolldown } = await bundler();
  const made = await rolldown({
    cwd: ROOT,
    platform: 'node',
    tsconfig: path.join(ROOT, 'tsconfig.json'),
    input: Object.fromEntries(specs.map((file) => [file, path.join(ROOT, file)])),
    external: isPackage,
    resolve: { alias: { 'fast-check': RUNS } },
    // A module of ours that nobody takes a name from may be left out: it does nothing besides, save one.
    treeshake: {
      /** @param {string} id @param {boolean} external */
      moduleSideEffects: (id, external) => external || id === RUNS,
    },
    experimental: { lazyBarrel: true },
    plugins: [{ name: 'places', transform: { filter: { code: 'import.meta.' }, handler: withPlaces } }],
    logLevel: 'silent',
  });
  await made.write({
    dir: folder,
    format: 'esm',
    sourcemap: true,
    // Some names are used at run time: those of errors, and of classes in the log.
    keepNames: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[hash].js',
  });
  await made.close();
  return folder;
}

/** The bundler that vite brings with it. */
async function bundler() {
  const fromVite = createRequire(createRequire(import.meta.url).resolve('vite/package.json'));
  return await import(pathToFileURL(fromVite.resolve('rolldown')).href);
}

/** All but ours, the property tests, and what the bundler writes in place of decorators. @param {string} id */
function isPackage(id) {
  return !/^(?:[./\0]|@app\/|fast-check$|@oxc-project\/runtime\/)/.test(id);
}

/** Says where a source stands, where it would find its copy's place. @param {string} code @param {string} file */
function withPlaces(code, file) {
  return code
    .replaceAll('import.meta.dirname', JSON.stringify(path.dirname(file)))
    .replaceAll('import.meta.filename', JSON.stringify(file))
    .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href));
}

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { projectPath } from '@app/platform';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { lastArguments, readDockerfile, variableNames } from '../support/dockerfile.js';
import { BUILT, IMAGE_HOME, imagePaths } from '../support/image-folder.js';

/** Dockerfile and .dockerignore, held against each other and against what the code reads at run time. */

const [build, ...later] = readDockerfile();
const finished = later.at(-1);
if (build === undefined || finished === undefined) throw new Error('the Dockerfile has fewer than two stages');

describe('Dockerfile', () => {
  it('builds on Node 24 and does not run as root', () => {
    expect(build.name).toBe('build');
    for (const stage of [build, finished]) expect(stage.image).toBe('node:24-bookworm-slim');
    expect(lastArguments(finished, 'USER')).toEqual(['node']);
    // Nothing of the image is changed after the rights were given up, and nothing is handed to somebody else before.
    const keywords = finished.instructions.map((one) => one.getKeyword());
    expect(keywords.slice(keywords.lastIndexOf('USER') + 1)).not.toContain('COPY');
  });

  it('starts the command line, with a health check', () => {
    expect(lastArguments(finished, 'ENTRYPOINT')).toEqual(['node', 'dist/apps/cli/src/main.js']);
    expect(lastArguments(finished, 'CMD')).toEqual(['serve']);
    const health = finished.instructions.find((one) => one.getKeyword() === 'HEALTHCHECK');
    expect(health?.getArgumentsContent()).toContain('/health/ready');
    expect(existsSync(projectPath('dist', 'apps', 'cli', 'src', 'main.js'))).toBe(true);
  });

  it('copies only what exists: in the repository, or made by the build stage', () => {
    for (const { from, sources } of build.copies) {
      expect(from).toBeUndefined();
      expect(sources.filter((source) => !existsSync(projectPath(source)))).toEqual([]);
    }
    for (const { from, sources, target } of finished.copies) {
      expect(from).toBe(build.name);
      const [source = ''] = sources;
      expect(path.isAbsolute(source) && path.posix.resolve(IMAGE_HOME, target)).toMatch(/^\/app(?:\/|$)/);
      const file = path.relative(IMAGE_HOME, source);
      if (target !== './') expect(path.posix.resolve(IMAGE_HOME, target)).toBe(source);
      expect(BUILT.includes(file) || existsSync(projectPath(file))).toBe(true);
    }
    expect(lastArguments(build, 'WORKDIR')).toEqual([IMAGE_HOME]);
    expect(lastArguments(finished, 'WORKDIR')).toEqual([IMAGE_HOME]);
  });

  it('holds everything the code reads at run time, and no sources', () => {
    const held = imagePaths();
    const read = sourceFiles()
      .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/projectPath\(((?:\s*'[^']+',?)+)/g)])
      .map(([, segments = '']) => [...segments.matchAll(/'([^']+)'/g)].map(([, segment]) => segment).join('/'))
      // The data folder of `serve` without DATA_DIR, which the image sets.
      .filter((file) => file !== '.colporteur');
    expect(read.length).toBeGreaterThan(8);
    expect(read.filter((file) => !held.some((one) => file === one || file.startsWith(`${one}/`)))).toEqual([]);
    expect(held.filter((file) => /(?:^|\/)src$|^test|^docs/.test(file))).toEqual([]);
    expect(variableNames(finished)).toContain('DATA_DIR');
  });

  it('needs no development dependency at run time', () => {
    const manifest = JSON.parse(readFileSync(projectPath('package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const imported = builtFiles().flatMap((file) =>
      ts.preProcessFile(readFileSync(file, 'utf8')).importedFiles.map(({ fileName }) => fileName),
    );
    const packages = new Set(
      imported
        .filter((name) => !name.startsWith('.') && !name.startsWith('node:'))
        .map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/')),
    );
    expect(packages.size).toBeGreaterThan(15);
    expect([...packages].filter((name) => !(name in manifest.dependencies))).toEqual([]);
  });

  it('holds no secret in ENV or ARG', () => {
    for (const stage of [build, finished])
      expect(variableNames(stage).filter((name) => /KEY|SECRET|PASSWORD|TOKEN|URL/.test(name))).toEqual([]);
  });

  it('is built from what .dockerignore lets through, which is neither secrets nor local data', () => {
    const lines = readFileSync(projectPath('.dockerignore'), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    // Everything is left out first; then the sources of the build's COPY come back in, and nothing else does.
    expect(lines[0]).toBe('*');
    const letIn = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    expect(letIn.sort()).toEqual(build.copies.flatMap(({ sources }) => sources).sort());
    const keptOut = ['**/node_modules', '**/dist', '**/.env*'];
    expect(lines.filter((line) => keptOut.includes(line))).toEqual(keptOut);
  });
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

function sourceFiles(): string[] {
  return ['apps/api/src', 'apps/worker/src', 'apps/cli/src', 'libs']
    .flatMap((folder) => filesBelow(projectPath(folder)))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && !file.endsWith('project-path.ts'));
}

/** As built now: a file whose source is gone may still lie in dist, so only those with a source count. */
function builtFiles(): string[] {
  return sourceFiles()
    .map((file) => projectPath('dist', path.relative(projectPath(), file).replace(/\.ts$/, '.js')))
    .filter((file) => existsSync(file));
}

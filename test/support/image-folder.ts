import { cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { projectPath } from '@app/platform';
import { readDockerfile } from './dockerfile.js';

/** Where the Dockerfile works. */
export const IMAGE_HOME = '/app';

/** What the build stage makes: not in the repository, so a COPY of it cannot be looked up there. */
export const BUILT: readonly string[] = ['node_modules', 'dist', 'apps/admin/dist'];

/** Project paths the finished image holds, as its COPY instructions say. */
export function imagePaths(): string[] {
  const finished = readDockerfile().at(-1);
  return (finished?.copies ?? []).flatMap(({ sources }) => sources.map((source) => path.relative(IMAGE_HOME, source)));
}

/**
 * A folder that holds what the finished image holds and nothing else, so that a process started in it misses whatever
 * the image would miss. Dependencies are linked: installing them again would take minutes. `npm test` builds no admin;
 * where it is not built the folder lacks it, as every process but the operators' pages may.
 */
export function makeImageFolder(folder: string): string {
  for (const file of imagePaths()) {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    if (file === 'node_modules') symlinkSync(projectPath(file), target, 'dir');
    else if (existsSync(projectPath(file))) cpSync(projectPath(file), target, { recursive: true });
    else if (!BUILT.includes(file)) throw new Error(`the image copies ${file}, which does not exist`);
  }
  return folder;
}

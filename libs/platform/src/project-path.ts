import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const projectName = 'colporteur';

/**
 * Templates, locale files and pages are read from the project's folder, and this file runs from two depths of it: from
 * `libs/` under the test runner, from `dist/libs/` when built. So the folder is found by its name, not by counting.
 */
function findProjectFolder(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest)) {
      const content: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
      if (typeof content === 'object' && content !== null && 'name' in content && content.name === projectName) {
        return folder;
      }
    }
    if (dirname(folder) === folder) {
      throw new Error(`No folder above ${from} holds the package.json named "${projectName}".`);
    }
  }
}

const projectFolder = findProjectFolder(import.meta.dirname);

/** The absolute path of something that ships with the project: `projectPath('libs', 'mail', 'locales')`. */
export function projectPath(...segments: string[]): string {
  return join(projectFolder, ...segments);
}

import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { projectPath } from './project-path.js';

describe('projectPath', () => {
  it('is the folder of the project, wherever this file runs from', () => {
    expect(isAbsolute(projectPath())).toBe(true);
    expect(JSON.parse(readFileSync(projectPath('package.json'), 'utf8'))).toMatchObject({ name: 'colporteur' });
  });

  it('joins segments below it', () => {
    expect(existsSync(projectPath('libs', 'platform', 'src', 'project-path.ts'))).toBe(true);
  });
});

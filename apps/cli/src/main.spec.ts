import { spawnSync } from 'node:child_process';
import { projectPath } from '@app/platform';
import { describe, expect, it } from '@jest/globals';

const MAIN = projectPath('dist', 'apps', 'cli', 'src', 'main.js');
/** This Node, saying that it is an old one. */
const PRETENDED = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.20.2'})`;

function run(...options: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [...options, MAIN, '--version'], { encoding: 'utf8' });
}

describe('the way in', () => {
  it('starts the program on a Node that is new enough', () => {
    expect(run()).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  it('says on an older one what is needed, and does not call itself for ever', () => {
    expect(run('--import', PRETENDED)).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('Colporteur needs Node 22.19 or newer; this is 20.20.2.'),
    });
  });
});

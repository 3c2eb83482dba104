import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { projectPath } from '@app/platform';

/** What a Mermaid flowchart of dependency-cruiser says, by name: its ids change whenever a folder is added. */
function edgesOf(graph: string): string[] {
  const names = new Map([...graph.matchAll(/^\s*(\w+)\["([^"]+)"\]/gm)].map(([, id, name]) => [id, name]));
  return [...graph.matchAll(/^(\w+)-->(\w+)$/gm)]
    .map(([, from, to]) => `${names.get(from) ?? '?'} → ${names.get(to) ?? '?'}`)
    .sort();
}

describe('docs/architecture.md', () => {
  it('shows what is really imported; `npm run graph` prints what belongs between its markers', () => {
    const page = readFileSync(projectPath('docs', 'architecture.md'), 'utf8');
    const committed = /<!-- graph: npm run graph -->\n+```mermaid\n(.*?)```\n+<!-- \/graph -->/s.exec(page)?.[1] ?? '';
    const fresh = execFileSync('npm', ['run', '--silent', 'graph'], { cwd: projectPath(), encoding: 'utf8' });
    expect(edgesOf(fresh)).toContain('delivery → subscribers');
    expect(edgesOf(committed)).toEqual(edgesOf(fresh));
  });
});

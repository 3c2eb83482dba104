import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { projectPath } from '@app/platform';

const documents = globSync(['*.md', 'docs/**/*.md', 'libs/*/CONTEXT.md'], { cwd: projectPath() });
const readme = readFileSync(projectPath('README.md'), 'utf8');

/** Relative targets of Markdown links and of HTML attributes, without their fragments. */
function linksOf(text: string): string[] {
  const withoutCode = text.replace(/```.*?```/gs, '');
  const found = [...withoutCode.matchAll(/\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g)];
  return found
    .map(([, markdown, html]) => (markdown ?? html ?? '').replace(/#.*$/, ''))
    .filter((target) => target !== '' && !/^[a-z]+:/i.test(target));
}

describe('the documents', () => {
  it.each(documents)('%s links only to what is there', (document) => {
    const folder = path.dirname(projectPath(document));
    const dead = linksOf(readFileSync(projectPath(document), 'utf8')).filter(
      (target) => !existsSync(path.join(folder, target)),
    );
    expect(dead).toEqual([]);
  });

  it.each(documents)('%s names only npm scripts that exist', (document) => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync(projectPath('package.json'), 'utf8')));
    const named = [...readFileSync(projectPath(document), 'utf8').matchAll(/npm run (?:--silent )?([\w:]+)/g)];
    expect(named.map(([, name]) => name ?? '').filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});

describe('the README', () => {
  it('tells every variable of the environment', () => {
    const source = readFileSync(projectPath('libs', 'platform', 'src', 'config.ts'), 'utf8');
    const variables = [...source.matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(([, name]) => name ?? '');
    expect(variables).toContain('PUBLIC_URL');
    expect(variables.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });

  it('counts the demo’s dispatches as they are', () => {
    const files = globSync('apps/cli/demo/dispatches.*.json', { cwd: projectPath() });
    const counts = files.map((file) => z.array(z.unknown()).parse(JSON.parse(readFileSync(projectPath(file), 'utf8'))));
    expect(readme).toContain(`${counts.flat().length} dispatches`);
  });
});

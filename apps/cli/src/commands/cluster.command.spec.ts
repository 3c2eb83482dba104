import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Command } from 'commander';
import { addCluster } from './cluster.command.js';
import type { ClusterReport } from './cluster-report.js';

const ITEMS = [
  { id: 'a', language: 'fr', headline: 'Pérou : un séisme de magnitude 6,8 secoue Arequipa', standfirst: 'Quatre morts.', publishedAt: '2026-03-10T06:00:00Z', source: 'agence' },
  { id: 'b', language: 'fr', headline: 'La terre a tremblé à Arequipa, quatre morts', standfirst: 'Séisme dans le sud du Pérou.', publishedAt: '2026-03-10T08:00:00Z', source: 'radio' },
  { id: 'c', language: 'fr', headline: 'Anvers : les pilotes du port en grève', standfirst: '', publishedAt: '2026-03-10T07:00:00Z', source: 'agence' },
]; // prettier-ignore

let folder: string;
let printed: string;
const stdout = jest.spyOn(process.stdout, 'write');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'colporteur-cluster-'));
  printed = '';
  stdout.mockImplementation((chunk) => {
    printed += String(chunk);
    return true;
  });
});
afterEach(() => {
  stdout.mockReset();
  rmSync(folder, { recursive: true });
});

function file(content: unknown): string {
  const path = join(folder, `${Math.random()}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

async function cluster(...given: string[]): Promise<ClusterReport> {
  printed = '';
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  addCluster(program);
  await program.parseAsync(['cluster', '--json', ...given], { from: 'user' });
  return JSON.parse(printed) as ClusterReport;
}

const shape = ({ clusters }: ClusterReport): string[][] => clusters.map(({ members }) => members.map(({ id }) => id));

describe('dispatch cluster --file', () => {
  it.each([
    ['a list', ITEMS],
    ['an object', { items: ITEMS }],
    ['lines', ITEMS.map((item) => JSON.stringify(item)).join('\n')],
    ['without language and instants', ITEMS.map(({ id, headline, standfirst }) => ({ id, headline, standfirst }))],
  ])('clusters %s without a database', async (_, content) => {
    expect(shape(await cluster('--file', file(content)))).toEqual([['a', 'b'], ['c']]);
  });

  it('prints what its help promises', async () => {
    const report = await cluster('--file', file(ITEMS), '--explain');
    expect(Object.keys(report)).toEqual(['settings', 'clusters', 'decisions']);
    expect(report.settings).toMatch(/^[0-9a-f]{16}$/);
    const [quake] = report.clusters;
    expect(quake).toMatchObject({ id: 'a', language: 'fr', size: 2 });
    expect(quake?.members[1]).toMatchObject({ id: 'b', source: 'radio', publishedAt: '2026-03-10T08:00:00.000Z', headline: ITEMS[1]?.headline, kind: 'joined', because: { with: 'a', countries: ['PE'] } }); // prettier-ignore
    expect(quake?.members[1]?.score).toBeGreaterThan(0.44);
    expect(quake?.members[1]?.because?.names).toContain('Arequipa');
    expect(report.decisions).toHaveLength(3);
  });

  it('takes its own log again, and other settings', async () => {
    const log = file(await cluster('--file', file(ITEMS), '--explain'));
    expect(shape(await cluster('--log', log))).toEqual([['a', 'b'], ['c']]);
    const strict = await cluster('--log', log, '--settings', file({ join: 0.99 }));
    expect(shape(strict)).toEqual([['a'], ['c'], ['b']]);
  });

  it('keeps to one language when asked', async () => {
    expect(shape(await cluster('--file', file(ITEMS), '--language', 'en'))).toEqual([]);
  });

  it.each([
    ['cluster.items_invalid', ['--file', () => file([{ id: 'a' }])]],
    ['cluster.items_invalid', ['--file', () => file([ITEMS[0], ITEMS[0]])]],
    ['cluster.items_invalid', ['--file', () => file('not json')]],
    ['cluster.items_invalid', ['--file', () => file('{"id":"a","headline":"x"}\nnot json')]],
    ['cluster.items_invalid', ['--file', () => file([{ ...ITEMS[0], publishedAt: 'yesterday' }])]],
    ['cluster.settings_invalid', ['--file', () => file(ITEMS), '--settings', () => file({ joyn: 0.4 })]],
    ['cluster.log_invalid', ['--log', () => file({ decisions: [{ id: 'a' }] })]],
    ['cluster.no_file', ['--file', () => join(folder, 'nothing')]],
    ['cluster.one_thing', ['--file', () => file(ITEMS), '--split', () => 'a']],
    ['cluster.settings_stay', ['--settings', () => file({})]],
  ])('refuses with %s', async (code, given) => {
    const args = given.map((one) => (typeof one === 'string' ? one : one()));
    await expect(cluster(...args)).rejects.toMatchObject({ code });
  });
});

import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { refusals } from './refusal-words.js';

const root = path.join(import.meta.dirname, '..', '..', '..', '..');

/** The catalogues are read as texts: the admin knows nothing of the server's code. */
const sources = globSync('{libs,apps/api}/**/*.ts', { cwd: root, exclude: (name) => name.endsWith('.spec.ts') }).map((file) =>
  readFileSync(path.join(root, file), 'utf8'),
); // prettier-ignore
const server = sources.join('\n');

/** What the acts of the desk, the workshop and their neighbours can be refused with: no word of it may be missing. */
const COMPLETE = ['edition', 'newsletter', 'insertion', 'template', 'source', 'transport', 'operator', 'second_factor', 'idempotency']; // prettier-ignore

describe('the refusals in French', () => {
  it('are of codes the server has', () => {
    const unknown = Object.keys(refusals).filter((code) => !server.includes(`'${code}'`) && !server.includes(`${code}: {`));
    expect(unknown).toEqual([]);
  }); // prettier-ignore

  it('are complete where operators act', () => {
    const catalogues = sources.filter((source) => source.includes('defineErrors({')).join('\n');
    const codes = [...catalogues.matchAll(/^ {2}'(([a-z_]+)\.[a-z_]+)': \{/gm)];
    expect(codes.length).toBeGreaterThan(100);
    const missing = codes.filter(([, code = '', room = '']) => COMPLETE.includes(room) && !Object.hasOwn(refusals, code));
    expect(missing.map(([, code]) => code)).toEqual([]);
  }); // prettier-ignore

  it('are set as French is set', () => {
    const wrong = Object.values(refusals).filter((text) => /[ \n][:;!?»%]|« |'|"|\.\.\.|[^\s\u00a0\u202f][;!?»]|[\p{L})»]:(?:\s|$)/u.test(text));
    expect(wrong).toEqual([]);
  }); // prettier-ignore
});

import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { issueWords } from './issue-words.js';
import { words } from './words.js';

const said = (schema: z.ZodType, given: unknown): string =>
  issueWords(schema.safeParse(given).error?.issues[0]?.message ?? 'accepted', words.en.issues);
const m = words.en.issues;

describe('issueWords', () => {
  it('knows what the schemas of the server say', () => {
    expect(said(z.string(), undefined)).toBe(m.required);
    expect(said(z.string().min(1), '')).toBe(m.required);
    expect(said(z.string().max(200), 'x'.repeat(201))).toBe(m.tooLong(200));
    expect(said(z.string().min(12), 'short')).toBe(m.tooShort(12));
    expect(said(z.int().max(65_535), 70_000)).toBe(m.atMost(65_535));
    expect(said(z.number().min(1), 0)).toBe(m.atLeast(1));
    expect(said(z.email(), 'nobody')).toBe(m.notAddress);
    expect(said(z.url(), 'here')).toBe(m.notUrl);
    expect(said(z.string().regex(/^[a-z]+$/), 'A')).toBe(m.wrongForm);
    expect(said(z.iso.date(), 'soon')).toBe(m.wrongForm);
    expect(said(z.enum(['a', 'b']), 'c')).toBe(m.wrongForm);
    expect(said(z.uuid(), 'c')).toBe(m.wrongForm);
  });

  it('leaves alone what the server says in its own words', () => {
    expect(issueWords('This host resolves to a private network.', m)).toBe('This host resolves to a private network.');
  });
});

import { describe, expect, it } from '@jest/globals';
import { codesToOverride, openFindings, type Finding } from './preflight.js';

const finding = (code: string, level: Finding['level']): Finding => ({
  level,
  code,
  mayOverride: !/sponsor/.test(code),
  where: { part: 'html' },
  message: '',
  help: '',
  source: '',
});
const overridden = (version: number, ...codes: string[]) => ({
  id: '01a206b6-16a1-7575-8f67-179f6ec9088a',
  version,
  codes,
  reason: 'so',
  operatorId: null,
  at: '2026-11-23T05:00:00Z',
});

describe('what keeps an edition from being approved', () => {
  const findings = [
    finding('preflight.alt_missing', 'block'),
    finding('preflight.long', 'warn'),
    finding('preflight.link_dead', 'block'),
  ];

  it('is what blocks, and no warning', () => {
    expect(openFindings({ version: 3, findings, overrides: [] }).map(({ code }) => code)).toEqual([
      'preflight.alt_missing',
      'preflight.link_dead',
    ]);
  });

  it('is answered for by an override of this version alone', () => {
    const overrides = [overridden(2, 'preflight.link_dead'), overridden(3, 'preflight.alt_missing')];
    expect(openFindings({ version: 3, findings, overrides }).map(({ code }) => code)).toEqual(['preflight.link_dead']);
  });

  it('is not offered to anybody beside what nobody may let pass', () => {
    const open = openFindings({ version: 3, findings, overrides: [] });
    expect(codesToOverride([...open, ...open])).toEqual(['preflight.alt_missing', 'preflight.link_dead']);
    expect(codesToOverride([...open, finding('preflight.sponsor_unlabelled', 'block')])).toEqual([]);
  });
});

import { readFileSync } from 'node:fs';
import { projectPath } from '@app/platform';
import { describe, expect, it } from '@jest/globals';
import type { DemoDispatch } from './demo-dispatch.schema.js';
import { DEMO_REGIONS, DEMO_TOPICS, demoDispatchesSchema } from './demo-dispatch.schema.js';

const COUNTS = { fr: 26, en: 22, ar: 18 } as const;
const LANGUAGES = ['fr', 'en', 'ar'] as const;

function readDispatches(language: (typeof LANGUAGES)[number]): DemoDispatch[] {
  const file = projectPath('apps', 'cli', 'demo', `dispatches.${language}.json`);
  return demoDispatchesSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** Everything a reader reads, in one list. */
function texts(dispatch: DemoDispatch): string[] {
  const { headline, standfirst, body, byline, dateline, picture } = dispatch;
  const spoken = picture === undefined ? [] : [picture.alt, picture.caption];
  return [headline, standfirst, ...body, dateline, ...(byline === undefined ? [] : [byline]), ...spoken];
}

function sentences(text: string): number {
  return text.match(/[.!?؟](?=\s|$)/g)?.length ?? 0;
}

/** What French typography forbids; each entry names the fault so that a failure reads like a copy editor's note. */
const FRENCH_FAULTS: ReadonlyArray<readonly [string, RegExp]> = [
  ['a breaking space before : ; ! ? »', /[^\S\u00a0\u202f][:;!?»]/u],
  ['no space before ; ! ? »', /[^\s\u00a0\u202f][;!?»]/u],
  ['no non-breaking space after «', /«(?!\u00a0)/u],
  ['no non-breaking space before a colon', /\p{L}:/u],
  ['a straight apostrophe or quotation mark', /['"]/u],
  ['a breaking space inside a number or before %', /\d (?:\d|%)/u],
];

function frenchFaults(text: string): string[] {
  return FRENCH_FAULTS.filter(([, pattern]) => pattern.test(text)).map(([fault]) => `${fault}: ${text}`);
}

describe.each(LANGUAGES)('demo dispatches in %s', (language) => {
  const dispatches = readDispatches(language);

  it('holds the announced number, at least three for every region, on every topic', () => {
    expect(dispatches).toHaveLength(COUNTS[language]);
    const perRegion = DEMO_REGIONS.map((region) => dispatches.filter((one) => one.region === region).length);
    expect(Math.min(...perRegion)).toBeGreaterThanOrEqual(3);
    expect(new Set(dispatches.map((one) => one.topic))).toEqual(new Set(DEMO_TOPICS));
  });

  it('files each dispatch under its language, with a link of its own', () => {
    for (const { externalId, link } of dispatches) {
      expect(externalId.startsWith(`${language}-`)).toBe(true);
      expect(link.startsWith(`https://newsroom.example/${language}/`)).toBe(true);
    }
  });

  it('is mostly from the last day, and never two at the same moment', () => {
    const hours = dispatches.map((one) => one.hoursAgo);
    expect(hours.filter((value) => value < 24).length / hours.length).toBeGreaterThan(0.75);
    expect(new Set(hours).size).toBe(hours.length);
  });

  it('has short and long headlines, standfirsts of two sentences, and some paid texts', () => {
    const lengths = dispatches.map((one) => one.headline.length);
    expect(Math.min(...lengths)).toBeLessThanOrEqual(32);
    expect(Math.max(...lengths)).toBeGreaterThanOrEqual(95);
    expect(dispatches.filter((one) => sentences(one.standfirst) !== 2).map((one) => one.externalId)).toEqual([]);
    expect(dispatches.filter((one) => one.access === 'paid')).toHaveLength(3);
    expect(dispatches.some((one) => one.kind === 'update')).toBe(true);
  });

  it('names countries that exist, and keeps France its own region', () => {
    const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
    for (const { countries, region } of dispatches) {
      expect(countries.filter((code) => names.of(code) === undefined)).toEqual([]);
      expect(region === 'france').toBe(countries[0] === 'FR');
    }
  });

  it('gives a byline exactly to what correspondents wrote', () => {
    expect(dispatches.filter((one) => (one.source === 'correspondants') !== (one.byline !== undefined))).toEqual([]);
  });

  it('has pictures that ship with the project, with the measures they have', () => {
    const pictures = dispatches.flatMap(({ picture }) => (picture === undefined ? [] : [picture]));
    expect(pictures.length).toBeGreaterThan(0);
    for (const { file, width, height } of pictures) {
      const png = readFileSync(projectPath('apps', 'cli', 'demo', file));
      // PNG (RFC 2083 §4.1.1): width and height stand behind the signature and the head of the first chunk.
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([width, height]);
    }
  });

  it('is plain text: no markup, no control character, no stray space', () => {
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    const stray = /[<>\u0000-\u001f\u007f\ufffd]|^\s|\s$|[^\S\u00a0] /u;
    expect(dispatches.flatMap(texts).filter((text) => stray.test(text))).toEqual([]);
  });
});

it('gives every dispatch of the three languages its own id and link', () => {
  const all = LANGUAGES.flatMap(readDispatches);
  expect(new Set(all.map((one) => one.externalId)).size).toBe(all.length);
  expect(new Set(all.map((one) => one.link)).size).toBe(all.length);
});

it('follows French typography', () => {
  expect(readDispatches('fr').flatMap(texts).flatMap(frenchFaults)).toEqual([]);
});

it('would notice a fault of French typography', () => {
  const faulty = ['Quoi ?', 'Quoi?', '« Oui\u00a0»', "l'eau", 'Brésil: non', '12 000 voix', '18 %'];
  expect(faulty.filter((text) => frenchFaults(text).length === 0)).toEqual([]);
});

it('uses curly quotation marks in English, Arabic punctuation in Arabic', () => {
  expect(
    readDispatches('en')
      .flatMap(texts)
      .filter((text) => /['"]/.test(text)),
  ).toEqual([]);
  expect(
    readDispatches('ar')
      .flatMap(texts)
      .filter((text) => /['",;?]/.test(text)),
  ).toEqual([]);
});

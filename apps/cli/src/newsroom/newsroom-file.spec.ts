import { readFileSync } from 'node:fs';
import { settingFields } from '@app/editions';
import { projectPath } from '@app/platform';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readNewsroomFile, readOrigins } from './newsroom-file.js';

const EXAMPLE = readFileSync(projectPath('docs', 'newsroom.example.json'), 'utf8');

const EVERY_FIELD = settingFields(() => true);
const LOGO = { url: 'https://gazette.example/logo.png', width: 240, height: 60, alt: 'La Gazette' };

/** The documented example with one place changed. */
function changed(path: readonly (string | number)[], value: unknown): string {
  const file: unknown = JSON.parse(EXAMPLE);
  let place = file as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) place = place[step] as Record<string | number, unknown>;
  place[path.at(-1) ?? ''] = value;
  return JSON.stringify(file);
}

describe('the newsroom file', () => {
  it('is shown by an example that can be used as it stands', () => {
    const { brand, family, newsletters } = readNewsroomFile(EXAMPLE);
    expect([brand.slug, family.slug]).toEqual(['gazette', 'matin']);
    expect(newsletters.map((one) => [one.slug, one.approval, Object.keys(one.calendar).length])).toEqual([
      ['monde', 'desk', 6],
      ['world', undefined, 5],
    ]);
  });

  it.each<[string, (string | number)[], unknown]>([
    ['brand.accent', ['brand', 'accent'], 'red'],
    ['brand.contactAddress', ['brand', 'contactAddress'], 'nobody'],
    ['brand.senderDomain', ['brand', 'senderDomain'], 'localhost'],
    ['brand.siteUrl', ['brand', 'siteUrl'], 'javascript:alert(1)'],
    ['newsletters.0.slug', ['newsletters', 0, 'slug'], 'Le Monde'],
    ['newsletters.0.name', ['newsletters', 0, 'name'], 'Le monde\r\nBcc: x@example.org'],
    ['newsletters.0.language', ['newsletters', 0, 'language'], 'de'],
    ['newsletters.0.timeZone', ['newsletters', 0, 'timeZone'], 'Europe/Lutece'],
    ['newsletters.0.calendar.1', ['newsletters', 0, 'calendar', '1'], '24:00'],
    ['newsletters.0.calendar', ['newsletters', 0, 'calendar'], {}],
    ['newsletters.0.maxDispatches', ['newsletters', 0, 'maxDispatches'], 0],
    ['newsletters.0.usefulHours', ['newsletters', 0, 'usefulHours'], 25],
    ['newsletters.0.windowHours', ['newsletters', 0, 'windowHours'], 337],
    ['newsletters.0.approvalsNeeded', ['newsletters', 0, 'approvalsNeeded'], 3],
    ['newsletters.0.replyTo', ['newsletters', 0, 'replyTo'], 'a@b.example\r\nBcc: c@d.example'],
    ['newsletters.0.logo.url', ['newsletters', 0, 'logo'], { ...LOGO, url: 'http://gazette.example/logo.png' }],
    ['newsletters.0.logo.width', ['newsletters', 0, 'logo'], { ...LOGO, width: 0 }],
    ['newsletters.0.linkParameters.UTM', ['newsletters', 0, 'linkParameters'], { UTM: 'x' }],
    ['newsletters.0.linkParameters.utm', ['newsletters', 0, 'linkParameters'], { utm: '{reader}' }],
    ['newsletters.0.linkParameters.utm', ['newsletters', 0, 'linkParameters'], { utm: 'x'.repeat(201) }],
    [
      'newsletters.0.breaks.0.firstDay',
      ['newsletters', 0, 'breaks'],
      [{ firstDay: '2026-02-30', lastDay: '2026-03-01' }],
    ],
    [
      'newsletters.0.breaks.0.lastDay',
      ['newsletters', 0, 'breaks'],
      [{ firstDay: '2026-08-02', lastDay: '2026-08-01' }],
    ],
    ['newsletters.0.slots.0.zones.0', ['newsletters', 0, 'slots'], [{ name: 'asie', zones: ['Asia/Tokio'] }]],
    ['newsletters.0.slots', ['newsletters', 0, 'slots'], [{ name: 'asie', zones: ['Asia/Tokyo'] }]],
    ['newsletters.0.sections.0.min', ['newsletters', 0, 'sections'], [{ slug: 'europe', min: 3, max: 2 }]],
    ['newsletters.0.sections.0.weekdays.0', ['newsletters', 0, 'sections'], [{ slug: 'europe', weekdays: [8] }]],
    [
      'newsletters.0.sections',
      ['newsletters', 0, 'sections'],
      [
        { slug: 'europe', min: 9 },
        { slug: 'asie', min: 4 },
      ],
    ],
    ['newsletters.0.proposalLeadMinutes', ['newsletters', 0, 'proposalLeadMinutes'], 1441],
    ['brand.ownHosts.0', ['brand', 'ownHosts'], ['com']],
    ['brand.ownHosts.0', ['brand', 'ownHosts'], ['Gazette.example']],
    ['newsletters.1.slug', ['newsletters', 1, 'slug'], 'monde'],
    ['newsletters.1.language', ['newsletters', 1, 'language'], 'fr'],
    ['newsletters.1.senderAddress', ['newsletters', 1, 'senderAddress'], 'world@gmail.com'],
    ['newsletters', ['newsletters'], []],
  ])('names %s when it cannot be used', (field, path, value) => {
    expect(() => readNewsroomFile(changed(path, value))).toThrow(new RegExp(`^  ${field}: `, 'm'));
  });

  it('says what was given and what is expected', () => {
    const file = changed(['newsletters', 0, 'sections', 1], { slug: 'europe', min: '3' });
    expect(() => readNewsroomFile(file)).toThrow(
      'newsletters.0.sections.1.min: given "3"; Invalid input: expected number',
    );
    const red = changed(['brand', 'accent'], 'red');
    expect(() => readNewsroomFile(red)).toThrow('  brand.accent: given "red"; expected: a colour such as #a8321f');
  });

  it('takes every setting', () => {
    const settings = {
      timeZone: 'Europe/Paris',
      replyTo: 'courrier@gazette.example',
      contactAddress: null,
      template: 'digest',
      accent: '#112233',
      logo: LOGO,
      sections: [
        { label: 'region', slug: 'europe', min: 1, max: 4, weekdays: [1, 2] },
        { label: 'rest', slug: 'reste' },
      ],
      breaks: [{ firstDay: '2026-08-01', lastDay: '2026-08-31', reason: 'août' }],
      slots: [
        { name: 'asie', zones: ['Asia/Tokyo'] },
        { name: 'monde', zones: ['*'] },
      ],
      approval: 'desk',
      unapproved: 'send_short',
      approvalsNeeded: 2,
      approvalDelayMinutes: 10,
      proposalLeadMinutes: 90,
      freezeLeadMinutes: 20,
      seedLeadMinutes: 15,
      usefulHours: 5,
      windowHours: 48,
      maxDispatches: 9,
      shortDispatches: 4,
      slowDayMin: 2,
      slowDay: 'skip',
      toldDays: 5,
      cutMin: 2,
      flashPerDay: 1,
      targetPercent: 90,
      targetMinutes: 20,
      uncertainPolicy: 'leave',
      archive: 'none',
      linkParameters: { utm_source: '{newsletter}', utm_campaign: '{kind}-{date}' },
      isPublic: false,
      allowedOrigins: ['https://gazette.example'],
      offers: { regions: true, topics: true, timeZone: true, deliveryTimes: ['06:00', '07:00'] },
      inactivityMonths: null,
    };
    const file = JSON.parse(EXAMPLE) as { newsletters: object[] };
    const [one] = readNewsroomFile(
      JSON.stringify({ ...file, newsletters: [{ ...file.newsletters[0], ...settings }] }),
    ).newsletters;
    expect(one).toMatchObject(settings);
  });

  it('takes only settings that the manual tells', () => {
    const manual = readFileSync(projectPath('docs', 'newsletters.md'), 'utf8');
    const untold = Object.keys(EVERY_FIELD).filter((name) => !manual.includes(`| \`${name}\` `));
    expect(untold).toEqual([]);
  });

  it('breaks at no input', () => {
    const places = [
      ['brand'],
      ['brand', 'ownHosts'],
      ...Object.keys(EVERY_FIELD).map((name) => ['newsletters', 0, name]),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 3 }), (path, value) => {
        try {
          readNewsroomFile(changed(path, value));
        } catch (error) {
          expect(String(error)).toContain('The newsroom file cannot be used');
        }
      }),
    );
  });

  it('refuses a misspelt option instead of ignoring it', () => {
    expect(() => readNewsroomFile(changed(['newsletters', 0, 'maxDispatch'], 8))).toThrow(/maxDispatch/);
  });

  it('says so when the file is not JSON', () => {
    expect(() => readNewsroomFile('{')).toThrow(/not JSON/);
  });
});

describe('sites named on the command line', () => {
  it('are origins, as a browser names them', () => {
    const origins = ['https://gazette.example', 'http://127.0.0.1:8080'];
    expect(readOrigins(origins)).toEqual(origins);
  });

  it.each([
    '*',
    'null',
    '',
    'gazette.example',
    'https://gazette.example/',
    'HTTPS://Gazette.example',
    'ftp://a.example',
  ])('%j is none', (wrong) => {
    expect(() => readOrigins(['https://gazette.example', wrong])).toThrow('expected: an origin such as');
  });

  it('are fifty at most', () => {
    const many = Array.from({ length: 51 }, (_, at) => `https://site${at}.example`);
    expect(() => readOrigins(many)).toThrow('expected: 50 at most');
  });
});

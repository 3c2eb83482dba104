import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromNinjs, isNinjs } from './from-ninjs.js';

/** Written for this spec. In the names of ninjs 2.x. */
const DOCUMENT = {
  uri: 'urn:cms:gazette:4711',
  type: 'text',
  version: '3',
  pubstatus: 'usable',
  urgency: 2,
  firstcreated: '2026-03-10T06:00:00+01:00',
  versioncreated: '2026-03-10T07:30:00+01:00',
  embargoed: '2026-03-10T12:00:00Z',
  language: 'fr-CH',
  headlines: [
    { role: 'seo', value: 'Tunnel ouverture date' },
    { role: 'main', contenttype: 'text/html', value: 'Le tunnel du <em>Lac</em> est ouvert &amp; gratuit' },
  ],
  descriptions: [{ role: 'summary', value: 'Le trafic reprend lundi.' }],
  bodies: [
    { role: 'plain', contenttype: 'text/plain', value: 'Premier.\n\nSecond.' },
    { role: 'main', contenttype: 'text/html', value: '<p>Premier.</p><p>Second.</p><script>alert(1)</script>' },
  ],
  by: 'Aurélie Sablon',
  located: 'Brest',
  link: 'https://gazette.example/tunnel',
  usageterms: 'Pour les lettres de la maison.',
  subjects: [{ name: 'Transports', uri: 'http://cv.iptc.org/newscodes/mediatopic/20000337' }],
  places: [
    { name: 'Suisse', uri: 'http://cvx.iptc.org/iso3166-1a2/ch', rel: 'about' },
    { name: 'Italie', uri: 'http://cvx.iptc.org/iso3166-1a2/it', rel: 'mentions' },
  ],
  people: [{ name: 'Ana Ferreira' }],
  associations: [
    { name: 'logo', type: 'graphic', renditions: [{ name: 'x', href: 'https://img.example/logo.png' }] },
    {
      name: 'featured',
      type: 'picture',
      by: 'Jo Martel',
      copyrightholder: 'Gazette',
      descriptions: [
        { role: 'caption', value: 'Le portail nord.' },
        { role: 'alt', value: 'Un tunnel' },
      ],
      renditions: [
        { name: 'small', href: 'https://img.example/s.jpg', contenttype: 'image/jpeg', width: 320, height: 200 },
        { name: 'large', href: 'https://img.example/l.jpg', contenttype: 'image/jpeg', width: 1600, height: 1000 },
        { name: 'film', href: 'https://img.example/f.mp4', contenttype: 'video/mp4', width: 4000 },
      ],
    },
    { type: 'text', headlines: [{ value: 'Dix ans de chantier' }], link: 'https://gazette.example/chantier' },
  ],
};

function dispatchOf(document: unknown, language?: string) {
  const reading = fromNinjs(document, { language: language ?? null });
  if ('issues' in reading) throw new Error(JSON.stringify(reading.issues));
  return reading.dispatch;
}

function faultsOf(document: unknown): string[] {
  const reading = fromNinjs(document);
  return 'issues' in reading ? reading.issues.map(({ field }) => field) : [];
}

describe('fromNinjs', () => {
  it('reads a document of 2.x', () => {
    expect(dispatchOf(DOCUMENT)).toMatchObject({
      externalId: 'urn:cms:gazette:4711',
      language: 'fr',
      headline: 'Le tunnel du Lac est ouvert & gratuit',
      standfirst: 'Le trafic reprend lundi.',
      bodyHtml: '<p>Premier.</p><p>Second.</p><script>alert(1)</script>',
      byline: 'Aurélie Sablon',
      dateline: 'Brest',
      link: 'https://gazette.example/tunnel',
      urgency: 2,
      countries: ['CH'],
      categories: ['Transports', 'http://cv.iptc.org/newscodes/mediatopic/20000337'],
      publishedAt: new Date('2026-03-10T05:00:00Z'),
      updatedAt: new Date('2026-03-10T06:30:00Z'),
      embargoedUntil: new Date('2026-03-10T12:00:00Z'),
      usageTerms: 'Pour les lettres de la maison.',
      status: 'usable',
      sourceVersion: 3,
      related: [{ title: 'Dix ans de chantier', link: 'https://gazette.example/chantier' }],
      picture: {
        url: 'https://img.example/l.jpg',
        width: 1600,
        height: 1000,
        alt: 'Un tunnel',
        caption: 'Le portail nord.',
        credit: 'Jo Martel / Gazette',
      },
    });
  });

  it('reads the camel case of 3.x as the same', () => {
    const renamed: Record<string, string> = {
      pubstatus: 'pubStatus',
      firstcreated: 'firstCreated',
      versioncreated: 'versionCreated',
      embargoed: 'embargoedUntil',
      usageterms: 'usageTerms',
      contenttype: 'contentType',
      copyrightholder: 'copyrightHolder',
    };
    const camel = JSON.parse(JSON.stringify(DOCUMENT), function (this: unknown, _, value: unknown) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
      return Object.fromEntries(Object.entries(value).map(([name, one]) => [renamed[name] ?? name, one as unknown]));
    }) as unknown;
    expect(JSON.stringify(camel)).toContain('"embargoedUntil"');
    expect(dispatchOf(camel)).toEqual(dispatchOf(DOCUMENT));
  });

  it('reads the single fields and named objects of 1.x', () => {
    expect(
      dispatchOf({
        uri: 'urn:a:1',
        headline: 'Le pont rouvre',
        description_text: 'Dès lundi.',
        body_text: 'Un.',
        body_html: '<p>Un.</p>',
        byline: 'A. Sablon',
        language: 'fr',
        versioncreated: '2026-03-10',
        place: [{ name: 'France', scheme: 'http://cvx.iptc.org/iso3166-1a2/', code: 'fr' }],
        subject: [{ name: 'sport', scheme: 'http://cv.iptc.org/newscodes/subjectcode/', code: '15000000' }],
        associations: {
          main: {
            type: 'picture',
            renditions: { web: { href: 'https://img.example/1.jpg', mimetype: 'image/jpeg', width: 800 } },
          },
        },
      }),
    ).toMatchObject({
      headline: 'Le pont rouvre',
      standfirst: 'Dès lundi.',
      bodyHtml: '<p>Un.</p>',
      byline: 'A. Sablon',
      countries: ['FR'],
      categories: ['sport', 'http://cv.iptc.org/newscodes/subjectcode/15000000'],
      publishedAt: new Date('2026-03-10T00:00:00Z'),
      picture: { url: 'https://img.example/1.jpg', width: 800 },
    });
  });

  it('takes text for text and looks at what states no type', () => {
    const headline = (value: string, contenttype?: string) =>
      dispatchOf({ uri: 'a', language: 'en', headlines: [{ value, ...(contenttype && { contenttype }) }] }).headline;
    expect(headline('The <title> element', 'text/plain')).toBe('The <title> element');
    expect(headline('<b>Bridge</b> &amp; tunnel')).toBe('Bridge & tunnel');
    expect(headline('5 < 6 & 7')).toBe('5 < 6 & 7');
    const body = dispatchOf({ uri: 'a', language: 'en', headline: 'x', bodies: [{ value: 'A <b.\n\nC' }] }).bodyHtml;
    expect(body).toBe('<p>A &lt;b.</p><p>C</p>');
  });

  it('finds the language where nobody says it, and the source’s first', () => {
    const undated = { uri: 'a', headline: 'Le pont de la ville est fermé pour des travaux dans le centre' };
    expect(dispatchOf(undated).language).toBe('fr');
    expect(dispatchOf({ ...undated, language: 'und' }).language).toBe('fr');
    expect(dispatchOf(undated, 'de').language).toBe('de');
    expect(faultsOf({ uri: 'a', headline: 'Xyz' })).toEqual(['language']);
  });

  it.each([
    ['usable', 'usable'],
    ['withheld', 'withheld'],
    ['canceled', 'killed'],
    ['Cancelled', 'killed'],
  ])('reads pubstatus %s as %s', (pubstatus, status) => {
    expect(dispatchOf({ ...DOCUMENT, pubstatus }).status).toBe(status);
  });

  it.each([
    ['3', 3],
    [7, 7],
    ['2.1', undefined],
    ['final', undefined],
    [-1, undefined],
  ])('knows the order of version %s', (version, expected) => {
    expect(dispatchOf({ ...DOCUMENT, version }).sourceVersion).toBe(expected);
  });

  it.each([
    ['no headline', { headlines: [] }, 'headlines'],
    ['an empty one', { headlines: [{ value: '  ' }] }, 'headlines'],
    ['one without text', { headlines: [{ role: 'main' }] }, 'headlines.0.value'],
    ['one that is endless', { headlines: [{ value: 'x' }, { role: 'main', value: 'x'.repeat(10_000) }] }, 'headlines.1.value'],
    ['a number', { headlines: 7 }, 'headlines'],
    ['another kind', { type: 'picture' }, 'type'],
    ['a language that is none', { language: 'klingonisch' }, 'language'],
    ['an urgency of ten', { urgency: 10 }, 'urgency'],
    ['an urgency in words', { urgency: 'high' }, 'urgency'],
    ['an embargo in words', { embargoed: 'demain' }, 'embargoed'],
    ['an embargo on no day', { embargoed: '2026-02-30T10:00:00Z' }, 'embargoed'],
    ['an embargo in the month 13', { embargoed: '2026-13-01' }, 'embargoed'],
    ['an embargo beyond all years', { embargoed: '9999-01-01T00:00:00Z' }, 'embargoed'],
    ['a status nobody knows', { pubstatus: 'deleted' }, 'pubstatus'],
    ['a version that is an object', { version: {} }, 'version'],
    ['a link to a script', { link: 'javascript:alert(1)' }, 'link'],
    ['an id that is empty', { uri: ' ' }, 'uri'],
    ['an id that is a number', { uri: 7 }, 'uri'],
    ['a body that is a list', { bodies: [{ value: [] }] }, 'bodies.0.value'],
  ])('names the field of %s', (_, change, field) => {
    expect(faultsOf({ ...DOCUMENT, ...change })).toContain(field);
  }); // prettier-ignore

  it('names fields as they were written', () => {
    expect(faultsOf({ uri: 'a', headline: 'x', language: 'en', pubStatus: 'gone', embargoedUntil: 'x' }).toSorted()).toEqual(
      ['embargoedUntil', 'pubStatus'],
    ); // prettier-ignore
    const named = { uri: 'a', headline: 'x', language: 'en', associations: { Main: { headline: 7 } } };
    expect(faultsOf(named)).toEqual(['associations.Main.headline']);
  });

  it('leaves out pictures that cannot be fetched or were withdrawn', () => {
    const picture = (change: object) =>
      dispatchOf({
        ...DOCUMENT,
        associations: [{ type: 'picture', renditions: [{ href: 'https://i.example/1.jpg' }], ...change }],
      }).picture;
    expect(picture({})).toMatchObject({ url: 'https://i.example/1.jpg' });
    expect(picture({ pubstatus: 'canceled' })).toBeUndefined();
    expect(picture({ renditions: [{ href: 'data:image/png;base64,AAAA' }, { name: 'x' }] })).toBeUndefined();
  });

  it('never throws, and says what is wrong with anything', () => {
    const document = fc.oneof(
      fc.jsonValue({ maxDepth: 6 }),
      fc.record({ uri: fc.string(), headlines: fc.jsonValue(), bodies: fc.jsonValue(), associations: fc.jsonValue(), version: fc.jsonValue(), embargoed: fc.oneof(fc.string(), fc.date().map(String)) }),
    );
    fc.assert(fc.property(document, (given) => {
      const reading = fromNinjs(given);
      expect('dispatch' in reading || reading.issues.length > 0).toBe(true);
    }));
  }); // prettier-ignore
});

describe('isNinjs', () => {
  it.each([
    [{ uri: 'a', headline: 'x' }, true],
    [{ URI: 'a' }, true],
    [{ uri: 'a', externalId: 'b' }, false],
    [{ externalId: 'b' }, false],
    [{ text: 'x' }, false],
    [[{ uri: 'a' }], false],
    [null, false],
    ['uri', false],
  ])('of %j is %s', (body, expected) => {
    expect(isNinjs(body)).toBe(expected);
  });
});

import { describe, expect, it } from '@jest/globals';
import { bulkStanding, lastDay } from './bulk-sender.js';
import { organizationalDomain } from './organizational-domain.js';
import { connectionsFor, isNamed, isReserved, providerOfDomain, providerOfExchanges } from './provider-of.js';
import { mailProviders } from './providers.js';
import { capOn, capsOf, placeInLine } from './warm-up-caps.js';

describe('the provider of a mailbox', () => {
  it.each([
    ['gmail-smtp-in.l.google.com', 'google'],
    ['ASPMX.L.GOOGLE.COM', 'google'],
    ['aspmx2.googlemail.com', 'google'],
    ['outlook-com.olc.protection.outlook.com', 'microsoft'],
    ['news-example.mail.protection.outlook.com', 'microsoft-365'],
    ['news-example.j-v1.mx.microsoft', 'microsoft-365'],
    ['mta5.am0.yahoodns.net', 'yahoo'],
    ['mx01.mail.icloud.com', 'apple'],
    ['smtp-in.orange.fr', 'orange'],
    ['mx1.free.fr', 'free'],
    ['mx00.emig.gmx.net', 'gmx'],
    ['mx1.mail.ovh.net', 'ovh'],
    ['eu-smtp-inbound-1.mimecast.com', 'mimecast'],
    // Nobody we know: whoever registered the host's name.
    ['mx1.mail.hoster.example', 'hoster.example'],
    ['mail.press.co.uk', 'press.co.uk'],
    // Looks like somebody and is not.
    ['mx.notgoogle.com', 'notgoogle.com'],
    ['google.com.attacker.example', 'attacker.example'],
    ['localhost', 'other'],
    ['', 'other'],
    [`${'a.'.repeat(200)}google.com`, 'other'],
  ])('with mail at %p is %p', (exchange, provider) => {
    expect(providerOfExchanges([{ exchange, priority: 10 }])).toBe(provider);
  });

  it('is the most preferred known host’s, in whatever order they come', () => {
    const exchanges = [
      { exchange: 'backup.hoster.example', priority: 50 },
      { exchange: 'mx.yandex.net', priority: 20 },
      { exchange: 'filter.mimecast.com', priority: 10 },
    ];
    expect(providerOfExchanges(exchanges)).toBe('mimecast');
    expect(providerOfExchanges(exchanges.toReversed())).toBe('mimecast');
    expect(providerOfExchanges([])).toBe('other');
  });

  it('is known without DNS for the large ones', () => {
    expect(providerOfDomain('GoogleMail.com')).toBe('google');
    expect(providerOfDomain('wanadoo.fr')).toBe('orange');
    expect(providerOfDomain('readers.example')).toBeUndefined();
  });

  it('stands once in the data, and likes at least one connection', () => {
    const claims = mailProviders.flatMap(({ name, domains, exchanges }) => [name, ...domains.map((one) => `d ${one}`), ...exchanges.map((one) => `x ${one}`)]); // prettier-ignore
    expect(new Set(claims).size).toBe(claims.length);
    expect(mailProviders.filter(({ connections }) => connections < 1)).toEqual([]);
    expect([connectionsFor('google'), connectionsFor('hoster.example'), connectionsFor('other')]).toEqual([
      5,
      10,
      null,
    ]);
    expect([isNamed('google'), isNamed('hoster.example')]).toEqual([true, false]);
  });

  it.each([
    ['readers.example', true], ['a.test', true], ['example.org', true], ['mail.example.com', true], ['localhost', true],
    ['example.fr', false], ['contest', false], ['myexample.org', false],
  ])('%s is a reserved name: %p', (domain, reserved) => {
    expect(isReserved(domain)).toBe(reserved);
  }); // prettier-ignore
});

describe('a bulk sender', () => {
  it.each([
    ['news.example.org', 'example.org'],
    ['a.b.gazette.co.uk', 'gazette.co.uk'],
    ['gazette.co.uk', 'gazette.co.uk'],
    ['Lettre.Radio.Asso.FR', 'radio.asso.fr'],
    ['example', 'example'],
    ['', ''],
  ])('%p belongs to %p', (domain, organization) => {
    expect(organizationalDomain(domain)).toBe(organization);
  });

  it('is counted over about a day', () => {
    expect(lastDay({ today: 1_000, yesterday: 4_000, elapsed: 0.25 })).toBe(4_000);
    expect([3_999, 4_000, 4_999, 5_000].map(bulkStanding)).toEqual([null, 'near', 'near', 'crossed']);
  });
});

describe('a warm-up', () => {
  const caps = capsOf({ first: 500, factor: 1.6, days: 4 });

  it('grows from day to day, and has no cap after the last', () => {
    expect(caps).toEqual([500, 800, 1_280, 2_048]);
    const on = (day: string) => capOn({ caps, startedOn: '2026-12-30' }, day);
    expect(['2026-12-29', '2026-12-30', '2026-12-31', '2027-01-02', '2027-01-03'].map(on)).toEqual([500, 500, 800, 2_048, null]);
  }); // prettier-ignore

  it('has a cap that fits its column, however long', () => {
    expect(capsOf({ first: 1_000_000, factor: 10, days: 365 }).at(-1)).toBe(2_000_000_000);
  });

  it('gives everybody one place in the line of a domain', () => {
    const id = '0197f8a2-0000-7000-8000-000000000001';
    expect(placeInLine('news.example', id)).toBe(placeInLine('news.example', id));
    expect(placeInLine('news.example', id)).not.toBe(placeInLine('other.example', id));
  });
});

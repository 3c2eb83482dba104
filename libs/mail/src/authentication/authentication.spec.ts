import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { startNameServer, type NameServer, type Zones } from '../../../../test/support/name-server.js';
import { DMARC_CASES, LONG_TEXT, RELAY, SPF_CASES, ZONES } from './authentication.fixture.js';
import { alignmentFindings } from './alignment-findings.js';
import { dkimFindings, judgeDkim, type PublishedKey } from './dkim-findings.js';
import { discoverDmarc, walkedNames } from './dmarc-discovery.js';
import { dmarcFindings } from './dmarc-findings.js';
import { readDmarc } from './dmarc-record.js';
import { DnsNames, plainName } from './dns-names.js';
import type { Finding } from './finding.js';
import { isFreeMail } from './free-mail.js';
import { mxFindings, reverseFindings } from './mail-host-findings.js';
import { registeredDomain } from './registry-suffixes.js';
import { senderFindings } from './sending-domain.js';
import { spfFindings } from './spf-findings.js';
import { expandMacros } from './spf-macros.js';
import { readSpf } from './spf-record.js';
import { checkSpf } from './spf-check.js';

let server: NameServer;
let names: DnsNames;
beforeAll(async () => {
  server = await startNameServer(ZONES);
  names = new DnsNames({ servers: [server.address], limitMs: 3_000 });
});
afterAll(async () => {
  names.close();
  await server.close();
});

const codes = (findings: readonly Finding[]): string[] => findings.map(({ code }) => code).sort();
const published = (findings: readonly Finding[]): string[] => findings.flatMap(({ publish }) => publish?.value ?? []);

describe('SPF', () => {
  it.each(Object.entries(SPF_CASES))('%s', async (domain, { codes: expected, publish }) => {
    const relays = [{ name: 'main', host: 'host.spf', addresses: [RELAY] }];
    const findings = await spfFindings({ names, domain, helo: 'news.test', relays });
    expect(codes(findings)).toEqual([...expected].sort());
    if (publish !== undefined) expect(published(findings)).toContain(publish);
    for (const record of published(findings)) expect(readSpf(record.replace('ADDRESS-YOUR-RELAY-SENDS-FROM', RELAY)).kind).toBe('record'); // prettier-ignore
  });

  it('judges as a receiver does, to the first match or fault', async () => {
    const result = async (domain: string, ip: string): Promise<string> =>
      (await checkSpf({ names, domain, ip, helo: 'news.test' })).result;
    expect(await result('good.spf', '203.0.113.9')).toBe('fail');
    expect(await result('six.spf', '2001:db8:1::1')).toBe('pass');
    expect(await result('six.spf', '203.0.113.9')).toBe('softfail');
    expect(await result('endless.spf', '203.0.113.9')).toBe('neutral');
    expect(await result('none.spf', RELAY)).toBe('none');
    expect(await result('eleven.spf', RELAY)).toBe('pass');
    expect(await result('eleven.spf', '203.0.113.9')).toBe('permerror');
    expect(await result('half.spf', RELAY)).toBe('temperror');
  });

  it('says of a relay on a private network that its way out cannot be seen', async () => {
    const relays = [{ name: 'smtp-url', host: '127.0.0.1', addresses: [] }];
    expect(codes(await spfFindings({ names, domain: 'good.spf', helo: 'x', relays }))).toEqual(['spf.relay_private', 'spf.sound']); // prettier-ignore
  });

  it('writes macros out as RFC 7208 §7.4 shows', () => {
    const values = { sender: 'strong-bad@email.example.com', ip: '192.0.2.3', helo: 'h', domain: 'email.example.com' };
    const written = (text: string): string => expandMacros(text, values);
    expect(written('%{s}')).toBe('strong-bad@email.example.com');
    expect(written('%{d2}.%{d1}.%{dr}')).toBe('example.com.com.com.example.email');
    expect(written('%{l-}.%{lr-}.%{l1r-}')).toBe('strong.bad.bad.strong.strong');
    expect(written('%{ir}.%{v}._spf.%{d2}')).toBe('3.2.0.192.in-addr._spf.example.com');
    expect(expandMacros('%{ir}', { ...values, ip: '2001:db8::cb01' })).toMatch(/^1\.0\.b\.c\.0\..*\.1\.0\.0\.2$/);
  });

  it('is read by its grammar, no wider and no narrower', () => {
    const sound = 'a a:x.test/24//64 mx/0 mx:%{d} ptr ptr:x.test ip4:1.2.3.4/0 ip6:::1/128 ?exists:%{l1r+-}._x.%{d} -ALL exp=x.test. moo= include:%{i}._x.x-1.test exists:%%.%_.%-.test'; // prettier-ignore
    const faulty = 'a: a/33 a//129 a:x a:x.test/ a:x.test/024 mx:/24 ptr/24 ip4 ip4:1.2.3 ip4:1.2.3.4//24 ip6:1.2.3.4 ip6:::1/129 ip6:fe80::1%eth0 include exists all:x all/8 redirect= exp=%{x} moo=%{x} moo=% a:%{d a:%{d0}.test a:%{z}.test a:x.test%d +-all a\t include:x.1 é a..'; // prettier-ignore
    const kinds = (terms: string): string[] => terms.split(' ').map((term) => `${term}: ${readSpf(`v=spf1 ${term}`).kind}`); // prettier-ignore
    expect(kinds(sound).filter((line) => line.endsWith('fault'))).toEqual([]);
    expect(kinds(faulty).filter((line) => line.endsWith('record'))).toEqual([]);
  });

  it('reads any text in a breath and without a throw', () => {
    const piece = fc.constantFrom('v=spf1 ', 'ip4:', '1.2.3.4', '/', '//', '%{', '%', '}', 'include:', 'a', ' ', '64', '=', 'é', '-all'); // prettier-ignore
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        expect(['record', 'fault']).toContain(readSpf(pieces.join('')).kind);
        readDmarc(pieces.join(''));
      }),
    );
    expect(readSpf(`v=spf1 ${'%{d}'.repeat(16_000)}`).kind).toBe('fault');
    expect(readSpf(`v=spf1 a:${'/1'.repeat(400)}`).kind).toBe('fault');
  });
});

describe('DKIM', () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const spki = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
  const shortSpki = short.export({ format: 'der', type: 'spki' }).toString('base64');
  const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  const key: PublishedKey = { domain: 'news.test', selector: 'k1', publicKey: spki, state: 'active' };
  const raw = publicKey.export({ format: 'der', type: 'pkcs1' }).toString('base64');

  it.each<[string, string[], Partial<PublishedKey>, string, string]>([
    ['sound', [`v=DKIM1; k=rsa; p=${spki}`], {}, 'dkim.sound', 'ok'],
    ['with what is allowed besides', [`v=DKIM1; h=sha1:sha256; n=x; s=email; t=s; p=${spki.slice(0, 80)} ${spki.slice(80)};`], {}, 'dkim.sound', 'ok'],
    ['without a version', [`p=${spki}`], {}, 'dkim.sound', 'ok'],
    ['missing', [], {}, 'dkim.none', 'failure'],
    ['missing, not yet signed with', [], { state: 'pending' }, 'dkim.none', 'warning'],
    ['missing, no longer signed with', [], { state: 'retiring' }, 'dkim.none', 'warning'],
    ['two of them', [`p=${spki}`, `p=${spki}`], {}, 'dkim.several', 'failure'],
    ['revoked', ['v=DKIM1; p='], {}, 'dkim.revoked', 'failure'],
    ['another key', [`v=DKIM1; p=${shortSpki}`], {}, 'dkim.mismatch', 'failure'],
    ['another kind of key', [`v=DKIM1; k=ed25519; p=${other}`], {}, 'dkim.key', 'failure'],
    ['the bare form of the key', [`v=DKIM1; p=${raw}`], {}, 'dkim.mismatch', 'failure'],
    ['no key', ['v=DKIM1; p=AAAA'], {}, 'dkim.key', 'failure'],
    ['no base64', [`v=DKIM1; p="${spki}"`], {}, 'dkim.key', 'failure'],
    ['too short', [`p=${shortSpki}`], { publicKey: shortSpki }, 'dkim.short', 'warning'],
    ['testing', [`v=DKIM1; t=y:s; p=${spki}`], {}, 'dkim.testing', 'warning'],
    ['sha1 only', [`v=DKIM1; h=sha1; p=${spki}`], {}, 'dkim.hash', 'failure'],
    ['not for mail', [`v=DKIM1; s=tlsrpt; p=${spki}`], {}, 'dkim.service', 'failure'],
    ['a tag in the wrong case', [`v=DKIM1; P=${spki}`], {}, 'dkim.syntax', 'failure'],
    ['version last', [`p=${spki}; v=DKIM1`], {}, 'dkim.syntax', 'failure'],
    ['another version', [`v=DKIM2; p=${spki}`], {}, 'dkim.syntax', 'failure'],
    ['a tag twice', [`v=DKIM1; p=${spki}; p=${spki}`], {}, 'dkim.syntax', 'failure'],
    ['no p=', ['v=DKIM1; k=rsa'], {}, 'dkim.syntax', 'failure'],
    ['an unknown kind', [`v=DKIM1; k=dsa; p=${spki}`], {}, 'dkim.syntax', 'failure'],
    ['no tags', ['hello there'], {}, 'dkim.syntax', 'failure'],
  ])('%s', (_, texts, change, code, verdict) => {
    const ours = { ...key, ...change };
    const findings = judgeDkim(ours, texts);
    expect(findings).toEqual([expect.objectContaining({ code, verdict })]);
    const publish = findings[0]?.publish;
    if (publish !== undefined && code !== 'dkim.short') {
      expect(publish.name).toBe('k1._domainkey.news.test');
      expect(judgeDkim(ours, [publish.value])).toEqual([expect.objectContaining({ verdict: 'ok' })]);
    }
  }); // prettier-ignore

  it('follows an alias, joins split strings, and says when nobody answers', async () => {
    const zones: Zones = {
      'k1._domainkey.news.test': { cname: 'k1.keys.test' },
      'k1.keys.test': { txt: [`v=DKIM1; p=${spki}`] },
      'k2._domainkey.news.test': { trouble: 'failure' },
    };
    const keys = await startNameServer(zones);
    const resolver = new DnsNames({ servers: [keys.address], limitMs: 3_000 });
    expect(codes(await dkimFindings(key, resolver))).toEqual(['dkim.sound']);
    expect(codes(await dkimFindings({ ...key, selector: 'k2' }, resolver))).toEqual(['dkim.dns']);
    resolver.close();
    await keys.close();
  });
});

describe('DMARC', () => {
  it.each(Object.entries(DMARC_CASES))('%s', async (domain, { codes: expected, publish }) => {
    const findings = await dmarcFindings(await discoverDmarc(domain, names), names);
    expect(codes(findings)).toEqual([...expected].sort());
    if (publish !== undefined) expect(published(findings)).toContain(publish);
    for (const record of published(findings)) expect(readDmarc(record)).toMatchObject({ invalid: [], gone: [] });
  });

  it('walks the tree in at most eight questions, as RFC 9989 §4.10 shows', () => {
    expect(walkedNames('a.b.c.d.e.f.g.h.i.j.mail.example.com')).toEqual([
      'a.b.c.d.e.f.g.h.i.j.mail.example.com',
      'g.h.i.j.mail.example.com',
      'h.i.j.mail.example.com',
      'i.j.mail.example.com',
      'j.mail.example.com',
      'mail.example.com',
      'example.com',
      'com',
    ]);
    expect(walkedNames('news.example.org')).toEqual(['news.example.org', 'example.org', 'org']);
  });

  it('finds the owner by both standards, and tells where they differ', async () => {
    const deep = await discoverDmarc('a.mid.deep.dmarc', names);
    expect(deep.current).toMatchObject({ organization: 'deep.dmarc', applied: { domain: 'deep.dmarc' } });
    expect((await discoverDmarc('mid.deep.dmarc', names)).current).toMatchObject({ organization: 'deep.dmarc', applied: { domain: 'mid.deep.dmarc' } }); // prettier-ignore
    const middle = await discoverDmarc('a.only.mid.test', names);
    expect(middle.current).toMatchObject({ organization: 'only.mid.test', applied: { domain: 'only.mid.test' } });
    expect(middle.former).toEqual({ organization: 'mid.test', applied: undefined });
    const told = await dmarcFindings(middle, names);
    expect(told).toContainEqual(expect.objectContaining({ code: 'dmarc.differs', verdict: 'warning', publish: { name: '_dmarc.a.only.mid.test', type: 'TXT', value: 'v=DMARC1; p=quarantine; rua=mailto:r@mid.test' } })); // prettier-ignore
    const below = await discoverDmarc('paper.registry.test', names);
    expect(below.current).toMatchObject({ organization: 'paper.registry.test', applied: { domain: 'registry.test' } });
    expect(codes(await dmarcFindings(await discoverDmarc('broken.test', names), names))).toEqual(['dmarc.dns']);
  });

  it('knows the second levels that registries give away', () => {
    expect(['a.b.co.uk', 'b.co.uk', 'www.b.fr', 'b.gouv.ci', 'b.example', 'x.asso.fr'].map(registeredDomain)).toEqual(['b.co.uk', 'b.co.uk', 'b.fr', 'b.gouv.ci', 'b.example', 'x.asso.fr']); // prettier-ignore
  });
});

describe('alignment', () => {
  const key = (domain: string): PublishedKey => ({ domain, selector: 's', publicKey: '', state: 'active' });
  const judged = async (from: string, returnPath: string, keys: readonly PublishedKey[] = []): Promise<string[]> =>
    alignmentFindings({ from: await discoverDmarc(from, names), returnPath: await discoverDmarc(returnPath, names), keys }).map(({ code, verdict }) => `${code} ${verdict}`); // prettier-ignore

  it('is judged for SPF and DKIM, relaxed and strict', async () => {
    const sound = ['alignment.spf ok', 'alignment.dkim ok'];
    expect(await judged('good.dmarc', 'bounce.good.dmarc', [key('good.dmarc')])).toEqual(sound);
    expect(await judged('news.good.dmarc', 'good.dmarc', [key('good.dmarc')])).toEqual(sound);
    expect(await judged('good.dmarc', 'bounce.good.dmarc')).toEqual(['alignment.spf ok', 'alignment.dkim warning']);
    expect(await judged('good.dmarc', 'other.dmarc')).toEqual(['alignment.spf warning', 'alignment.dkim warning', 'alignment.none failure']); // prettier-ignore
    expect(await judged('good.dmarc', 'other.dmarc', [key('good.dmarc')])).toEqual(['alignment.spf warning', 'alignment.dkim ok']); // prettier-ignore
    expect(await judged('strict.test', 'bounce.strict.test', [key('strict.test')])).toEqual(['alignment.spf warning', 'alignment.dkim ok']); // prettier-ignore
    expect(await judged('news.strict.test', 'strict.test', [key('strict.test')])).toEqual(['alignment.spf warning', 'alignment.dkim warning', 'alignment.none failure']); // prettier-ignore
    // By the tree walk each of these two is its own owner; by registered domain both are mid.test's.
    expect(await judged('a.only.mid.test', 'bounce.mid.test', [key('a.only.mid.test')])).toEqual(['alignment.spf warning', 'alignment.dkim ok']); // prettier-ignore
  });

  it('refuses senders at free mailbox providers, whatever else is right', async () => {
    expect(await judged('gmail.com', 'gmail.com', [key('gmail.com')])).toEqual(['from.free_mail failure']);
    expect(['yahoo.co.uk', 'outlook.fr', 'orange.fr', 'laposte.net', 'hotmail.com.br'].map(isFreeMail)).not.toContain(false); // prettier-ignore
    expect(['live.tv', 'news.gmail.example', 'orange.example', 'free.press', 'mail.example.org'].map(isFreeMail)).not.toContain(true); // prettier-ignore
  });

  it('stays unknown where no name server answers, and says so once for each question', async () => {
    const findings = await senderFindings({ names, domain: 'broken.test', returnPath: 'good.dmarc', keys: [] });
    expect(codes(findings)).toEqual(['alignment.dns', 'dmarc.dns', 'mx.no_domain']);
  });
});

describe('mail hosts', () => {
  it.each([
    ['good.mx', 'mx.sound', 'ok'],
    ['null.mx', 'mx.null', 'failure'],
    ['dead.mx', 'mx.dead', 'failure'],
    ['part.mx', 'mx.dead', 'warning'],
    ['literal.mx', 'mx.dead', 'failure'],
    ['bare.mx', 'mx.implicit', 'note'],
    ['nothing.mx', 'mx.none', 'failure'],
    ['missing.mx', 'mx.no_domain', 'failure'],
    ['broken.spf', 'mx.dns', 'unknown'],
  ])('%s: %s, %s', async (domain, code, verdict) => {
    expect(await mxFindings(domain, 'bounces', names)).toEqual([expect.objectContaining({ code, verdict })]);
  });

  it('have names that lead back to them', async () => {
    const addresses = [RELAY, '198.51.100.8', '198.51.100.9', '2001:db8::7'];
    const findings = await reverseFindings('host.spf', addresses, names);
    expect(findings.map(({ code }) => code)).toEqual(['ptr.sound', 'ptr.astray', 'ptr.dns', 'ptr.none']);
    expect(findings[3]?.publish).toEqual({ name: '7.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa', type: 'PTR', value: 'host.spf' }); // prettier-ignore
  });
});

describe('the name system', () => {
  it('is asked again over TCP where an answer was cut, through an alias too, and each question once', async () => {
    const [first, second] = await Promise.all([names.txt('alias.txt'), names.txt('ALIAS.txt.')]);
    expect(first).toEqual({ kind: 'records', records: [LONG_TEXT] });
    expect(second).toBe(first);
    expect(server.askedAgain.filter((name) => name === 'alias.txt')).toHaveLength(1);
  });

  it('gets as long as it may, not longer', async () => {
    const hasty = new DnsNames({ servers: [server.address], limitMs: 60 });
    expect(await hasty.txt('mute.txt')).toMatchObject({ kind: 'failure' });
    hasty.close();
    expect(await hasty.txt(`${'a'.repeat(64)}.test`)).toEqual({ kind: 'no_name' });
    expect(plainName('Bücher.Example.')).toBe('xn--bcher-kva.example');
  });
});

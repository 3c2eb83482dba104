/** As the tests' name server takes it. */
interface Zone {
  readonly mx?: readonly string[];
  readonly a?: readonly string[];
  readonly aaaa?: readonly string[];
  readonly txt?: readonly (string | readonly string[])[];
  readonly ptr?: readonly string[];
  readonly cname?: string;
  readonly trouble?: 'no_domain' | 'failure' | 'silence';
}
type Zones = Readonly<Record<string, Zone>>;

export const RELAY = '198.51.100.7';
const spf = (...txt: string[]): Zone => ({ txt });
const dmarc = spf;
const many = <T>(count: number, make: (place: number) => T): T[] => Array.from({ length: count }, (_, place) => make(place)); // prettier-ignore

/** A zone for each rule: the SPF record, and the codes that must be told of it, with the record to publish instead. */
export const SPF_CASES: Readonly<Record<string, { zone: Zone; codes: string[]; publish?: string }>> = {
  'good.spf': { zone: spf('v=spf1 ip4:198.51.100.0/24 -all'), codes: ['spf.sound', 'spf.relay_passes'] },
  'six.spf': { zone: spf('V=SPF1 ip6:2001:db8::/32 a:host.spf//64 a:host.spf/24//64 ~all'), codes: ['spf.sound', 'spf.relay_passes'] },
  'redirected.spf': { zone: spf('v=spf1 redirect=good.spf'), codes: ['spf.sound', 'spf.relay_passes'] },
  'macro.spf': { zone: spf('v=spf1 exists:%{ir}.%{v}._ip.%{d2} -all'), codes: ['spf.sound', 'spf.relay_passes'] },
  'strings.spf': { zone: { txt: [['v=spf1 ip4:198.51', '.100.7 -all']] }, codes: ['spf.sound', 'spf.relay_passes'] },
  'mx.spf': { zone: { txt: ['v=spf1 mx -all'], mx: ['host.spf'] }, codes: ['spf.sound', 'spf.relay_passes'] },
  'named.spf': { zone: spf('v=spf1 ptr:host.spf -all'), codes: ['spf.ptr', 'spf.relay_passes'], publish: 'v=spf1 ip4:ADDRESS-YOUR-RELAY-SENDS-FROM -all' },
  'none.spf': { zone: spf('something else'), codes: ['spf.none'], publish: `v=spf1 ip4:${RELAY} ~all` },
  'nowhere.spf': { zone: { trouble: 'no_domain' }, codes: ['spf.none'], publish: `v=spf1 ip4:${RELAY} ~all` },
  'glued.spf': { zone: spf('v=spf10 -all'), codes: ['spf.none'] },
  'two.spf': { zone: spf(`v=spf1 ip4:${RELAY} -all`, 'v=spf1 include:good.spf ~all'), codes: ['spf.several'], publish: `v=spf1 ip4:${RELAY} include:good.spf -all` },
  'typo.spf': { zone: spf(`v=spf1 ipv4:203.0.113.1 ip4:${RELAY} -all`), codes: ['spf.syntax'], publish: `v=spf1 ip4:${RELAY} -all` },
  'cidr.spf': { zone: spf('v=spf1 ip4:198.51.100.7/33 -all'), codes: ['spf.syntax'] },
  'octet.spf': { zone: spf('v=spf1 ip4:198.51.100.256 -all'), codes: ['spf.syntax'] },
  'bare.spf': { zone: spf('v=spf1 include: -all'), codes: ['spf.syntax'] },
  'brace.spf': { zone: spf('v=spf1 exists:%{q}.x.spf -all'), codes: ['spf.syntax'] },
  'twice.spf': { zone: spf('v=spf1 redirect=good.spf redirect=good.spf'), codes: ['spf.syntax'] },
  'late.spf': { zone: spf(`v=spf1 ip4:${RELAY} -all all:x`), codes: ['spf.syntax'] },
  'behind.spf': { zone: spf(`v=spf1 ip4:${RELAY} -all include:good.spf`), codes: ['spf.after_all', 'spf.relay_passes'], publish: `v=spf1 ip4:${RELAY} include:good.spf -all` },
  'plus.spf': { zone: spf('v=spf1 +all'), codes: ['spf.pass_all', 'spf.relay_passes'] },
  'neutral.spf': { zone: spf(`v=spf1 ip4:${RELAY} ?all`), codes: ['spf.neutral_all', 'spf.relay_passes'], publish: `v=spf1 ip4:${RELAY} ~all` },
  'endless.spf': { zone: spf(`v=spf1 ip4:${RELAY}`), codes: ['spf.no_all', 'spf.relay_passes'], publish: `v=spf1 ip4:${RELAY} ~all` },
  'elsewhere.spf': { zone: spf('v=spf1 ip4:203.0.113.1 -all'), codes: ['spf.relay_fails'], publish: `v=spf1 ip4:203.0.113.1 ip4:${RELAY} -all` },
  'hollow.spf': { zone: spf('v=spf1 include:none.spf -all'), codes: ['spf.include'] },
  'loop.spf': { zone: spf('v=spf1 include:pool.spf -all'), codes: ['spf.loop'] },
  'pool.spf': { zone: spf('v=spf1 include:loop.spf -all'), codes: ['spf.loop'] },
  'itself.spf': { zone: spf('v=spf1 redirect=itself.spf'), codes: ['spf.loop'] },
  'ten.spf': { zone: spf(`v=spf1 ${many(10, () => 'a:host.spf').join(' ')} -all`), codes: ['spf.near_lookups', 'spf.relay_passes', 'spf.sound'] },
  'eleven.spf': { zone: spf(`v=spf1 ip4:${RELAY} include:ten.spf -all`), codes: ['spf.lookups'] },
  'voids.spf': { zone: spf('v=spf1 a:no1.spf a:no2.spf mx:no3.spf -all'), codes: ['spf.voids'] },
  'empty.spf': { zone: spf('v=spf1 a:no1.spf a:no2.spf ip4:198.51.100.7 -all'), codes: ['spf.sound', 'spf.relay_passes'] },
  'crowd.spf': { zone: { txt: ['v=spf1 mx -all'], mx: many(300, (place) => `mx${place}.spf`) }, codes: ['spf.mx_hosts'] },
  'broken.spf': { zone: { trouble: 'failure' }, codes: ['spf.dns'] },
  'half.spf': { zone: spf(`v=spf1 include:broken.spf ip4:${RELAY} -all`), codes: ['spf.dns', 'spf.dns'] },
  'fan.spf': { zone: spf(`v=spf1 ${many(300, (place) => `include:f${place}.spf`).join(' ')} -all`), codes: [...many(3, () => 'spf.include'), 'spf.lookups'] },
  'vast.spf': { zone: spf(`v=spf1 ${many(3_000, (place) => `ip4:203.0.${place % 256}.1`).join(' ')} -all`), codes: ['spf.relay_fails'] },
  'odd.spf': { zone: spf(`v=spf1 ip4:${RELAY} moo=x -all`), codes: ['spf.modifier', 'spf.relay_passes', 'spf.sound'] },
}; // prettier-ignore

/** The record at _dmarc.<name>, and what must be told. */
export const DMARC_CASES: Readonly<Record<string, { txt: string[]; codes: string[]; publish?: string }>> = {
  'good.dmarc': { txt: ['v=DMARC1; p=reject; rua=mailto:r@good.dmarc'], codes: ['dmarc.sound'] },
  'watch.dmarc': { txt: ['v=DMARC1; p=none; rua=mailto:r@watch.dmarc'], codes: ['dmarc.monitoring', 'dmarc.sound'] },
  'absent.dmarc': { txt: ['v=dmarc1; p=reject'], codes: ['dmarc.none'], publish: 'v=DMARC1; p=none; rua=mailto:dmarc@absent.dmarc' },
  'two.dmarc': { txt: ['v=DMARC1; p=none', 'v=DMARC1; p=reject'], codes: ['dmarc.several'] },
  'aimless.dmarc': { txt: ['v=DMARC1; aspf=s'], codes: ['dmarc.no_policy', 'dmarc.no_reports'], publish: 'v=DMARC1; p=none; aspf=s' },
  'typo.dmarc': { txt: ['v=DMARC1; p=rejct; rua=mailto:r@typo.dmarc'], codes: ['dmarc.no_policy'], publish: 'v=DMARC1; p=none; rua=mailto:r@typo.dmarc' },
  'gone.dmarc': { txt: ['v=DMARC1; p=reject; pct=20; ri=3600; rf=afrf; rua=mailto:r@gone.dmarc!10m'], codes: ['dmarc.gone', 'dmarc.sound'], publish: 'v=DMARC1; p=reject; rua=mailto:r@gone.dmarc!10m' },
  'test.dmarc': { txt: ['v=DMARC1; p=reject; t=y; np=reject; psd=n; rua=mailto:r@test.dmarc'], codes: ['dmarc.sound', 'dmarc.testing'] },
  'wrong.dmarc': { txt: ['v=DMARC1; p=reject; sp=maybe; adkim=x; fo=9; rua=mailto:r@wrong.dmarc'], codes: ['dmarc.syntax'], publish: 'v=DMARC1; p=reject; rua=mailto:r@wrong.dmarc' },
  'order.dmarc': { txt: ['v=DMARC1; rua=mailto:r@order.dmarc; p=reject'], codes: ['dmarc.order', 'dmarc.sound'] },
  'repeat.dmarc': { txt: ['v=DMARC1; p=reject; p=none; rua=mailto:r@repeat.dmarc'], codes: ['dmarc.repeated'] },
  'unknown.dmarc': { txt: ['v=DMARC1; p=reject; colour=blue; rua=mailto:r@unknown.dmarc'], codes: ['dmarc.sound', 'dmarc.unknown_tags'] },
  'silent.dmarc': { txt: ['v=DMARC1; p=reject'], codes: ['dmarc.no_reports', 'dmarc.sound'] },
  'web.dmarc': { txt: ['v=DMARC1; p=reject; rua=https://web.dmarc/x'], codes: ['dmarc.report_address'] },
  'agreed.dmarc': { txt: ['v=DMARC1; p=reject; rua=mailto:r@reports.test'], codes: ['dmarc.sound'] },
  'foreign.dmarc': { txt: ['v=DMARC1; p=reject; rua=mailto:r@reports.test'], codes: ['dmarc.report_consent'], publish: 'v=DMARC1' },
  'suffix.dmarc': { txt: ['v=DMARC1; p=reject; psd=y; rua=mailto:r@suffix.dmarc'], codes: ['dmarc.public_suffix'] },
}; // prettier-ignore

export const LONG_TEXT = 'x'.repeat(64_000);

export const ZONES: Zones = {
  ...Object.fromEntries(Object.entries(SPF_CASES).map(([name, { zone }]) => [name, zone])),
  ...Object.fromEntries(Object.entries(DMARC_CASES).map(([name, { txt }]) => [`_dmarc.${name}`, { txt }])),
  'host.spf': { a: [RELAY], aaaa: ['2001:db8::7'] },
  [`7.100.51.198.in-addr.arpa`]: { ptr: ['host.spf'] },
  '8.100.51.198.in-addr.arpa': { ptr: ['other.spf'] },
  '9.100.51.198.in-addr.arpa': { trouble: 'failure' },
  [`7.100.51.198.in-addr._ip.macro.spf`]: { a: ['127.0.0.2'] },
  'no1.spf': {},
  'agreed.dmarc._report._dmarc.reports.test': dmarc('v=DMARC1;'),
  '_dmarc.mid.deep.dmarc': dmarc('v=DMARC1; p=reject; rua=mailto:r@deep.dmarc'),
  '_dmarc.deep.dmarc': dmarc('v=DMARC1; p=none; rua=mailto:r@deep.dmarc'),
  '_dmarc.only.mid.test': dmarc('v=DMARC1; p=quarantine; rua=mailto:r@mid.test'),
  '_dmarc.registry.test': dmarc('v=DMARC1; p=reject; psd=y; np=reject; rua=mailto:r@registry.test'),
  '_dmarc.strict.test': dmarc('v=DMARC1; p=reject; aspf=s; adkim=s; rua=mailto:r@strict.test'),
  '_dmarc.broken.test': { trouble: 'failure' },
  'long.txt': { txt: [LONG_TEXT] },
  'alias.txt': { cname: 'long.txt' },
  'mute.txt': { trouble: 'silence' },
  'good.mx': { mx: ['host.spf'] },
  'null.mx': { mx: ['.'] },
  'dead.mx': { mx: ['gone.mx'] },
  'part.mx': { mx: ['gone.mx', 'host.spf'] },
  'literal.mx': { mx: ['198.51.100.7'] },
  'bare.mx': { a: [RELAY] },
  'nothing.mx': {},
};

import { realNeighbours } from './real-neighbours.js';

/**
 * Mail domains that most readers write from, worldwide and in France first. Their slips are asked about; they themselves
 * never are. Evidence: the domains each provider offers or offered to its customers, by its own sign-up or help pages.
 */
export interface MailProvider {
  readonly name: string;
  /** What may follow the name; the one most readers mean first. */
  readonly tlds: readonly string[];
  /** Made up for this service, so that any other ending is a slip: gmail.fr holds no mailboxes. */
  readonly isCoined: boolean;
  /** A common word or too short: other real domains are one letter away, so that only plain slips are asked about. */
  readonly isWord: boolean;
}

const MICROSOFT =
  'com fr be ca ch cl co.id co.il co.jp co.kr co.nz co.th co.uk co.za com.ar com.au com.br com.hk com.mx com.my com.pe ' +
  'com.ph com.sg com.tr com.tw com.vn cz de dk es fi gr hu ie in it jp kr lt lv my nl no ph pt ro rs ru sa se sg sk cn';
const YAHOO =
  'com fr be ca ch co.id co.il co.in co.jp co.kr co.nz co.th co.uk co.za com.ar com.au com.br com.cn com.co com.hk ' +
  'com.mx com.my com.pe com.ph com.sg com.tr com.tw com.ve com.vn cn cz de dk es fi gr hr hu ie in it jp nl no pl pt ro ' +
  'rs ru se sk';

const coined = (name: string, tlds: string): MailProvider => ({ name, tlds: tlds.split(' '), isCoined: true, isWord: false }); // prettier-ignore
const named = (name: string, tlds: string): MailProvider => ({ name, tlds: tlds.split(' '), isCoined: false, isWord: false }); // prettier-ignore
const word = (name: string, tlds: string): MailProvider => ({ name, tlds: tlds.split(' '), isCoined: false, isWord: true }); // prettier-ignore

/** In the order in which the first of two equally near ones is asked about. */
export const mailProviders: readonly MailProvider[] = [
  coined('gmail', 'com'),
  named('hotmail', MICROSOFT),
  named('outlook', MICROSOFT),
  named('yahoo', YAHOO),
  coined('icloud', 'com'),
  named('orange', 'fr com be es pl ro sk lu ch md jo eg tn sn ci ml cm cd mg re bf bw net'),
  named('wanadoo', 'fr es nl be co.uk'),
  named('laposte', 'net fr info'),
  word('free', 'fr'),
  word('sfr', 'fr com re'),
  word('bbox', 'fr'),
  word('neuf', 'fr'),
  named('numericable', 'fr com'),
  named('aliceadsl', 'fr'),
  named('club-internet', 'fr'),
  named('cegetel', 'net'),
  named('libertysurf', 'fr'),
  named('netcourrier', 'com'),
  word('voila', 'fr'),
  word('noos', 'fr'),
  word('mailo', 'com'),
  word('live', MICROSOFT),
  word('msn', 'com fr'),
  word('gmx', 'fr com net de at ch us es co.uk eu'),
  word('aol', 'com fr de it co.uk es'),
  word('me', 'com'),
  word('mac', 'com'),
  coined('protonmail', 'com ch'),
  word('proton', 'me'),
  word('pm', 'me'),
  coined('googlemail', 'com'),
  named('rocketmail', 'com'),
  named('fastmail', 'com fm'),
  named('tutanota', 'com de'),
  word('zoho', 'com eu in'),
  word('web', 'de'),
  word('freenet', 'de'),
  named('t-online', 'de'),
  word('libero', 'it'),
  named('virgilio', 'it'),
  named('tiscali', 'it'),
  word('alice', 'it'),
  word('tin', 'it'),
  named('bluewin', 'ch'),
  named('telenet', 'be'),
  named('skynet', 'be'),
  word('proximus', 'be'),
  named('videotron', 'ca qc.ca'),
  named('sympatico', 'ca'),
  word('mail', 'ru com'),
  named('yandex', 'ru com by kz ua uz com.tr'),
  named('rambler', 'ru'),
  word('qq', 'com'),
  word('163', 'com net'),
  word('126', 'com'),
  word('sina', 'com cn'),
  word('naver', 'com'),
  named('hanmail', 'net'),
  word('terra', 'com.br com es'),
  word('uol', 'com.br'),
  word('sapo', 'pt'),
  named('comcast', 'net'),
  named('verizon', 'net com'),
  named('btinternet', 'com'),
  named('menara', 'ma'),
];

const known: ReadonlySet<string> = new Set([
  ...mailProviders.flatMap(({ name, tlds }) => tlds.map((tld) => `${name}.${tld}`)),
  ...realNeighbours,
]);

export function isKnownDomain(domain: string): boolean {
  return known.has(domain);
}

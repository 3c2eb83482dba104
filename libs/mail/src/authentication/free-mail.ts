/**
 * Domains whose mailboxes anybody can have, which therefore publish what they themselves send from and nothing else:
 * mail of ours with such a sender fails DMARC. Evidence: Google's and Yahoo's sender guidelines forbid From addresses of
 * theirs (“don't impersonate Gmail From headers”; yahoo.com and aol.com publish p=reject); of the others, the domains
 * their sign-up pages offer.
 */
const NAMES: ReadonlySet<string> = new Set(
  ('gmail googlemail yahoo ymail rocketmail aol hotmail outlook live msn icloud protonmail gmx tutanota yandex mail2world ' +
    'laposte wanadoo netcourrier libertysurf aliceadsl numericable club-internet').split(' '),
); // prettier-ignore
const DOMAINS: ReadonlySet<string> = new Set(
  ('orange.fr free.fr sfr.fr neuf.fr bbox.fr cegetel.net voila.fr noos.fr mailo.com mailo.fr me.com mac.com proton.me pm.me ' +
    'web.de t-online.de freenet.de libero.it virgilio.it tin.it alice.it bluewin.ch skynet.be telenet.be proximus.be ' +
    'mail.ru bk.ru list.ru inbox.ru qq.com 163.com 126.com naver.com daum.net hanmail.net uol.com.br terra.com.br ' +
    'comcast.net verizon.net att.net btinternet.com zoho.com fastmail.com hey.com menara.ma').split(' '),
); // prettier-ignore

/** Where the services above have mailboxes; live.tv or outlook.media are somebody else's. */
const ENDINGS: ReadonlySet<string> = new Set(
  ('com net fr be ca ch de dk es fi gr hu ie in it jp nl no pl pt ro ru se at eu lu cz sk co.uk co.in co.jp co.id co.il ' +
    'co.kr co.nz co.th co.za com.ar com.au com.br com.hk com.mx com.my com.pe com.ph com.sg com.tr com.tw com.ve com.vn').split(' '),
); // prettier-ignore

/** `gmail.com`, `yahoo.co.uk`, `outlook.fr`; not a domain that somebody registered below or beside them. */
export function isFreeMail(domain: string): boolean {
  const dot = domain.indexOf('.');
  return DOMAINS.has(domain) || (NAMES.has(domain.slice(0, dot)) && ENDINGS.has(domain.slice(dot + 1)));
}

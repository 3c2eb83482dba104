/**
 * Second levels under which strangers register names. Not the Public Suffix List: only those that newsrooms and mail hosts
 * are found under in the countries we ship languages for, and the largest others. Under one that is missing here, all
 * names count as one organisation's: a count of bulk mail is then too high, and the warning early.
 */
const PUBLIC_SECOND_LEVELS = new Set([
  'co.uk', 'org.uk', 'me.uk', 'ac.uk', 'gov.uk', 'ltd.uk', 'plc.uk', 'net.uk',
  'asso.fr', 'com.fr', 'gouv.fr', 'nom.fr', 'presse.fr', 'tm.fr',
  'com.es', 'org.es', 'nom.es', 'gob.es', 'edu.es',
  'com.ar', 'org.ar', 'com.mx', 'org.mx', 'com.co', 'com.pe', 'com.ve', 'com.ec', 'com.uy', 'com.py', 'com.bo', 'com.gt',
  'com.br', 'org.br', 'net.br', 'com.pt',
  'com.ma', 'org.ma', 'net.ma', 'press.ma', 'co.ma', 'com.tn', 'org.tn', 'com.dz', 'org.dz', 'com.eg', 'org.eg',
  'com.lb', 'org.lb', 'com.sa', 'org.sa', 'com.jo', 'org.jo', 'com.kw', 'com.qa', 'com.bh', 'com.om', 'com.iq', 'com.ly',
  'com.sn', 'com.ci', 'co.ci', 'com.cm', 'com.ml', 'com.ng', 'com.gh', 'co.ke', 'co.za', 'org.za', 'co.tz', 'co.ug',
  'co.jp', 'or.jp', 'ne.jp', 'ac.jp', 'co.kr', 'or.kr', 'com.cn', 'org.cn', 'com.hk', 'com.tw', 'com.sg', 'com.my',
  'com.au', 'org.au', 'net.au', 'co.nz', 'org.nz', 'net.nz', 'co.in', 'org.in', 'net.in', 'co.id', 'or.id', 'com.ph',
  'com.vn', 'co.th', 'com.pk', 'com.bd', 'com.tr', 'org.tr', 'gen.tr', 'co.il', 'org.il', 'com.pl', 'org.pl', 'com.ua',
  'com.ro', 'com.gr', 'com.cy', 'com.mt', 'co.at', 'or.at', 'com.ru', 'com.hr', 'co.hu',
]); // prettier-ignore

/** Pure. The name somebody registered, about: its last two labels, or three under a public second level. */
export function organizationalDomain(domain: string): string {
  const labels = domain.toLowerCase().split('.').filter((label) => label !== ''); // prettier-ignore
  const two = labels.slice(-2).join('.');
  return PUBLIC_SECOND_LEVELS.has(two) ? labels.slice(-3).join('.') : two;
}

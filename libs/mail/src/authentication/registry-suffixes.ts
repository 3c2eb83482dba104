/**
 * Names below which registries let others register, so that example.co.uk and other.co.uk belong to different people.
 * RFC 7489 §3.2 finds the organizational domain with such a list; RFC 9989 needs none.
 *
 * A short list, not the public suffix list: it is only used to say where receivers of the two ways see another domain,
 * and no mail depends on it. Evidence: the registries' own naming rules for second levels.
 */

/** Second levels that country registries use alike: co.uk, com.br, ac.jp, gouv.ci, asso.fr, … */
const SECOND_LEVELS: ReadonlySet<string> = new Set(
  'ac asso co com edu go gob gouv gov info ltd mil net nom or org plc press pro sch tm'.split(' '),
);

/** Third levels and private registries that newsrooms are likely to be under. */
const OTHERS: ReadonlySet<string> = new Set([
  'police.uk',
  'nhs.uk',
  'qc.ca',
  'on.ca',
  'bc.ca',
  'ab.ca',
  'id.au',
  'presse.fr',
]);

/** The domain somebody registered, of which the others are below: RFC 7489's organizational domain. */
export function registeredDomain(domain: string): string {
  const labels = domain.split('.');
  const [second = '', top = ''] = labels.slice(-2);
  const isSuffix = (top.length === 2 && SECOND_LEVELS.has(second)) || OTHERS.has(`${second}.${top}`);
  return labels.slice(isSuffix ? -3 : -2).join('.');
}

/**
 * Endings that fingers make of another. Two tables, because after a well-known name more can be told than after any.
 */

/** Endings that the root zone does not hold (IANA, root zone database, 2026), so that no such domain exists at all. */
export const undelegatedEndings: Readonly<Record<string, string>> = {
  con: 'com', cmo: 'com', ocm: 'com', comm: 'com', ccom: 'com', coom: 'com', vom: 'com', xom: 'com', cim: 'com',
  cpm: 'com', clm: 'com', copm: 'com', conm: 'com', comn: 'com', coml: 'com', cpom: 'com', dom: 'com', som: 'com',
  ckm: 'com', cob: 'com', comi: 'com', fom: 'com',
  nte: 'net', ent: 'net', nett: 'net', ner: 'net', ney: 'net', bet: 'net', nrt: 'net', nwt: 'net', ntet: 'net',
  rog: 'org', ogr: 'org', orgg: 'org', prg: 'org', orf: 'org', oeg: 'org', ofg: 'org', oorg: 'org',
  ft: 'fr', fe: 'fr', rf: 'fr', dr: 'fr', fd: 'fr', ff: 'fr', fer: 'fr', frr: 'fr', ffr: 'fr', fre: 'fr', ftr: 'fr',
  'fr.fr': 'fr', ferr: 'fr',
}; // prettier-ignore

/**
 * After a well-known name that has the ending on the left and not the one on the right, which exists: Colombia, Cameroon,
 * Oman, Niger, Ethiopia and resellers of names.
 */
export const endingSlips: Readonly<Record<string, readonly string[]>> = {
  com: ['co', 'cm', 'om', 'com.com', 'com.fr', 'fr.com', 'co.com', 'cam'],
  net: ['ne', 'et', 'net.net', 'net.fr'],
  fr: ['com.fr', 'fr.com'],
  'co.uk': ['uk'],
};

import { describe, expect, it } from '@jest/globals';
import { openidGroups } from './openid-groups.js';

const read = (text: string) => Object.fromEntries(openidGroups.parse(text));
const paris = { rights: ['edit', 'approve'], newsletter: 'paris', isForFamily: false };
const all = { rights: ['send'], newsletter: 'paris', isForFamily: true };

describe('OIDC_GROUPS', () => {
  it.each([
    ['', {}],
    ['chiefs=admin, desk = editor', { chiefs: { role: 'admin', grants: [] }, desk: { role: 'editor', grants: [] } }],
    ['a=b=viewer', { 'a=b': { role: 'viewer', grants: [] } }],
    ['desk=editor,desk=admin', { desk: { role: 'admin', grants: [] } }],
    ['{"cn=chiefs,dc=gazette":"admin"}', { 'cn=chiefs,dc=gazette': { role: 'admin', grants: [] } }],
    ['p=edit+approve@newsletter:paris', { p: { role: undefined, grants: [paris] } }],
    ['p=edit+approve@newsletter:paris,p=designer,p=send@family:paris', { p: { role: 'designer', grants: [paris, all] } }],
    ['{"p":["edit+approve@newsletter:paris","viewer"]}', { p: { role: 'viewer', grants: [paris] } }],
  ])('%s', (text, groups) => {
    expect(read(text)).toEqual(groups);
  }); // prettier-ignore

  it.each([
    'desk', '=admin', 'desk=boss', 'desk=', '{"desk":"boss"}', '{"desk":[]}', '{"desk":1}', '{"":"admin"}', '{not json', '["desk"]',
    'p=@newsletter:paris', 'p=edit@', 'p=edit@newsletter:', 'p=edit@paris', 'p=edit@newsletter:Pa ris', 'p=fly@newsletter:paris',
    // What concerns every newsletter is not given for one.
    'p=administer@newsletter:paris', 'p=design@family:paris',
  ])('refuses %s', (text) => {
    expect(openidGroups.safeParse(text).success).toBe(false);
  }); // prettier-ignore

  it('gives nothing to a group that is called like something every object has', () => {
    expect(openidGroups.parse('{"__proto__":"admin"}').get('constructor')).toBeUndefined();
    expect(openidGroups.parse('desk=editor').get('__proto__')).toBeUndefined();
  });
});

import { describe, expect, it } from '@jest/globals';
import { bodyOf, draftOf, freshDraft } from './transport-draft.js';
import type { Transport } from './queries.js';

const stored: Transport = {
  name: 'main',
  host: 'relay.example.org',
  port: 465,
  tls: 'implicit',
  username: 'desk',
  hasPassword: true,
  purposes: ['editions'],
  weight: 3,
  connections: 8,
  perSecond: null,
  sendingDomains: ['news.example.org'],
  state: 'active',
  version: 4,
  createdAt: '2026-03-01T00:00:00Z',
  changedAt: '2026-03-01T00:00:00Z',
  health: { works: true, failingSince: null, lastFailure: null, nextTryAt: null },
  hints: [],
};

describe('a transport in the form', () => {
  it('comes back as it was stored, and its password is neither shown nor sent', () => {
    const { host, port, tls, username, purposes, weight, connections, perSecond, sendingDomains } = stored;
    const body = bodyOf(draftOf(stored));
    expect(body).toEqual({ host, port, tls, username, purposes, weight, connections, perSecond, sendingDomains });
    expect(body).not.toHaveProperty('password');
  });

  it('leaves it to the server to refuse what is no number', () => {
    const body = bodyOf({ ...freshDraft, port: '58a', perSecond: ' 20 ', domains: ' a.test\n\nb.test ' });
    expect(body).toMatchObject({ port: -1, perSecond: 20, sendingDomains: ['a.test', 'b.test'] });
  });
});

import type { NewTransport, Transport } from './queries.js';

/** What stands in the form's fields: texts, as they are typed. */
export interface TransportDraft {
  host: string;
  port: string;
  tls: Transport['tls'];
  username: string;
  /** Empty: the stored one stays. */
  password: string;
  purposes: Transport['purposes'];
  weight: string;
  connections: string;
  perSecond: string;
  /** One a line. */
  domains: string;
  insecure: boolean;
}

export const freshDraft: TransportDraft = {
  host: '',
  port: '587',
  tls: 'required',
  username: '',
  password: '',
  purposes: ['editions', 'flash', 'notices'],
  weight: '10',
  connections: '5',
  perSecond: '',
  domains: '',
  insecure: false,
};

export function draftOf(transport: Transport): TransportDraft {
  return {
    host: transport.host,
    port: String(transport.port),
    tls: transport.tls,
    username: transport.username ?? '',
    password: '',
    purposes: [...transport.purposes],
    weight: String(transport.weight),
    connections: String(transport.connections),
    perSecond: transport.perSecond === null ? '' : String(transport.perSecond),
    domains: (transport.sendingDomains ?? []).join('\n'),
    insecure: false,
  };
}

/** A number as typed; what is none becomes one that the server refuses beside its field. */
function numberOf(text: string): number {
  const trimmed = text.trim();
  return /^\d{1,9}$/.test(trimmed) ? Number(trimmed) : -1;
}

/** What the API takes, judged there and nowhere else. */
export function bodyOf(draft: TransportDraft): NewTransport {
  const domains = draft.domains.split(/\s+/u).filter((domain) => domain !== '');
  return {
    host: draft.host.trim(),
    port: numberOf(draft.port),
    tls: draft.tls,
    username: draft.username.trim() === '' ? null : draft.username.trim(),
    ...(draft.password === '' ? {} : { password: draft.password }),
    purposes: draft.purposes,
    weight: numberOf(draft.weight),
    connections: numberOf(draft.connections),
    perSecond: draft.perSecond.trim() === '' ? null : numberOf(draft.perSecond),
    sendingDomains: domains.length === 0 ? null : domains,
    ...(draft.insecure ? { insecure: true } : {}),
  };
}

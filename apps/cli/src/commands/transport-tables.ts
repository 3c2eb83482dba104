import type { ShownTransport, TransportTest } from '@app/mail';

/** How the transport commands show things to people. */

export const TRANSPORT_HEAD = ['name', 'state', 'health', 'relay', 'tls', 'for', 'weight', 'connections', 'a second'];

export function transportRow(shown: ShownTransport): string[] {
  return [
    shown.name,
    shown.state,
    healthOf(shown),
    `${shown.host}:${shown.port}`,
    shown.tls,
    shown.purposes.join(' '),
    String(shown.weight),
    String(shown.connections),
    shown.perSecond === null ? 'any' : String(shown.perSecond),
  ];
}

export function transportPage(shown: ShownTransport): string {
  const rows: [string, string][] = [
    ['transport', `${shown.name} (${shown.state}, version ${shown.version})`],
    ['relay', `${shown.host}:${shown.port}, tls ${shown.tls}`],
    ['signs in', shown.username === null ? 'no' : `as ${shown.username}, with a stored password`],
    ['purposes', shown.purposes.join(', ')],
    ['From domains', shown.sendingDomains?.join(', ') ?? 'all'],
    ['weight', String(shown.weight)],
    ['connections', `${shown.connections} over all workers`],
    ['messages', shown.perSecond === null ? 'as many as it takes' : `${shown.perSecond} a second over all workers`],
    ['health', healthOf(shown)],
    ...((shown.health?.lastFailure ?? null) === null
      ? []
      : [['last failure', shown.health?.lastFailure ?? ''] as [string, string]]),
    ...shown.hints.map((hint): [string, string] => ['note', hint]),
  ];
  return rows.map(([name, value]) => `${name.padEnd(14)}${value}`).join('\n');
}

export function outcomeLines(name: string, { probe, outcome }: TransportTest): string[] {
  if (!probe.works) return [`${name} does not work (${probe.trouble}): ${probe.reply}`];
  const lines = [
    `${name} works: connected${probe.isSecured ? ', encrypted' : ', NOT encrypted'}`,
    `offers: ${probe.offers.join(', ')}`,
  ];
  if (outcome !== null) lines.push(`message ${outcome.kind}: ${outcome.reply.text}`);
  return lines;
}

function healthOf({ state, health }: ShownTransport): string {
  if (state !== 'active') return '';
  const since = health?.failingSince ?? null;
  return since === null ? 'works' : `fails since ${since.toISOString()}`;
}

import type { DispatchHistory } from '@app/dispatches';

/** One dispatch on a terminal: what it is, then what became of it. Pure. */
export function dispatchSheet(dispatch: DispatchHistory): string {
  return [
    [dispatch.headline, dispatch.standfirst].filter((text) => text !== '').join('\n'),
    facts(dispatch),
    section('labels', dispatch.labels.reasons.map(({ kind, label, because }) => `${kind} ${label}: ${because}`)),
    section('pictures', dispatch.pictures.map(picture)),
    section('told by', dispatch.provenances.map((one) => `${time(one.firstSeenAt)}  ${one.source}  ${one.externalId}  ${one.link ?? ''}`.trimEnd())),
    section('life', dispatch.events.map((event) => [time(event.at), event.kind, `by ${event.actor}`, event.reason ?? ''].join('  ').trimEnd())),
    section('to look at', dispatch.alarms.map(({ code, raisedAt }) => `${time(raisedAt)}  ${code}`)),
    section('versions', dispatch.versions.map(({ version, receivedAt, changes }) => [`${version}  ${time(receivedAt)}`, ...indented(changes)].join('\n'))),
  ].filter((part) => part !== '').join('\n\n');
} // prettier-ignore

function facts(dispatch: DispatchHistory): string {
  const { rights } = dispatch;
  const uses = (['mail', 'archive', 'feed'] as const).filter((output) => rights[output]).join(', ');
  const rows: (readonly [string, string | null | undefined])[] = [
    ['id', dispatch.id],
    ['source', `${dispatch.source.name} (${dispatch.source.slug})`],
    ['status', [dispatch.status, dispatch.statusReason ?? ''].join(' ').trim()],
    ['version', String(dispatch.version)],
    ['language', dispatch.language],
    ['published', `${time(dispatch.publishedAt)}${dispatch.publishedIsFirstSeen ? ' (first seen stands in)' : ''}`],
    ['first seen', `${time(dispatch.firstSeenAt)}${dispatch.isBackCatalogue ? ' (back catalogue)' : ''}`],
    ['embargo', dispatch.embargoedUntil === null ? null : time(dispatch.embargoedUntil)],
    ['link', dispatch.link],
    ['access', dispatch.access],
    ['rights', `${uses === '' ? 'excerpt and link' : uses}${rights.byDesk ? ', set by the desk' : ''}`],
    ['until', rights.until === null ? null : time(rights.until)],
    ['territories', rights.territories?.join(' ')],
    ['credit', rights.credit],
    ['usage terms', rights.usageTerms],
    ['replaces', dispatch.replacesId],
    ['cluster', dispatch.clusterId],
  ];
  return rows
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name.padEnd(12)}${value ?? ''}`)
    .join('\n');
}

function picture(one: DispatchHistory['pictures'][number]): string {
  const state = one.killedAt === null ? one.state : 'killed';
  return [one.id, state, one.isLead ? 'lead' : '', one.url].filter((part) => part !== '').join('  ');
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [title, ...lines.flatMap(indented)].join('\n');
}

function indented(text: string): string[] {
  return text === '' ? [] : text.split('\n').map((line) => `  ${line}`);
}

function time(date: Date): string {
  return `${date.toISOString().slice(0, 16)}Z`;
}

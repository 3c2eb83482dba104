import type { Command } from 'commander';
import type { INestApplicationContext } from '@nestjs/common';
import { TellDeliveryStory, explainDelivery, type DeliveryStory } from '@app/delivery';
import { TellReaderStory, judgeAddress, subscriberErrors } from '@app/subscribers';
import { isId } from '@app/platform';
import { withToolbox } from '../toolbox.js';
import { editionNamed } from './edition-named.js';
import { print, table } from './print.js';

interface Options {
  readonly date?: string;
  readonly kind?: string;
  readonly json?: boolean;
}

/** Did they get it, and if not, why? */
export function addEditionDelivery(edition: Command): void {
  edition
    .command('delivery')
    .description('everything known of one reader’s copy: when it was due, each try, the relay’s words, and why not')
    .argument('<edition>', 'an id, or with --date a newsletter')
    .argument('<reader>', 'address or opaque id')
    .option('--date <date>', 'the day it is dated, such as 2026-11-22')
    .option('--kind <kind>', 'where it is not the day’s digest: flash-2')
    .option('--json', 'print JSON')
    .action((named: string, reader: string, options: Options) => withToolbox(async (tools) => {
      const { id } = await editionNamed(tools, { edition: named, date: options.date, kind: options.kind });
      const story = await tools.get(TellDeliveryStory, { strict: false }).of(id, await subscriberOf(tools, reader));
      print(options, { ...story, explanation: explainDelivery(story) }, () => sheet(story));
    })); // prettier-ignore
}

async function subscriberOf(tools: INestApplicationContext, reader: string): Promise<string> {
  if (isId(reader)) return reader;
  const judged = judgeAddress(reader);
  if (judged.verdict === 'reject')
    throw subscriberErrors.error('subscriber.address_invalid', { reason: judged.reason });
  const found = await tools.get(TellReaderStory, { strict: false }).ofAddress(judged.canonical);
  if (found.found === 'nobody') throw subscriberErrors.error('subscriber.unknown');
  return found.story.subscriber.id;
}

function sheet(story: DeliveryStory): string {
  const { edition, row, attempts } = story;
  const facts: (readonly [string, string | null | undefined])[] = [
    [
      'edition',
      `${story.newsletter} ${edition.editionDate} ${edition.kind} no. ${edition.sequence} (${edition.state})`,
    ],
    ['reader', `${story.subscriberId} (now: ${story.standing ?? 'never subscribed'})`],
    ['message', story.messageId],
    ['due', row?.dueAt.toISOString()],
    ['state', row && `${row.state}${row.skipCause === null ? '' : ` (${row.skipCause})`}`],
    ['content', row && `cut ${row.cut}${row.revision === null ? '' : `, revision ${row.revision}`}`],
    ['way', row && [row.transport, row.provider].filter((part) => part !== null).join(' to ')],
    ['told', explainDelivery(story)],
  ];
  const head = facts.flatMap(([name, value]) =>
    value === undefined || value === null || value === '' ? [] : [`${name.padEnd(9)} ${value}`],
  );
  if (attempts.length === 0) return head.join('\n');
  const rows = attempts.map((one) => [
    String(one.attempt), one.endedAt.toISOString(), one.transport ?? '', one.provider ?? '', one.state, one.reply ?? '',
  ]); // prettier-ignore
  return [...head, '', table(['try', 'ended', 'transport', 'provider', 'then', 'the relay said'], rows)].join('\n');
}

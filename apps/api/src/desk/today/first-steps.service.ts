import { Injectable } from '@nestjs/common';
import type { SourceRecord } from '@app/dispatches';
import { TodayEditionRepository, type Newsletter } from '@app/editions';
import { ManageTransports } from '@app/mail';
import { OperatorNamesRepository } from '@app/operators';
import { Config } from '@app/platform';
import type { FirstStep } from './today-answers.js';

/** Mail for these hosts ends on this machine, such as in the try-it mode's mailbox. */
const THIS_MACHINE = new Set(['127.0.0.1', 'localhost', '[::1]', '::1']);

/** The way from an empty installation to a first edition, from what is really there. */
@Injectable()
export class FirstSteps {
  constructor(
    private readonly editions: TodayEditionRepository,
    private readonly operators: OperatorNamesRepository,
    private readonly transports: ManageTransports,
    private readonly config: Config,
  ) {}

  /** null: an edition was sent, and nobody needs to be led. */
  async read(given: {
    readonly newsletters: readonly Newsletter[];
    readonly sources: readonly SourceRecord[];
    readonly readers: ReadonlyMap<string, number>;
  }): Promise<FirstStep[] | null> {
    if (await this.editions.hasEverSent()) return null;
    const { newsletters, sources, readers } = given;
    const steps: readonly FirstStep[] = [
      { code: 'newsletter', isDone: newsletters.length > 0, path: '/newsletters' },
      { code: 'source', isDone: sources.some(({ kind }) => kind !== 'operator'), path: '/sources' },
      { code: 'relay', isDone: await this.hasRelay(), path: '/transports' },
      { code: 'reader', isDone: [...readers.values()].some((count) => count > 0), path: '/subscribers' },
      { code: 'colleague', isDone: (await this.operators.count()) > 1, path: '/operators' },
    ];
    return [...steps];
  }

  private async hasRelay(): Promise<boolean> {
    if (!THIS_MACHINE.has(new URL(this.config.env.SMTP_URL).hostname)) return true;
    return (await this.transports.all()).some(({ host }) => !THIS_MACHINE.has(host));
  }
}

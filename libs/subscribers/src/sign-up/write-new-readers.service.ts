import { Injectable } from '@nestjs/common';
import { Clock, Database, Log, newId } from '@app/platform';
import { NoticeOutbox } from '@app/mail';
import type { JudgedSignUp } from './judged-sign-up.js';
import { NewReadersRepository, type NewReader, type NewRequest } from './new-readers.repository.js';
import { ReaderNotices } from './reader-notices.service.js';

interface Stranger {
  readonly signUp: JudgedSignUp;
  readonly reader: NewReader;
  readonly requests: readonly NewRequest[];
}

export interface WrittenReaders {
  /** Those that were written; the rest is known here and wants the careful way. */
  readonly written: ReadonlySet<JudgedSignUp>;
  /** Notices to ring for. */
  readonly noticeIds: readonly string[];
}

/**
 * The common case of a sign-up, an address nobody knows, many at once: two statements and one commit. `WriteSignUp` says
 * what the rows mean; a spec proves that both ways leave the same ones.
 */
@Injectable()
export class WriteNewReaders {
  constructor(
    private readonly database: Database,
    private readonly repository: NewReadersRepository,
    private readonly notices: ReaderNotices,
    private readonly outbox: NoticeOutbox,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  async write(signUps: readonly JudgedSignUp[]): Promise<WrittenReaders> {
    const requestedAt = this.clock.now();
    const strangers = signUps.map((signUp) => asStranger(signUp, requestedAt));
    const requests = strangers.flatMap((one) => one.requests);
    const { added, noticeIds } = await this.database.transaction().execute(async (trx) => {
      const ids = await this.repository.add(trx, strangers.map((one) => one.reader), requests); // prettier-ignore
      const taken = strangers.filter(({ reader }) => ids.has(reader.id));
      const owed = taken.map((one) => this.confirmation(one, requestedAt));
      return { added: taken, noticeIds: await this.outbox.oweMany(trx, owed) };
    });
    for (const { subscriptionId, newsletterId } of added.flatMap((one) => one.requests))
      this.log.info('sign_up.pending', { subscriptionId, newsletterId });
    return { written: new Set(added.map(({ signUp }) => signUp)), noticeIds };
  }

  private confirmation({ signUp, reader, requests }: Stranger, requestedAt: Date) {
    const newsletters = signUp.newsletters.map(({ newsletter }) => newsletter);
    return this.notices.confirmation(
      { reader, newsletters, subscriptionId: requests[0]?.subscriptionId ?? '' },
      requestedAt,
    );
  }
}

function asStranger(signUp: JudgedSignUp, requestedAt: Date): Stranger {
  const { address, canonical, addressHash, timeZone, page, placement, network } = signUp;
  const id = newId();
  return {
    signUp,
    reader: {
      id,
      address,
      canonical,
      addressHash,
      timeZone,
      locale: signUp.newsletters[0]?.newsletter.language ?? 'und',
    },
    requests: signUp.newsletters.map(({ newsletter, wording, wordingVersion }) => ({
      subscriptionId: newId(),
      subscriberId: id,
      newsletterId: newsletter.id,
      requestedAt,
      wording,
      wordingVersion,
      language: newsletter.language,
      page,
      placement,
      network,
    })),
  };
}

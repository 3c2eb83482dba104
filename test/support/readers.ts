import type { INestApplicationContext } from '@nestjs/common';
import { z } from 'zod';
import { SubscribersModule, SignUp, type SignUpRequest } from '@app/subscribers';
import type { TestDatabase } from './database.js';
import { createTestDatabase } from './database.js';
import { FrozenClock } from './frozen-clock.js';
import { createNewsroom, type Newsroom } from './newsroom.js';
import { openTools } from './tools.js';

export interface ReaderDesk {
  readonly test: TestDatabase;
  readonly tools: INestApplicationContext;
  /** Begins at the real time, because the tables' own limits run on the database's clock. */
  readonly clock: FrozenClock;
  readonly newsroom: Newsroom;
  /** For `matin`, or for the newsletters with these slugs. */
  signUp(address: string, change?: Partial<SignUpRequest> & { slugs?: readonly string[] }): Promise<void>;
  /** The token of the newest confirmation owed to this address. */
  confirmToken(address: string): Promise<string>;
  close(): Promise<void>;
}

const WORDING = 'Recevez toute l’actualité. Je m’abonne';
const confirmation = z.object({ actionUrl: z.string() });

/** What readers do, without HTTP: sign up, confirm, leave, over a database of its own with the newsletter `matin`. */
export async function openReaderDesk(): Promise<ReaderDesk> {
  const test = await createTestDatabase();
  const clock = new FrozenClock(new Date());
  const tools = await openTools(test.config, [SubscribersModule], { clock });
  const newsroom = await createNewsroom(test.database);
  return {
    test,
    tools,
    clock,
    newsroom,
    signUp: (address, { slugs = [newsroom.slug], ...change } = {}) =>
      tools.get(SignUp).signUp({
        newsletters: slugs.map((slug) => ({ slug, wording: WORDING, wordingVersion: '2026-03' })),
        address,
        page: 'https://gazette.example/article',
        placement: 'foot',
        ...change,
      }),
    confirmToken: async (address) => {
      const row = await test.database
        .selectFrom('notice')
        .select('content')
        .where('kind', '=', 'confirmation')
        .where('address', '=', address)
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirstOrThrow();
      const { actionUrl } = confirmation.parse(row.content);
      return actionUrl.slice(actionUrl.lastIndexOf('/') + 1);
    },
    close: async () => {
      await tools.close();
      await test.close();
    },
  };
}

import { KeepPicture, SourceRepository, StoreDispatch } from '@app/dispatches';
import { BookInsertions, SetUpNewsroom } from '@app/editions';
import type { RunningApi } from '@app/api';
import type { Database } from '@app/platform';
import { openDemoNewsroom } from '../../apps/cli/src/newsroom/demo-newsroom.js';

/** The newsroom of the try-it mode in a running api's database, as of `now`. */
export async function openTestNewsroom({ app, url }: RunningApi, database: Database, now: Date): Promise<void> {
  const tools = {
    database,
    setUp: app.get(SetUpNewsroom, { strict: false }),
    insertions: app.get(BookInsertions, { strict: false }),
    sources: app.get(SourceRepository, { strict: false }),
    dispatches: app.get(StoreDispatch, { strict: false }),
    pictures: app.get(KeepPicture, { strict: false }),
  };
  await openDemoNewsroom(tools, now, [url]);
}

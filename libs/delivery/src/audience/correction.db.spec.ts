import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FreezeEdition, MakeCorrection, NewsletterRepository, ReviseEdition } from '@app/editions';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { editionState, frozenEdition } from '../../../../test/support/sending.js';
import { openTools } from '../../../../test/support/tools.js';
import { DeliveryModule } from '../delivery.module.js';
import { ReadEditionStatus } from '../progress/edition-status.service.js';
import { StartEdition } from '../start-edition.service.js';

let test: TestDatabase;
let tools: INestApplicationContext;

beforeAll(async () => {
  test = await createTestDatabase();
  tools = await openTools(test.config, [DeliveryModule]);
});
afterAll(async () => {
  await tools.close();
  await test.close();
});

describe('the audience of a correction', () => {
  it('is whoever was sent the error, and waits for those to whom it is being submitted', async () => {
    const { editionId, slug } = await frozenEdition(test, tools, 6);
    await tools.get(StartEdition).start(editionId);
    const variantOf = (revision: number) =>
      test.database.selectFrom('variant').select('id').where('edition_id', '=', editionId).where('revision', '=', revision).executeTakeFirstOrThrow();
    const blocks = await test.database.selectFrom('revision_block').select(['dispatch_id as id']).where('edition_id', '=', editionId).orderBy('position').execute();
    const [wrong, other] = blocks.map(({ id }) => id ?? '');
    // A second revision without another story: it holds the error as well.
    await test.database.updateTable('dispatch').set({ status: 'killed' }).where('id', '=', other ?? '').execute();
    expect(await tools.get(ReviseEdition, { strict: false }).revise(editionId)).toBe(2);
    const rows = await test.database.selectFrom('delivery').select('subscriber_id').where('edition_id', '=', editionId).orderBy('subscriber_id').execute();
    const [first, second, third, fourth, fifth, sixth] = rows.map((row) => row.subscriber_id);
    const settle = (id: string | undefined, change: object) =>
      test.database.updateTable('delivery').set(change).where('subscriber_id', '=', id ?? '').where('edition_id', '=', editionId).execute();
    const [one, two] = [(await variantOf(1)).id, (await variantOf(2)).id];
    // As whoever claims a row says.
    await test.database.updateTable('delivery_chunk').set({ begun: true }).where('edition_id', '=', editionId).execute();
    await settle(first, { state: 'submitted', revision: 1, variant_id: one });
    await settle(second, { state: 'uncertain', revision: 2, variant_id: two });
    await settle(third, { state: 'rejected', revision: 1, variant_id: one });
    await settle(fourth, { state: 'submitting', revision: 2, variant_id: two, claim_token: editionId });
    await settle(fifth, { state: 'skipped', skip_cause: 'paused' });

    const newsletter = await tools.get(NewsletterRepository, { strict: false }).bySlug(slug);
    if (newsletter === undefined || wrong === undefined) throw new Error('nothing to correct');
    const correction = await tools.get(MakeCorrection, { strict: false }).make({ newsletter, dispatch: wrong, correctedHeadline: 'Le vrai titre', explanation: 'Nous nous étions trompés.', by: null });
    await tools.get(FreezeEdition, { strict: false }).freeze(correction, null);
    await tools.get(StartEdition).start(correction);
    expect(await editionState(test.database, correction)).toBe('frozen');
    await settle(fourth, { state: 'submitted' });
    // Sent after the correction, with the story as it is right.
    await settle(sixth, { state: 'submitted', revision: 3, variant_id: (await variantOf(3)).id });
    await tools.get(StartEdition).start(correction);
    const audience = await test.database.selectFrom('delivery').select('subscriber_id').where('edition_id', '=', correction).orderBy('subscriber_id').execute();
    expect(audience.map((row) => row.subscriber_id)).toEqual([first, second, fourth]);
    const { correction: proof } = await tools.get(ReadEditionStatus).read(correction);
    expect(proof).toMatchObject({ holders: 3, outside: 0 });
  });
}); // prettier-ignore

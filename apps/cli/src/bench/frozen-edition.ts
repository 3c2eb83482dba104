import type { INestApplicationContext } from '@nestjs/common';
import { AssembleEdition, ClaimEditions, FreezeEdition, NewsletterRepository } from '@app/editions';

/** An edition of the benchmark's first newsletter, ready to be sent. Returns its id. */
export async function frozenEdition(tools: INestApplicationContext): Promise<string> {
  const [newsletter] = await tools.get(NewsletterRepository, { strict: false }).all();
  if (newsletter === undefined) throw new Error('the benchmark has no newsletter');
  const id = await tools.get(ClaimEditions, { strict: false }).claimNow(newsletter);
  await tools.get(AssembleEdition, { strict: false }).assemble(id);
  const frozen = await tools.get(FreezeEdition, { strict: false }).freeze(id, null);
  if (frozen.state !== 'frozen') throw new Error(`the edition is ${frozen.state}`);
  return id;
}

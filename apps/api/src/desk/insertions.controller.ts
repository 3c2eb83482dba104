import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { BookInsertions, insertionInput, type BookedInsertion, type InsertionInput } from '@app/editions';
import type { Principal } from '@app/operators';
import { Caller, Requires } from '../access.js';
import { Answers } from '../answers.js';
import { changed } from './dispatch-answers.js';
import { newsletterSlug } from './newsletter-settings.controller.js';

const insertion = z.object({
  id: z.uuid(),
  kind: z.enum(['promotion', 'sponsor']),
  advertiser: z.string().nullable().describe('Set for a sponsor only.'),
  title: z.string(),
  text: z.string(),
  link: z.string(),
  linkLabel: z.string(),
  afterBlocks: z.int().describe('It stands after so many dispatches.'),
  firstDay: z.iso.date(),
  lastDay: z.iso.date().describe('Included.'),
  createdBy: z.uuid().nullable(),
  createdAt: z.iso.datetime(),
  withdrawnAt: z.iso.datetime().nullable().describe('null: it stands.'),
});
const insertionList = z.object({ insertions: z.array(insertion) });
const SLUG = { schema: newsletterSlug };

/** What stands in every edition of some days: the house's promotions and sold advertising. */
@Controller('api/v1/newsletters/:slug/insertions')
export class InsertionsController {
  constructor(private readonly book: BookInsertions) {}

  @Get()
  @Requires('editions:read', { newsletter: 'slug' })
  @Answers(200, insertionList, 'All that were ever booked, by first day.')
  async listInsertions(@Param('slug', SLUG) slug: string): Promise<z.infer<typeof insertionList>> {
    return { insertions: (await this.book.list(slug)).map(answerOf) };
  }

  @Post()
  @Requires('edit', { newsletter: 'slug' })
  @Answers(201, insertion, 'Stands in every edition of its days that is assembled from now on.')
  async addInsertion(
    @Param('slug', SLUG) slug: string,
    @Body({ schema: insertionInput }) given: InsertionInput,
    @Caller() { operatorId }: Principal,
  ): Promise<z.infer<typeof insertion>> {
    return answerOf(await this.book.add(slug, given, operatorId));
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @Requires('edit', { newsletter: 'slug' })
  @Answers(200, changed, 'Stands in no edition from now on; what is frozen stays.')
  async withdrawInsertion(
    @Param('slug', SLUG) slug: string,
    @Param('id', { schema: z.uuid() }) id: string,
    @Caller() { operatorId }: Principal,
  ) {
    return { changed: await this.book.withdraw(slug, id, operatorId) };
  }
}

function answerOf(booked: BookedInsertion): z.infer<typeof insertion> {
  return {
    ...booked,
    createdAt: booked.createdAt.toISOString(),
    withdrawnAt: booked.withdrawnAt?.toISOString() ?? null,
  };
}

import { Controller, Get, Header, HttpStatus, Param, Res } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { editionErrors, readerLinks, RevisionRepository, ViewLinks } from '@app/editions';
import { Config } from '@app/platform';
import { Public } from '../access.js';
import { READER_PAGE_POLICY } from '../pages/pages.js';
import { HTML } from './reader-page.js';
import { ViewNotes } from './view-notes.service.js';

/** A mail's own markup: styles in place and pictures from wherever they are, and nothing that runs, frames or sends. */
const VIEW_POLICY =
  "default-src 'none'; img-src https: http: data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A received edition in the browser: the frozen content with what befell it since, and never a reader's links. */
@Controller('view')
export class ViewController {
  constructor(
    private readonly revisions: RevisionRepository,
    private readonly viewLinks: ViewLinks,
    private readonly notes: ViewNotes,
    private readonly config: Config,
  ) {}

  @Get(':token')
  @Public()
  @ApiExcludeEndpoint()
  @Header('content-type', HTML)
  @Header('content-security-policy', VIEW_POLICY)
  @Header('cache-control', 'no-store')
  @Header('referrer-policy', 'no-referrer')
  @Header('x-robots-tag', 'noindex')
  async showEdition(@Param('token') token: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { editionId, cut } = this.viewLinks.readView(token);
    const tombstone = await this.notes.tombstone(editionId);
    if (tombstone !== undefined) {
      void reply.status(HttpStatus.GONE).header('content-security-policy', READER_PAGE_POLICY);
      return tombstone;
    }
    const rendering = await this.revisions.currentRendering(editionId, cut);
    if (rendering === undefined) throw editionErrors.error('edition.unknown', { editionId });
    const page = `${this.config.publicUrl}/n/${encodeURIComponent(rendering.newsletterSlug)}`;
    const html = rendering.html
      .replaceAll(readerLinks.unsubscribe, () => page)
      .replaceAll(readerLinks.preferences, () => page)
      .replaceAll(readerLinks.view, () => this.viewLinks.viewUrl(editionId, cut));
    return this.notes.above(html, editionId);
  }
}

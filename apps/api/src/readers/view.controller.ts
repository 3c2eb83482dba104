import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import { editionErrors, readerLinks, RevisionRepository, ViewLinks } from '@app/editions';
import { Config } from '@app/platform';
import { Public } from '../access.js';
import { HTML } from './reader-page.js';

/** A mail's own markup: styles in place and pictures from wherever they are, and nothing that runs, frames or sends. */
const VIEW_POLICY =
  "default-src 'none'; img-src https: http: data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A received edition in the browser: the frozen content, and never a reader's links. */
@Controller('view')
export class ViewController {
  constructor(
    private readonly revisions: RevisionRepository,
    private readonly viewLinks: ViewLinks,
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
  async showEdition(@Param('token') token: string): Promise<string> {
    const editionId = this.viewLinks.readView(token);
    const rendering = await this.revisions.currentRendering(editionId);
    if (rendering === undefined) throw editionErrors.error('edition.unknown', { editionId });
    const page = `${this.config.publicUrl}/n/${encodeURIComponent(rendering.newsletterSlug)}`;
    return rendering.html
      .replaceAll(readerLinks.unsubscribe, () => page)
      .replaceAll(readerLinks.preferences, () => page)
      .replaceAll(readerLinks.view, () => this.viewLinks.viewUrl(editionId));
  }
}

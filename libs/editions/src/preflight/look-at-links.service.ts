import { Injectable } from '@nestjs/common';
import { lookAtLinks, webLinksIn, type LinkLook } from '@app/mail';
import { Clock, Config, Database, Log, safeFetch } from '@app/platform';
import { LinkLookRepository, type OpenProposal } from './link-look.repository.js';
import { PreflightEdition } from './preflight-edition.service.js';

const HOUR = 3_600_000;
/** Milliseconds after which a link is asked for again: a page that was taken down is noticed before the edition leaves. */
const FRESH = 3 * HOUR;
/** Milliseconds until it is removed. */
const KEPT = 24 * HOUR;
/** Milliseconds a proposal may be overdue and still be looked at: nobody sends yesterday's. */
const OVERDUE = 24 * HOUR;

/**
 * Asks whether the links of proposals answer, before somebody approves them: approval and the desk read what was found
 * and wait for no publisher's site. A change of a proposal asks for what is new in it alone.
 */
@Injectable()
export class LookAtLinks {
  /** Proposals this worker looked at: id → version and when. Another worker's looks are found in the table. */
  private seen = new Map<string, { readonly version: number; readonly at: number }>();

  constructor(
    private readonly database: Database,
    private readonly preflight: PreflightEdition,
    private readonly repository: LinkLookRepository,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** One round: as many proposals as wait, one after the other, each with the bounds of `lookAtLinks`. */
  async look(): Promise<void> {
    const now = this.clock.now();
    await this.repository.forget(before(now, KEPT));
    const open = await this.repository.open(before(now, OVERDUE));
    this.seen = new Map([...this.seen].filter(([id]) => open.some((proposal) => proposal.id === id)));
    for (const proposal of open) await this.lookAt(proposal, now);
  }

  private async lookAt({ id, version }: OpenProposal, now: Date): Promise<void> {
    const last = this.seen.get(id);
    if (last?.version === version && last.at > now.getTime() - FRESH) return;
    this.seen.set(id, { version, at: now.getTime() });
    const hrefs = await this.linksOf(id);
    const known = new Set((await this.repository.of(this.database, hrefs, before(now, FRESH))).map(({ href }) => href));
    const allowHosts = this.config.env.FETCH_ALLOWED_HOSTS;
    const looks = await lookAtLinks(hrefs.filter((href) => !known.has(href)), { fetch: safeFetch, allowHosts });
    if (looks.length > 0 && looks.every(isSilent)) {
      // Nobody answered at all: more likely it is our own way out. That says nothing about any of them.
      this.log.warn('edition.links_unreachable', { editionId: id, links: looks.length });
      return;
    }
    await this.repository.keep(looks, now);
    const dead = looks.filter(({ verdict }) => verdict === 'dead').length;
    if (dead > 0) this.log.warn('edition.links_dead', { editionId: id, dead, links: looks.length });
  } // prettier-ignore

  /** Not our own: what is behind them is made when the edition is. */
  private async linksOf(editionId: string): Promise<string[]> {
    const html = await this.preflight.htmlOf(this.database, editionId);
    const own = URL.parse(this.config.publicUrl)?.origin;
    return webLinksIn(html ?? '').filter((href) => !href.includes('@@') && URL.parse(href)?.origin !== own);
  }
}

function isSilent({ verdict, answer }: LinkLook): boolean {
  return verdict === 'unreachable' && /^fetch\.(?:failed|timeout)$/.test(answer);
}

function before(now: Date, milliseconds: number): Date {
  return new Date(now.getTime() - milliseconds);
}

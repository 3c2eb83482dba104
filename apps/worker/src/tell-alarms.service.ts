import { Injectable } from '@nestjs/common';
import { AlarmRepository, SourceRepository, type OpenAlarm } from '@app/dispatches';
import { DeskAlarms, NewsletterRepository, type DeskAlarm } from '@app/editions';
import {
  AlarmWebhook,
  TellAdmins,
  TellDesk,
  type AlarmPost,
  type AlarmSender,
  type DeskCall,
  type Right,
} from '@app/operators';
import { Clock, Config, Database, SystemAlarms } from '@app/platform';

const HOUR_MS = 3_600_000;
/** An alarm of the day before yesterday is the page's matter: nobody is called after an upgrade for a year of them. */
const CALLED_HOURS = 24;
/** Milliseconds before anybody is called: the sisters of a family fail within seconds, and are one mail. */
const GATHERED_MS = 30_000;
/** Open ones that are looked at in one round. */
const A_ROUND = 100;

/** Dispatch alarms that wait for a person before an hour; a source that fails is told on the page. */
const URGENT_DISPATCH_ALARMS: ReadonlySet<string> = new Set(['dispatch.source_kill', 'dispatch.title_mark']);

/** What about an edition is not settled by approving it; everything else is. */
const RIGHT_OF: Readonly<Record<string, Right>> = { 'edition.behind_target': 'send' };

/**
 * Tells whoever may act: administrators of system alarms, the desk of what waits for it, and a webhook of all of them. In
 * the name of the first newsletter: operators have no mail identity of their own.
 */
@Injectable()
export class TellAlarms {
  constructor(
    private readonly database: Database,
    private readonly admins: TellAdmins,
    private readonly desk: TellDesk,
    private readonly webhook: AlarmWebhook,
    private readonly deskAlarms: DeskAlarms,
    private readonly dispatchAlarms: AlarmRepository,
    private readonly systemAlarms: SystemAlarms,
    private readonly sources: SourceRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  async tell(): Promise<void> {
    await this.admins.tell(() => this.sender());
    const desk = (await this.deskAlarms.open(A_ROUND)).filter(({ raisedAt }) => this.isRecent(raisedAt));
    const dispatches = (await this.dispatchAlarms.open(A_ROUND)).filter(({ raisedAt }) => this.isRecent(raisedAt));
    const urgent = dispatches.filter(({ code }) => URGENT_DISPATCH_ALARMS.has(code));
    if (desk.length + urgent.length > 0) await this.desk.tell(await this.calls(desk, urgent), () => this.sender());
    if (!this.webhook.isWanted) return;
    // Which of them wake somebody is for whoever takes them to say: they come with their codes.
    const ofDesk = [...desk.map((one) => this.post(one)), ...dispatches.map((one) => this.postDispatch(one))];
    await this.webhook.post([...(await this.system()), ...ofDesk]);
  }

  private async calls(desk: readonly DeskAlarm[], dispatches: readonly OpenAlarm[]): Promise<DeskCall[]> {
    const newsletters = new Map((await this.newsletters.all()).map((one) => [one.id, one]));
    const sources = new Map((dispatches.length > 0 ? await this.sources.list() : []).map(({ id, name }) => [id, name]));
    return [
      ...desk.map((alarm): DeskCall => {
        const newsletter = newsletters.get(alarm.newsletterId);
        return {
          alarmId: alarm.id,
          code: alarm.code,
          right: RIGHT_OF[alarm.code] ?? 'approve',
          subject: { newsletterId: alarm.newsletterId, familyId: newsletter?.familyId ?? null },
          newsletter: newsletter?.name ?? alarm.newsletterSlug,
          editionDate: alarm.editionDate,
          source: null,
          path: pathOf(alarm),
        };
      }),
      ...dispatches.map(({ id, code, sourceId, dispatchId }): DeskCall => {
        const source = sources.get(sourceId ?? '') ?? null;
        const path = `/dispatches/${dispatchId ?? ''}`;
        return { alarmId: id, code, right: 'edit', subject: null, newsletter: null, editionDate: null, source, path };
      }),
    ];
  }

  private async system(): Promise<AlarmPost[]> {
    const open = await this.systemAlarms.open(this.database, A_ROUND);
    return open.map(({ id, code, object, raisedAt }) => ({
      id, code, object, kind: 'system', raisedAt: raisedAt.toISOString(), url: `${this.config.publicUrl}/admin/`,
    })); // prettier-ignore
  }

  private post(alarm: DeskAlarm): AlarmPost {
    const { id, code, newsletterSlug, editionId, raisedAt } = alarm;
    const object = editionId === null ? `newsletter:${newsletterSlug}` : `edition:${editionId}`;
    const url = `${this.config.publicUrl}/admin${pathOf(alarm)}`;
    return { id, code, object, kind: 'desk', raisedAt: raisedAt.toISOString(), url };
  }

  private postDispatch({ id, code, sourceId, dispatchId, raisedAt }: OpenAlarm): AlarmPost {
    const object = dispatchId === null ? `source:${sourceId ?? ''}` : `dispatch:${dispatchId}`;
    const path = dispatchId === null ? '/sources' : `/dispatches/${dispatchId}`;
    const url = `${this.config.publicUrl}/admin${path}`;
    return { id, code, object, kind: 'dispatch', raisedAt: raisedAt.toISOString(), url };
  }

  private isRecent(raisedAt: Date): boolean {
    const age = this.clock.now().getTime() - raisedAt.getTime();
    return age >= GATHERED_MS && age < CALLED_HOURS * HOUR_MS;
  }

  private async sender(): Promise<AlarmSender | undefined> {
    const [first] = await this.newsletters.all();
    if (first === undefined) return undefined;
    const { name, contactAddress, legalName, postalAddress, siteUrl } = first.brand;
    return {
      from: { name: first.senderName, address: first.senderAddress },
      brand: { name, contactAddress, legalName, postalAddress, siteUrl },
    };
  }
}

function pathOf({ editionId, newsletterSlug }: DeskAlarm): string {
  return editionId === null ? `/newsletters/${newsletterSlug}` : `/editions/${editionId}/desk`;
}

import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { LiveAccessRepository, type Principal } from '@app/operators';
import { Log, newId } from '@app/platform';
import { apiErrors } from '../../api.errors.js';
import { EventLog, type LoggedEvent } from './event-log.js';
import { eventText } from './today-event.js';
import { WatchToday } from './watch-today.service.js';

/** Milliseconds between two looks while somebody listens: numbers that move once a second are live to the eye. */
const LOOK_MS = 1_000;
/** Between two signs of life: proxies end what is silent for a minute, most of them. */
const HEARTBEAT_MS = 15_000;
/** Streams of one operator or key: a few windows on a few screens. */
const LISTENERS_EACH = 8;
/** Streams of one process; each is a socket and some kilobytes. */
const LISTENERS_MAX = 1_000;
/** Bytes that may wait for a client: more than a minute of events. Who takes nothing for so long is gone or stuck. */
const WAITING_BYTES = 64 * 1024;
/** Milliseconds a browser waits before it comes again, unless it has a rule of its own. */
const COME_AGAIN_MS = 2_000;

/** Where a stream's text goes; node's ServerResponse is one. */
export interface EventSink {
  readonly destroyed: boolean;
  readonly writableLength: number;
  write(text: string): boolean;
  end(): unknown;
  destroy(): unknown;
  once(event: 'close', listener: () => void): unknown;
}

interface Listener {
  readonly principal: Principal;
  readonly sink: EventSink;
}

/** Everybody who listens, and the one timer that looks for all of them. */
@Injectable()
export class EventHub implements OnModuleDestroy {
  private readonly listeners = new Set<Listener>();
  private readonly events = new EventLog(newId());
  private timers: NodeJS.Timeout[] = [];
  private looking: Promise<void> | undefined;
  private isClosed = false;

  constructor(
    private readonly watch: WatchToday,
    private readonly access: LiveAccessRepository,
    private readonly log: Log,
  ) {}

  get size(): number {
    return this.listeners.size;
  }

  /** Before anything is answered. @throws events.too_many, events.closing */
  admit(principal: Principal): void {
    if (this.isClosed) throw apiErrors.error('events.closing');
    const its = [...this.listeners].filter((listener) => idOf(listener.principal) === idOf(principal)).length;
    if (its >= LISTENERS_EACH || this.listeners.size >= LISTENERS_MAX)
      throw apiErrors.error('events.too_many', { limit: its >= LISTENERS_EACH ? LISTENERS_EACH : LISTENERS_MAX });
  }

  /** `lastEventId`: what the client heard last, where it was here before. */
  listen(principal: Principal, sink: EventSink, lastEventId: string | undefined): void {
    // Gone while it was found out who is there: its end was told before anybody could hear of it.
    if (sink.destroyed) return;
    const listener = { principal, sink };
    this.listeners.add(listener);
    sink.once('close', () => { this.remove(listener); }); // prettier-ignore
    this.begin();
    this.write(listener, `retry: ${COME_AGAIN_MS}\n\n`);
    for (const logged of this.missed(lastEventId)) this.write(listener, eventText(logged.id, logged.event));
  }

  /** Ends every stream: the server stops, and an answer that never ends would keep it. */
  async onModuleDestroy(): Promise<void> {
    this.isClosed = true;
    this.stop();
    for (const { sink } of this.listeners) sink.end();
    this.listeners.clear();
    await this.looking;
  }

  private missed(lastEventId: string | undefined): readonly LoggedEvent[] {
    const { latest: id } = this.events;
    const present = this.watch.present().map((event) => ({ id, event }));
    if (lastEventId === undefined) return present;
    const again = { id, event: { type: 'today' as const, data: { about: ['editions' as const, 'needs' as const] } } };
    return this.events.after(lastEventId) ?? [...present, again];
  }

  private begin(): void {
    if (this.timers.length > 0) return;
    this.look();
    this.timers = [setInterval(() => { this.look(); }, LOOK_MS), setInterval(() => { this.beat(); }, HEARTBEAT_MS)]; // prettier-ignore
  }

  private stop(): void {
    for (const timer of this.timers) clearInterval(timer);
    this.timers = [];
    this.watch.forget();
  }

  /** A look that takes longer than a second is not begun twice. */
  private look(): void {
    this.looking ??= this.tell()
      .catch((error: unknown) => {
        // Those who listen hear signs of life meanwhile, and the next look tries anew.
        this.log.failure('events.look_failed', error);
      })
      .finally(() => (this.looking = undefined));
  }

  private async tell(): Promise<void> {
    for (const event of await this.watch.look()) {
      const { id } = this.events.add(event);
      for (const listener of this.listeners) this.write(listener, eventText(id, event));
    }
  }

  /** A sign of life to everybody, and a look at who is still let in. */
  beat(): void {
    for (const listener of this.listeners) this.write(listener, ': here\n\n');
    this.sendAway().catch((error: unknown) => {
      this.log.failure('events.access_unknown', error);
    });
  }

  /** Whoever signed out, was disabled or lost the right since hears nothing more. */
  private async sendAway(): Promise<void> {
    const listeners = [...this.listeners];
    const live = await this.access.stillMay(new Set(listeners.map(({ principal }) => principal)), 'editions:read');
    for (const listener of listeners.filter(({ principal }) => !live.has(principal))) {
      listener.sink.end();
      this.remove(listener);
    }
  }

  private write(listener: Listener, text: string): void {
    const { sink } = listener;
    sink.write(text);
    if (sink.writableLength <= WAITING_BYTES) return;
    this.log.warn('events.too_slow', { operatorId: listener.principal.operatorId });
    this.remove(listener);
    sink.destroy();
  }

  private remove(listener: Listener): void {
    if (this.listeners.delete(listener) && this.listeners.size === 0) this.stop();
  }
}

function idOf(principal: Principal): string {
  return principal.kind === 'operator' ? principal.operatorId : principal.keyId;
}

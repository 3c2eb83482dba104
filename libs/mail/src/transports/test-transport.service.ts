import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Clock, Config, Database, SecretBox } from '@app/platform';
import { automatedHeaders, buildMessage } from '../message/message-building.js';
import { SmtpRelay, type Submission } from '../smtp/smtp-relay.js';
import type { SubmissionOutcome } from '../smtp/submission-outcome.js';
import { environmentTransports } from './environment-transports.js';
import { probeRelay, type ProbeResult } from './probe-relay.js';
import { relayUrl, type RelayPlace } from './transport.js';
import { TransportRepository } from './transport.repository.js';
import { transportErrors } from './transports.errors.js';

export interface TransportTest {
  readonly probe: ProbeResult;
  /** null: no message was asked for, or there was no use in sending one. */
  readonly outcome: SubmissionOutcome | null;
}

/** Visits a transport, whatever its state, and gives it one message if asked to. Changes nothing of its health. */
@Injectable()
export class TestTransport {
  constructor(
    private readonly database: Database,
    private readonly repository: TransportRepository,
    private readonly secrets: SecretBox,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /**
   * `name`: stored, `smtp-url` or `notice-smtp-url`. The message goes from `from` to `to`.
   *
   * @throws transport.unknown, transport.retired, secret.unreadable
   */
  async test(name: string, message?: { readonly from: string; readonly to: string }): Promise<TransportTest> {
    const place = await this.placeOf(name);
    const probe = await probeRelay(place, this.config.bounceDomain);
    if (message === undefined || !probe.works) return { probe, outcome: null };
    const relay = this.relay(place);
    try {
      const { from, to } = message;
      const bytes = await this.message(name, from, to);
      return { probe, outcome: await relay.submit({ from: `n+${randomUUID()}@${this.config.bounceDomain}`, to, message: bytes }) }; // prettier-ignore
    } finally {
      relay.close();
    }
  }

  /** Gives it one message of the caller's. @throws transport.unknown, transport.retired, secret.unreadable */
  async submit(name: string, submission: Submission): Promise<SubmissionOutcome> {
    const relay = this.relay(await this.placeOf(name));
    try {
      return await relay.submit(submission);
    } finally {
      relay.close();
    }
  }

  /** Whether {@link submit} would find it, without a visit. @throws transport.unknown, transport.retired, secret.unreadable */
  async assertUsable(name: string): Promise<void> {
    await this.placeOf(name);
  }

  private async placeOf(name: string): Promise<RelayPlace> {
    const fromEnvironment = environmentTransports(this.config.env).find((known) => known.name === name);
    if (fromEnvironment !== undefined) return fromEnvironment.place();
    const row = await this.repository.byName(this.database, name);
    if (row === undefined) throw transportErrors.error('transport.unknown', { name });
    if (row.state === 'retired') throw transportErrors.error('transport.retired', { name });
    const { id, host, port, tls, username, password: sealed } = row;
    const password = sealed === null ? null : this.secrets.open(sealed, `transport:${id}`).toString('utf8');
    return { host, port, tls, username, password };
  }

  private relay(place: RelayPlace): SmtpRelay {
    const { DELIVERY_DIALOGUE_SECONDS: dialogue, DELIVERY_GRACE_SECONDS: grace } = this.config.env;
    return new SmtpRelay({
      url: relayUrl(place),
      connections: 1,
      clientName: this.config.bounceDomain,
      dialogueMs: dialogue * 1000,
      graceMs: grace * 1000,
    });
  }

  private async message(name: string, from: string, to: string): Promise<Buffer> {
    const words = `This message was sent to test the transport ${name}.`;
    return buildMessage({
      from: { name: 'Colporteur', address: from },
      to,
      subject: `Test of the transport ${name}`,
      text: words,
      html: `<p>${words}</p>`,
      messageId: `t.${randomUUID()}@${this.config.bounceDomain}`,
      date: this.clock.now(),
      headers: automatedHeaders,
    });
  }
}

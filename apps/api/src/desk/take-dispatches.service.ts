import { Injectable } from '@nestjs/common';
import {
  dispatchErrors,
  LastSaid,
  SourceRepository,
  StoreDispatch,
  type BareCancellation,
  type IncomingDispatch,
  type SourceRecord,
  type StoreOutcome,
  type StoreResult,
} from '@app/dispatches';
import { mayWriteTo, operatorErrors, sourcesOf, type Principal } from '@app/operators';
import { Database } from '@app/platform';
import { InvalidInput, type InputIssue } from '../api.errors.js';
import { answerFor } from '../problem.js';
import { readDispatchInput } from './dispatch-input.js';

/** Where programs put what belongs to no source of its own; made when first used, with no rights but to quote. */
const DEFAULT_SOURCE = 'api';
/** Statuses of what is the document's own fault; anything else is ours and fails the whole request. */
const OWN_FAULT_BELOW = 500;

export interface Sender {
  readonly caller: Principal;
  /** Slug from the address; it goes before one in the body. */
  readonly source: string | undefined;
}

/** What became of one document of a batch. */
export type BatchResult =
  | (StoreResult & { readonly status: number })
  | {
      readonly status: number;
      readonly code: string;
      readonly detail: string;
      readonly issues?: readonly InputIssue[];
    };

interface Read {
  readonly index: number;
  readonly dispatch: IncomingDispatch;
}

/** Takes in what programs push: finds out what was sent and for which source, whether the sender may, and stores it. */
@Injectable()
export class TakeDispatches {
  constructor(
    private readonly database: Database,
    private readonly sources: SourceRepository,
    private readonly dispatches: StoreDispatch,
    private readonly lastSaid: LastSaid,
  ) {}

  /** @throws InvalidInput, `operator.forbidden`, `source.unknown`, `dispatch.unknown`, `dispatch.invalid` and what is wrong with a text */
  async one(body: unknown, sender: Sender): Promise<StoreResult> {
    const { slug, dispatch } = await this.read(body, sender);
    const [outcome] = await this.dispatches.storeMany(await this.source(slug), [dispatch]);
    if (outcome === undefined) throw dispatchErrors.error('dispatch.vanished');
    if (outcome.outcome === 'refused') throw refusal(outcome);
    return outcome;
  }

  /** One result for each, in their order; what is wrong with one costs none of the others. */
  async many(bodies: readonly unknown[], sender: Sender): Promise<BatchResult[]> {
    const results: BatchResult[] = [];
    const bySlug = new Map<string, Read[]>();
    for (const [index, body] of bodies.entries()) {
      try {
        const { slug, dispatch } = await this.read(body, sender);
        bySlug.set(slug, [...(bySlug.get(slug) ?? []), { index, dispatch }]);
      } catch (error) {
        results[index] = failed(error);
      }
    }
    for (const [slug, reads] of bySlug) {
      const outcomes = await this.dispatches.storeMany(await this.source(slug), reads.map(({ dispatch }) => dispatch)); // prettier-ignore
      for (const [at, { index }] of reads.entries()) {
        const outcome = outcomes[at];
        if (outcome === undefined) throw dispatchErrors.error('dispatch.vanished');
        if (outcome.outcome === 'refused') results[index] = failed(refusal(outcome));
        else results[index] = { ...outcome, status: outcome.outcome === 'created' ? 201 : 200 };
      }
    }
    return results;
  }

  private async read(body: unknown, sender: Sender): Promise<{ slug: string; dispatch: IncomingDispatch }> {
    const input = await readDispatchInput(body);
    const slug = sender.source ?? input.source ?? onlySource(sender.caller) ?? DEFAULT_SOURCE;
    // Before the source is looked for: whoever may not write to it does not learn whether there is one.
    if (!mayWriteTo(sender.caller, slug))
      throw operatorErrors.error('operator.forbidden', { needs: `dispatches:write:${slug}` });
    const known = await this.sources.bySlug(slug);
    if (known === undefined && slug !== DEFAULT_SOURCE) throw dispatchErrors.error('source.unknown', { slug });
    if (input.cancels !== undefined) return { slug, dispatch: await this.canceled(known, input.cancels) };
    return { slug, dispatch: input.dispatch(known?.language ?? null) };
  }

  /** A kill must not fail for want of the words it kills: what was said last is said again, canceled. */
  private async canceled(
    source: SourceRecord | undefined,
    { externalId, sourceVersion }: BareCancellation,
  ): Promise<IncomingDispatch> {
    const said = source && (await this.lastSaid.by(source.id, externalId));
    if (said === undefined) throw dispatchErrors.error('dispatch.unknown', { uri: externalId });
    return { ...said, status: 'killed', ...(sourceVersion !== undefined && { sourceVersion }) };
  }

  private async source(slug: string): Promise<SourceRecord> {
    return (
      (await this.sources.bySlug(slug)) ??
      (await this.sources.ensure(this.database, { slug, kind: 'api', name: 'API' }))
    );
  }
}

/** A key for one source needs not name it. */
function onlySource(caller: Principal): string | undefined {
  const sources = sourcesOf(caller) ?? [];
  return sources.length === 1 ? sources[0] : undefined;
}

function refusal({ issues }: Extract<StoreOutcome, { outcome: 'refused' }>): InvalidInput {
  return new InvalidInput('body', issues.map(({ field, problem }) => ({ path: field, message: problem }))); // prettier-ignore
}

/** @throws the error itself where it is not the document's fault */
function failed(error: unknown): BatchResult {
  const { status, code, detail, issues } = answerFor(error);
  if (status >= OWN_FAULT_BELOW) throw error;
  return { status, code, detail, ...(issues !== undefined && { issues }) };
}

import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError, dataOf, isConflict } from '../api/answers.js';
import { sessionQuery } from '../api/session.js';
import { postApiV1EditionsByIdActs } from '../client/index.js';
import { useWords } from '../language/words.js';
import { inverseOf } from './inverse-acts.js';
import { changedBy } from './local-acts.js';
import type { Change } from './local-acts.js';
import { freshId, keepPending, keptPending } from './pending.js';
import type { Pending } from './pending.js';
import { proposalQuery } from './queries.js';
import type { Proposal } from './queries.js';
import { words } from './words.js';

/** Milliseconds between tries while the server does not answer. */
const TRY_AGAIN = 4_000;
/** Changes one can take back; a morning's work. */
const MOST_UNDONE = 100;

export interface Desk {
  /** with what is not stored yet; undefined: not read yet */
  shown: Proposal | undefined;
  stored: Proposal | undefined;
  error: Error | null;
  isStoring: boolean;
  /** the server does not answer: the changes wait here */
  isWaiting: boolean;
  /** what was refused and put back, until it is dismissed */
  refused: { label: string; error: Error } | null;
  /** somebody changed the same meanwhile: the change waits for a decision */
  conflict: { label: string; again: () => void; leave: () => void } | null;
  /** somebody else's version came in since this tab made its last one */
  seen: { version: number; isForeign: boolean };
  change: (label: string, change: Change) => void;
  undo: (() => void) | null;
  dismiss: () => void;
  /** this tab made that version by another way than an act */
  made: (version: number) => void;
  refresh: () => void;
}

function isSilence(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  // The first try of this very request is still under way.
  const isUnderWay = error.code === 'idempotency.in_progress';
  return isUnderWay || error.status === null || error.status >= 500 || error.status === 429;
}

/** Whether what the change is about is still as it was looked at. */
function isUntouched({ acts }: Change, before: Proposal, now: Proposal): boolean {
  return acts.every((act) => {
    if (!('block' in act)) return act.act !== 'set_head';
    const [was, is] = [before, now].map(({ blocks }) => blocks.find(({ id }) => id === act.block));
    return was === undefined || (is !== undefined && contentOf(was) === contentOf(is));
  });
}

function contentOf({ edits, content, section, isPinned }: Proposal['blocks'][number]): string {
  return JSON.stringify([edits, content, section, isPinned]);
}

async function store(editionId: string, version: number, { acts, key }: Pending) {
  return dataOf(
    postApiV1EditionsByIdActs({
      path: { id: editionId },
      headers: { 'If-Match': `"${String(version)}"`, 'Idempotency-Key': `${key}-${String(version)}` },
      body: [...acts],
    }),
  );
}

function latest(client: QueryClient, editionId: string): Promise<Proposal> {
  return client.query({ ...proposalQuery(editionId), staleTime: 0 });
}

/**
 * The proposal under one's hands. An act is shown at once and sent at once, one request after the other; what the server
 * refuses is put back and said. A change made on a version that is not the last any more is made again on the last one,
 * unless somebody touched the very same block.
 */
export function useDesk(editionId: string): Desk {
  const m = useWords(words);
  const client = useQueryClient();
  const query = useQuery(proposalQuery(editionId));
  // The frame shows no room before it knows who is there.
  const operatorId = useQuery(sessionQuery).data?.operator.id ?? '';
  const [pending, setPending] = useState<readonly Pending[]>(() => keptPending({ editionId, operatorId }));
  const [undone, setUndone] = useState<readonly { label: string; change: Change }[]>([]);
  const [refused, setRefused] = useState<Desk['refused']>(null);
  const [held, setHeld] = useState<Pending | null>(null);
  const [isWaiting, setWaiting] = useState(false);
  const [isStoring, setStoring] = useState(false);
  const [own, setOwn] = useState(0);
  const busy = useRef(false);
  const stored = query.data;

  useEffect(() => {
    keepPending({ editionId, operatorId }, pending);
  }, [editionId, operatorId, pending]);

  const settle = useCallback((key: string) => {
    setPending((before) => before.filter((one) => one.key !== key));
    setWaiting(false);
  }, []);

  const send = useCallback(
    async (next: Pending, base: Proposal): Promise<void> => {
      try {
        const done = await store(editionId, base.version, next);
        const back = next.isUndo ? null : inverseOf(base, next, m.undoneReason);
        const after = { ...changedBy(base, next), version: done.version, state: done.state };
        if (done.approvalTakenBack) Object.assign(after, { approvals: [], releaseAt: null });
        await client.cancelQueries({ queryKey: proposalQuery(editionId).queryKey });
        client.setQueryData(proposalQuery(editionId).queryKey, after);
        setOwn(done.version);
        if (back !== null && done.changed)
          setUndone((before) => [...before, { label: next.label, change: back }].slice(-MOST_UNDONE));
        settle(next.key);
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        if (isConflict(error)) {
          const now = await latest(client, editionId);
          if (!isUntouched(next, base, now)) setHeld(next);
        } else if (isSilence(error)) setWaiting(true);
        else {
          settle(next.key);
          setRefused({ label: next.label, error });
          await latest(client, editionId);
        }
      }
    },
    [client, editionId, m, settle],
  );

  const next = pending[0];
  useEffect(() => {
    if (next === undefined || stored === undefined || held !== null || busy.current) return undefined;
    const go = (): void => {
      busy.current = true;
      setStoring(true);
      // A failure to read the proposal anew is the query's own error, shown by the screen; the change stays pending.
      send(next, stored).catch(() => { setWaiting(true); }).finally(() => {
        busy.current = false;
        setStoring(false);
      });
    }; // prettier-ignore
    if (!isWaiting) {
      go();
      return undefined;
    }
    const timer = setTimeout(go, TRY_AGAIN);
    return () => {
      clearTimeout(timer);
    };
  }, [next, stored, held, isWaiting, isStoring, send]);

  // What the server has, once nothing of ours is under way.
  const isIdle = next === undefined && !isStoring;
  useEffect(() => {
    if (isIdle && own > 0) void client.invalidateQueries({ queryKey: proposalQuery(editionId).queryKey });
  }, [isIdle, own, client, editionId]);

  const add = (label: string, change: Change, isUndo: boolean): void => {
    setRefused(null);
    setPending((before) => [...before, { ...change, label, isUndo, key: freshId() }]);
  };
  const back = undone.at(-1);
  return {
    shown: stored === undefined ? undefined : pending.reduce((proposal, one) => changedBy(proposal, one), stored),
    stored,
    error: query.error,
    isStoring: next !== undefined,
    isWaiting: isWaiting && next !== undefined,
    refused,
    conflict:
      held === null
        ? null
        : {
            label: held.label,
            again: () => {
              setHeld(null);
            },
            leave: () => {
              settle(held.key);
              setHeld(null);
            },
          },
    seen: { version: stored?.version ?? 0, isForeign: own > 0 && isIdle && (stored?.version ?? 0) > own },
    change: (label, change) => {
      add(label, change, false);
    },
    undo:
      back === undefined
        ? null
        : () => {
            setUndone((before) => before.slice(0, -1));
            add(m.undid(back.label), back.change, true);
          },
    dismiss: () => {
      setRefused(null);
    },
    made: setOwn,
    refresh: () => {
      setWaiting(false);
      void query.refetch();
    },
  };
}

import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { ApiError, isConflict } from '../api/answers.js';
import { deleteApiV1TemplatesByIdDraft } from '../client/index.js';
import { doneOf } from '../api/answers.js';
import { saveDraft } from './queries.js';
import type { Template } from './queries.js';

export interface SourceText {
  mjml: string;
  plainText: string;
}

export type DraftState = 'clean' | 'waiting' | 'saving' | 'saved' | 'offline' | 'conflict' | 'refused';

/** Milliseconds after the last key until the draft is kept. */
const REST = 1_000;
/** Milliseconds until a draft that could not be kept is tried again. */
const AGAIN = 5_000;

export interface Draft {
  text: SourceText;
  baseVersion: number;
  state: DraftState;
  edit: (change: Partial<SourceText>) => void;
  /** now, not after the rest */
  save: () => void;
  /**
   * Whatever is typed is kept before this is done, so that what becomes a version is the draft that ends with it; where
   * that cannot be, the state says why.
   */
  keep: () => Promise<void>;
  /** It became a version: nothing of it is to be kept any more. */
  end: () => void;
  /** After a conflict or somebody's newer version: what was put together, on what it is based, and the draft's tag. */
  goOn: (text: SourceText, on: { baseVersion: number; tag?: string | null }) => void;
  /** @throws {ApiError} */
  discard: () => Promise<void>;
}

/**
 * What a designer types, kept on the server soon after: their own draft, told apart from their other windows by its
 * entity tag. While it cannot be kept it stays here and is tried again, and leaving the page asks first.
 */
export function useDraft(template: Template): Draft {
  const [text, setText] = useState<SourceText>(() => {
    // The sources alone: what else is told of a draft is nothing that is sent back.
    const { mjml, plainText } = template.draft ?? template;
    return { mjml, plainText };
  });
  const [baseVersion, setBase] = useState(template.draft?.baseVersion ?? template.version);
  const [state, setState] = useState<DraftState>(template.draft === null ? 'clean' : 'saved');
  const [isHurried, hurry] = useState(false);
  const tag = useRef<string | null>(template.draft === null ? null : `"${String(template.draft.revision)}"`);
  const writing = useRef<Promise<void> | null>(null);
  const latest = useRef(text);
  const kept = useRef(text);

  const writeOnce = async (): Promise<void> => {
    const sent = latest.current;
    setState('saving');
    hurry(false);
    try {
      const saved = await saveDraft(template.id, tag.current, { ...sent, baseVersion });
      tag.current = saved.tag;
      kept.current = sent;
      setState(latest.current === sent ? 'saved' : 'waiting');
    } catch (error) {
      // What is typed stays where it is; the state says why it is not kept.
      setState(stateAfter(error));
    } finally {
      writing.current = null;
    }
  };
  const write = (): Promise<void> => (writing.current ??= writeOnce());
  const keep = async (): Promise<void> => {
    await writing.current;
    if (latest.current !== kept.current) await write();
  };
  const keepLater = useEffectEvent(keep);
  const end = (): void => {
    kept.current = latest.current;
    setState('clean');
  };
  const leave = useEffectEvent(() => {
    if (state !== 'conflict') void keep();
  });
  // Left by a link of ours, what was typed last is kept all the same.
  useEffect(
    () => () => {
      leave();
    },
    [],
  );

  useEffect(() => {
    if (state !== 'waiting' && state !== 'offline') return undefined;
    const timer = setTimeout(() => void keepLater(), isHurried ? 0 : state === 'waiting' ? REST : AGAIN);
    return () => {
      clearTimeout(timer);
    };
  }, [state, text, isHurried]);

  const isKept = state === 'clean' || state === 'saved';
  useEffect(() => {
    if (isKept) return undefined;
    const ask = (event: BeforeUnloadEvent): void => {
      event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => {
      window.removeEventListener('beforeunload', ask);
    };
  }, [isKept]);

  const put = (next: SourceText): void => {
    latest.current = next;
    setText(next);
    setState((before) => (before === 'conflict' ? before : 'waiting'));
  };
  return {
    text,
    baseVersion,
    state,
    edit: (change) => {
      put({ ...latest.current, ...change });
    },
    save: () => {
      if (!isKept && state !== 'conflict') hurry(true);
    },
    keep,
    goOn: (next, on) => {
      if (on.tag !== undefined) tag.current = on.tag;
      // A text of its own: what was put together may be what was kept already, but on another version.
      const text = { ...next };
      latest.current = text;
      setText(text);
      setBase(on.baseVersion);
      setState('waiting');
    },
    discard: async () => {
      await writing.current;
      if (tag.current !== null)
        await doneOf(
          deleteApiV1TemplatesByIdDraft({ path: { id: template.id }, headers: { 'If-Match': tag.current } }),
        );
      tag.current = null;
      end();
    },
    end,
  };
}

function stateAfter(error: unknown): DraftState {
  if (isConflict(error) || (error instanceof ApiError && error.status === 409)) return 'conflict';
  return error instanceof ApiError && error.status !== null && error.status < 500 ? 'refused' : 'offline';
}

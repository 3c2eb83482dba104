/** What preflight looks at. It knows no newsletter and no reader: who checks says what is to be expected of the mail. */
export interface MessageToCheck {
  readonly subject: string;
  /** null: the message has no such part. */
  readonly html: string | null;
  readonly text: string | null;
  /** By name in small letters, decoded; left out: they are written later, and by us. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly context: MessageContext;
}

export interface MessageContext {
  /** `newsletter`: one must be able to leave it. `notice`: because of something its one recipient did. */
  readonly kind: 'newsletter' | 'notice';
  /** A BCP 47 tag, where it is known. */
  readonly language?: string;
  /** Who sends: its name must be read in the mail, and its address. Left out: whatever names somebody is enough. */
  readonly sender?: { readonly names: readonly string[]; readonly contactAddress: string };
  /** Marks that splicing puts a reader's links in place of, such as `@@unsubscribe@@`, and what a link looks like then. */
  readonly marks?: Readonly<Record<string, string>>;
  /** The installation's own address, which is a private one while it is tried out. */
  readonly publicUrl?: string;
  /** Whoever gets it agreed to be seen opening it. */
  readonly mayTrackOpens?: boolean;
  /** The reader it was made for, where it was: what is unique to them is found by it. Never told in a finding. */
  readonly recipient?: string;
  /** Of the last editions, to tell a repeated one. */
  readonly recentSubjects?: readonly string[];
  /** It answers a message, as its head says. */
  readonly isAnswer?: boolean;
  /** Content-Ids of the parts a `cid:` may name. */
  readonly contentIds?: readonly string[];
  /** Subject and text stand in the same file and are not rendered apart: which file a finding's line is of. */
  readonly variant?: string;
}

/** Marks of ours, filled with links as long as real ones: 128 bits and a signature in base64url. */
export const readerMarks: Readonly<Record<string, string>> = Object.fromEntries(
  ['unsubscribe', 'preferences', 'view', 'resubscribe', 'confirm'].map((name) => [
    `@@${name}@@`,
    `https://newsletters.example.org/${name}/${'A'.repeat(96)}`,
  ]),
);

/** As it is measured and read: with links where its marks stand. */
export function withLinks(content: string, marks: Readonly<Record<string, string>> = {}): string {
  let filled = content;
  for (const [mark, link] of Object.entries(marks)) filled = filled.replaceAll(mark, () => link);
  return filled;
}

import { Injectable } from '@nestjs/common';
import { Labeller, type Label } from '@app/dispatches';
import { Clock, type LabelKind } from '@app/platform';
import type { KnownLabels } from '@app/subscribers';

/** As long as every process may take to see changed labels; reading and checking them each time costs a page its speed. */
const KEEP_MILLISECONDS = 60_000;

interface Kept {
  readonly readAt: number;
  readonly labels: Promise<readonly Label[]>;
}

/** The installation's regions and topics, by slug and by the name readers know. */
export interface ReaderLabelBook extends KnownLabels {
  /** In that language, else in English, else in any; an unknown label is named by itself. */
  nameOf(kind: LabelKind, slug: string, language: string): string;
}

/** Regions and topics as readers choose them. */
@Injectable()
export class ReaderLabels {
  #kept: Kept | undefined;

  constructor(
    private readonly labeller: Labeller,
    private readonly clock: Clock,
  ) {}

  async book(): Promise<ReaderLabelBook> {
    const labels = await this.labels();
    const slugs = (kind: LabelKind): string[] => labels.filter((label) => label.kind === kind).map(({ slug }) => slug);
    return {
      regions: slugs('region'),
      topics: slugs('topic'),
      nameOf: (kind, slug, language) => {
        const names = labels.find((label) => label.kind === kind && label.slug === slug)?.names ?? {};
        return names[language.split('-')[0] ?? ''] ?? names['en'] ?? Object.values(names)[0] ?? slug;
      },
    };
  }

  private labels(): Promise<readonly Label[]> {
    const now = this.clock.now().getTime();
    const kept = this.#kept;
    // A clock that was set back makes a reading from the future: it is read again too.
    if (kept !== undefined && now >= kept.readAt && now - kept.readAt < KEEP_MILLISECONDS) return kept.labels;
    const reading = { readAt: now, labels: this.labeller.labels() };
    this.#kept = reading;
    // A failure is the caller's to hear and is not kept.
    reading.labels.catch(() => {
      if (this.#kept === reading) this.#kept = undefined;
    });
    return reading.labels;
  }
}

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { newslettersQuery } from '../api/newsletters.js';
import { useChangeView, useView } from '../elements/address.js';
import { useWords } from '../language/words.js';
import { editionsQuery } from './fillings.js';
import { moreWords } from './more-words.js';
import type { Template } from './queries.js';
import { readPane } from './workshop-view.js';

/** One click to what the same newsletter mailed last, as it is published, beside what the first pane shows. */
export function BesideYesterday({ template, newsletter }: { template: Template; newsletter: string | undefined }) {
  const m = useWords(moreWords);
  const change = useChangeView();
  const { content, width, appearance } = useView(readPane(''));
  const editions = useQuery(editionsQuery).data ?? [];
  const newsletters = useQuery(newslettersQuery).data ?? [];
  const [kind, value] = content.split(':');
  const chosen = kind === 'newsletter' ? value : newsletter;
  const shown =
    kind === 'edition' ? editions.find(({ id }) => id === value)?.newsletter : newsletters.find(({ id }) => id === chosen)?.slug;
  // The list begins with the newest; one that has not left yet is today's.
  const last = editions.find((edition) => edition.newsletter === shown && edition.hasLeft && edition.id !== value && isAs(template, edition.kind));
  if (last === undefined) return null;
  return (
    <Button
      size="compact-xs"
      variant="default"
      onClick={() => {
        change({ two: true, content2: `edition:${last.id}`, of2: 'published', width2: width, appearance2: appearance, part2: undefined });
      }}
    >
      {m.besideYesterday}
    </Button>
  );
} // prettier-ignore

function isAs({ kind }: Template, edition: string): boolean {
  return kind === 'partial' || kind === edition;
}

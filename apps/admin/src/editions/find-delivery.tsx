import { useMutation } from '@tanstack/react-query';
import { dataOf } from '../api/answers.js';
import { postApiV1EditionsByIdDeliveriesFind } from '../client/index.js';
import { FindByAddress } from '../elements/find-by-address.js';
import { Section } from '../elements/page.js';
import { useWords } from '../language/words.js';
import { FoundDelivery } from './found-delivery.js';
import { words } from './words.js';

/** What became of one reader's copy. */
export function FindDelivery({ id, zone }: { id: string; zone: string | undefined }) {
  const m = useWords(words);
  const finding = useMutation({
    mutationFn: (address: string) => dataOf(postApiV1EditionsByIdDeliveriesFind({ path: { id }, body: { address } })),
  });
  return (
    <Section title={m.find}>
      <FindByAddress
        label={m.address}
        hint={m.findHint}
        verb={m.find}
        isFinding={finding.isPending}
        error={finding.error}
        onFind={finding.mutate}
        onTyped={finding.reset}
      />
      {finding.data !== undefined && (
        <div role="status">
          <FoundDelivery found={finding.data} zone={zone} />
        </div>
      )}
    </Section>
  );
}

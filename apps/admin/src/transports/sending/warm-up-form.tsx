import { Button, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf } from '../../api/answers.js';
import { postApiV1WarmUps } from '../../client/index.js';
import { useAnnounce } from '../../elements/announcer.js';
import { errorOf, FieldRow, Form } from '../../elements/form.js';
import { words as shared } from '../../elements/words.js';
import { useWords } from '../../language/words.js';
import { transportsQuery } from '../queries.js';
import { senderDomainsQuery, warmUpsQuery } from './queries.js';
import styles from './sending.module.css';
import { words } from './words.js';

/** What the command line begins with: 500 on the first day, and a million within three weeks. */
const usual = { first: 500, factor: 1.6, days: 30 };

/** A domain, and how fast its cap grows; the last day's cap is said while one types. */
export function WarmUpForm({ onClose }: { onClose: () => void }) {
  const m = useWords(words);
  const common = useWords(shared);
  const client = useQueryClient();
  const announce = useAnnounce();
  const { data: domains = [] } = useQuery(senderDomainsQuery);
  const { data: transports = [] } = useQuery(transportsQuery);
  const [typed, type] = useState<string | null>(null);
  const [transport, choose] = useState('');
  const [plan, draw] = useState(usual);
  const domain = typed ?? domains[0]?.domain ?? '';
  const starting = useMutation({
    mutationFn: () =>
      dataOf(postApiV1WarmUps({ body: { domain, transport: transport === '' ? null : transport, ...plan } })),
    onSuccess: async () => {
      announce(m.warmUpBegun);
      await client.invalidateQueries({ queryKey: warmUpsQuery.queryKey });
      onClose();
    },
  });
  const number = (name: keyof typeof usual, label: string, most: number) => (
    <NumberInput
      label={label}
      min={1}
      max={most}
      allowDecimal={name === 'factor'}
      step={name === 'factor' ? 0.1 : 1}
      value={plan[name]}
      error={errorOf(starting.error, name)}
      onChange={(value) => {
        if (typeof value === 'number') draw((before) => ({ ...before, [name]: value }));
      }}
    />
  );
  return (
    <div className={styles.entry}>
      <Form
        error={starting.error}
        fields={['domain', 'transport', 'first', 'factor', 'days']}
        onSubmit={() => {
          starting.mutate();
        }}
        buttons={
          <>
            <Button type="submit" loading={starting.isPending}>
              {m.warmUpStart}
            </Button>
            <Button variant="default" onClick={onClose}>
              {common.cancel}
            </Button>
          </>
        }
      >
        <FieldRow>
          <TextInput
            label={m.domain}
            value={domain}
            maxLength={253}
            error={errorOf(starting.error, 'domain')}
            onChange={({ currentTarget }) => {
              type(currentTarget.value.trim());
            }}
          />
          <NativeSelect
            label={m.onlyOver}
            value={transport}
            error={errorOf(starting.error, 'transport')}
            data={[
              { value: '', label: m.allTransports },
              ...transports.map(({ name }) => ({ value: name, label: name })),
            ]}
            onChange={({ currentTarget }) => {
              choose(currentTarget.value);
            }}
          />
        </FieldRow>
        <FieldRow>
          {number('first', m.firstDay, 1_000_000)}
          {number('factor', m.factor, 10)}
          {number('days', m.days, 365)}
        </FieldRow>
        <p className={styles.quiet}>{m.planned(lastCap(plan), plan.days)}</p>
      </Form>
    </div>
  );
}

/** As the server draws it; beyond any list it says no more. */
function lastCap({ first, factor, days }: typeof usual): number {
  return Math.min(2_000_000_000, Math.floor(first * factor ** (days - 1)));
}

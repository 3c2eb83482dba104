import { Checkbox, NativeSelect, PasswordInput, Textarea, TextInput } from '@mantine/core';
import { FieldRow, errorOf } from '../elements/form.js';
import { useWords } from '../language/words.js';
import type { Transport } from './queries.js';
import type { TransportDraft } from './transport-draft.js';
import { words } from './words.js';

export const transportFields = [
  'host',
  'port',
  'tls',
  'username',
  'password',
  'purposes',
  'weight',
  'connections',
  'perSecond',
  'sendingDomains',
];

const ways = ['required', 'implicit', 'offered', 'none'] as const;
const purposes = ['editions', 'flash', 'notices'] as const;

interface TransportFieldsProps {
  draft: TransportDraft;
  onChange: (change: Partial<TransportDraft>) => void;
  error: Error | null;
  /** absent: a new one */
  stored?: Transport;
}

function ConnectionFields({ draft, onChange, error, stored }: TransportFieldsProps) {
  const m = useWords(words);
  return (
    <>
      <FieldRow>
        <TextInput
          label={m.host}
          value={draft.host}
          required
          autoComplete="off"
          error={errorOf(error, 'host')}
          onChange={(event) => {
            onChange({ host: event.currentTarget.value });
          }}
        />
        <TextInput
          label={m.port}
          value={draft.port}
          required
          inputMode="numeric"
          error={errorOf(error, 'port')}
          onChange={(event) => {
            onChange({ port: event.currentTarget.value });
          }}
        />
        <NativeSelect
          label={m.tls}
          value={draft.tls}
          data={ways.map((way) => ({ value: way, label: m.tlsNames[way] }))}
          error={errorOf(error, 'tls')}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            onChange({ tls: ways.find((way) => way === chosen) ?? 'required' });
          }}
        />
      </FieldRow>
      <FieldRow>
        <TextInput
          label={m.username}
          description={m.usernameHint}
          value={draft.username}
          autoComplete="off"
          error={errorOf(error, 'username')}
          onChange={(event) => {
            onChange({ username: event.currentTarget.value });
          }}
        />
        <PasswordInput
          label={m.password}
          description={stored?.hasPassword === true ? m.passwordKept : m.passwordNone}
          value={draft.password}
          autoComplete="new-password"
          error={errorOf(error, 'password')}
          onChange={(event) => {
            onChange({ password: event.currentTarget.value });
          }}
        />
      </FieldRow>
    </>
  );
}

function LimitFields({ draft, onChange, error }: TransportFieldsProps) {
  const m = useWords(words);
  const figures = [
    { key: 'weight', path: 'weight', label: m.weight, hint: m.weightHint },
    { key: 'connections', path: 'connections', label: m.connectionsField, hint: m.connectionsHint },
    { key: 'perSecond', path: 'perSecond', label: m.rateField, hint: m.rateHint },
  ] as const;
  return (
    <FieldRow>
      {figures.map(({ key, path, label, hint }) => (
        <TextInput
          key={key}
          label={label}
          description={hint}
          value={draft[key]}
          inputMode="numeric"
          error={errorOf(error, path)}
          onChange={(event) => {
            onChange({ [key]: event.currentTarget.value });
          }}
        />
      ))}
    </FieldRow>
  );
}

export function TransportFields(props: TransportFieldsProps) {
  const m = useWords(words);
  const { draft, onChange, error } = props;
  return (
    <>
      <ConnectionFields {...props} />
      <Checkbox.Group
        label={m.purposes}
        value={draft.purposes}
        error={errorOf(error, 'purposes')}
        onChange={(chosen) => {
          onChange({ purposes: purposes.filter((purpose) => chosen.includes(purpose)) });
        }}
      >
        <FieldRow>
          {purposes.map((purpose) => (
            <Checkbox key={purpose} value={purpose} label={m.purposeNames[purpose]} mt="sm" />
          ))}
        </FieldRow>
      </Checkbox.Group>
      <LimitFields {...props} />
      <Textarea
        label={m.domains}
        description={m.domainsHint}
        value={draft.domains}
        autosize
        minRows={2}
        maxLength={4000}
        error={errorOf(error, 'sendingDomains')}
        onChange={(event) => {
          onChange({ domains: event.currentTarget.value });
        }}
      />
      {(draft.tls === 'none' || draft.tls === 'offered') && (
        <Checkbox
          label={m.insecure}
          checked={draft.insecure}
          onChange={(event) => {
            onChange({ insecure: event.currentTarget.checked });
          }}
        />
      )}
    </>
  );
}

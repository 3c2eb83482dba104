import { Button, NumberInput, TextInput } from '@mantine/core';
import { useWords } from '../../language/words.js';
import styles from '../newsletters.module.css';
import type { PartProps } from '../part-props.js';
import { useRefusal } from './refusals.js';
import { words } from './words.js';

/** A width that fits the head of a mail beside the date, and a height a logo usually has; pixels. */
const usual = { url: '', width: 180, height: 40, alt: '' };
/** The API's own bound, in pixels. */
const longestSide = 2000;

/** The picture that stands for the name at the head of a mail. */
export function LogoPart({ draft, disabled, error, edit }: PartProps) {
  const m = useWords(words);
  const refused = useRefusal(error);
  const { logo } = draft;
  const put = (change: Partial<typeof usual>): void => {
    edit({ logo: { ...(logo ?? usual), ...change } });
  };
  const side = (name: 'width' | 'height', label: string) => (
    <NumberInput
      label={label}
      disabled={disabled}
      error={refused(`logo.${name}`)}
      min={1}
      max={longestSide}
      allowDecimal={false}
      allowNegative={false}
      value={logo?.[name] ?? ''}
      onChange={(typed) => {
        if (typeof typed === 'number') put({ [name]: typed });
      }}
    />
  );
  const text = (name: 'url' | 'alt', label: string, longest: number) => (
    <TextInput
      label={label}
      dir="auto"
      disabled={disabled}
      error={refused(`logo.${name}`)}
      maxLength={longest}
      value={logo?.[name] ?? ''}
      onChange={({ currentTarget }) => {
        put({ [name]: currentTarget.value });
      }}
    />
  );
  return (
    <fieldset className={styles.group}>
      <legend>{m.logo}</legend>
      <p className={styles.hint}>{m.logoHint}</p>
      {logo !== null && (
        <div className={styles.grid}>
          {text('url', m.logoUrl, 2_000)}
          {text('alt', m.logoAlt, 120)}
          {side('width', m.logoWidth)}
          {side('height', m.logoHeight)}
        </div>
      )}
      {!disabled && (
        <div>
          <Button
            variant="default"
            size="xs"
            onClick={() => {
              edit({ logo: logo === null ? { ...usual, alt: draft.name } : null });
            }}
          >
            {logo === null ? m.addLogo : m.removeLogo}
          </Button>
        </div>
      )}
    </fieldset>
  );
}

import { SegmentedControl, VisuallyHidden, useMantineColorScheme } from '@mantine/core';
import type { MantineColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import { MoonIcon, SunIcon, SystemIcon } from '../elements/icons.js';
import { useLocale } from '../language/locale.js';
import type { Locale } from '../language/moments.js';
import { useWords } from '../language/words.js';
import styles from './rail.module.css';
import { words } from './words.js';

export function LanguageSwitch() {
  const { locale, choose } = useLocale();
  const m = useWords(words);
  return (
    <SegmentedControl<Locale>
      size="xs"
      fullWidth
      aria-label={m.language}
      value={locale}
      onChange={choose}
      data={[
        { value: 'en', label: <span lang="en">English</span> },
        { value: 'fr', label: <span lang="fr">Français</span> },
      ]}
    />
  );
}

function named(icon: ReactNode, name: string) {
  return (
    <span className={styles.scheme} title={name}>
      {icon}
      <VisuallyHidden>{name}</VisuallyHidden>
    </span>
  );
}

export function SchemeSwitch() {
  const m = useWords(words);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl<MantineColorScheme>
      size="xs"
      fullWidth
      aria-label={m.scheme}
      value={colorScheme}
      onChange={setColorScheme}
      data={[
        { value: 'auto', label: named(<SystemIcon />, m.schemeAuto) },
        { value: 'light', label: named(<SunIcon />, m.schemeLight) },
        { value: 'dark', label: named(<MoonIcon />, m.schemeDark) },
      ]}
    />
  );
}

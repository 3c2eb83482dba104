import { useLocalStorage } from '@mantine/hooks';
import { createContext, use, useEffect, useMemo } from 'react';
import type { ReactNode } from 'react';
import { localeTag } from './moments.js';
import type { Locale } from './moments.js';

interface LocaleContext {
  locale: Locale;
  choose: (locale: Locale) => void;
}

const Context = createContext<LocaleContext>({ locale: 'en', choose: () => undefined });

function shipped(tags: readonly string[]): Locale | undefined {
  const languages = tags.map((tag) => tag.slice(0, 2).toLowerCase());
  return languages.find((language): language is Locale => language === 'en' || language === 'fr');
}

/**
 * The operator's choice in this browser outranks the locale of the account (`account`), which outranks the browser's.
 */
export function LocaleProvider({ account, children }: { account: string | undefined; children: ReactNode }) {
  const [chosen, choose] = useLocalStorage({
    key: 'colporteur.locale',
    defaultValue: '',
    getInitialValueInEffect: false,
  });
  const locale = shipped([chosen]) ?? shipped([account ?? '']) ?? shipped(navigator.languages) ?? 'en';

  useEffect(() => {
    document.documentElement.lang = localeTag(locale);
  }, [locale]);

  const value = useMemo(() => ({ locale, choose }), [locale, choose]);
  return <Context value={value}>{children}</Context>;
}

export function useLocale(): LocaleContext {
  return use(Context);
}

import { useEffect } from 'react';

/** The tab says what is open, so that two previews can be told apart. */
export function usePageTitle(subject: string): void {
  useEffect(() => {
    document.title = `${subject} · Colporteur`;
  }, [subject]);
}

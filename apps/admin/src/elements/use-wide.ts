import { useMediaQuery } from '@mantine/hooks';

/** Room for rail, list and preview side by side; the same 62em as in the style sheets. */
export function useWide(): boolean {
  return useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false });
}

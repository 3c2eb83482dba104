import type { ReactNode } from 'react';
import { useWide } from './use-wide.js';

/** Beside the list the list has the first heading; alone on a narrow screen the detail has it. */
export function DetailTitle({ children }: { children: ReactNode }) {
  const Heading = useWide() ? 'h2' : 'h1';
  return <Heading>{children}</Heading>;
}

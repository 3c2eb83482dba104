import { Burger, Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import type { Operator } from './api.js';
import { Stamp } from './icons.js';
import { useWords } from './locale.js';
import { Rail } from './rail.js';
import styles from './shell.module.css';
import { useWide } from './use-wide.js';

export function Wordmark() {
  return (
    <span className={styles.wordmark}>
      <Stamp />
      Colporteur
    </span>
  );
}

/** The rail beside the work on a wide screen; a bar with a drawer above it on a narrow one. */
export function Shell({ operator, children }: { operator: Operator; children: ReactNode }) {
  const { m } = useWords();
  const wide = useWide();
  const [open, drawer] = useDisclosure(false);
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#preview">
        {m.skip}
      </a>
      {wide ? (
        <header className={styles.rail}>
          <Wordmark />
          <Rail operator={operator} />
        </header>
      ) : (
        <header className={styles.bar}>
          <Wordmark />
          <Burger opened={open} onClick={drawer.toggle} size="sm" aria-label={m.menu} aria-expanded={open} />
          <Drawer
            opened={open}
            onClose={drawer.close}
            position="right"
            size={288}
            title={<Wordmark />}
            closeButtonProps={{ 'aria-label': m.closeMenu }}
            classNames={{ body: styles.drawerBody ?? '' }}
          >
            <Rail operator={operator} onLeave={drawer.close} />
          </Drawer>
        </header>
      )}
      {children}
    </div>
  );
}

import { Burger, Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import type { Operator } from '../api/session.js';
import { Stamp } from '../elements/icons.js';
import { useWide } from '../elements/use-wide.js';
import { useWords } from '../language/words.js';
import { banners } from './banners.js';
import { GoTo } from './go-to.js';
import { Rail } from './rail.js';
import styles from './shell.module.css';
import { words } from './words.js';

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
  const m = useWords(words);
  const wide = useWide();
  const [open, drawer] = useDisclosure(false);
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">
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
      <div className={styles.content}>
        {banners.map((Banner) => (
          <Banner key={Banner.name} />
        ))}
        {children}
      </div>
      <GoTo />
    </div>
  );
}

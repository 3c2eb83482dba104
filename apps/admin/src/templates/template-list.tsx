import { Link } from '@tanstack/react-router';
import type { Template } from './queries.js';
import styles from '../elements/list.module.css';
import { useLocale } from '../language/locale.js';
import { said, useWords } from '../language/words.js';
import { words } from './words.js';
import { formatRelative } from '../language/moments.js';
import { useNow } from '../elements/use-now.js';

export function TemplateList({ templates, chosen }: { templates: Template[]; chosen: string | undefined }) {
  const m = useWords(words);
  const { locale } = useLocale();
  const now = useNow();
  return (
    <ul className={styles.rows}>
      {templates.map((template) => (
        <li key={template.id}>
          <Link
            to="/templates/$id"
            params={{ id: template.id }}
            className={styles.row}
            aria-current={template.id === chosen ? 'true' : undefined}
          >
            <bdi className={styles.name}>{template.name}</bdi>
            <span className={styles.line}>
              <span>{said(m.kinds, template.kind)}</span>
              <span className={`numbers ${styles.quiet ?? ''} ${styles.end ?? ''}`}>{m.version(template.version)}</span>
            </span>
            <span className={styles.quiet}>{m.usedBy(template.usedBy.length)}</span>
            <time className={styles.quiet} dateTime={template.updatedAt}>
              {m.changed(formatRelative(new Date(template.updatedAt), now, locale))}
            </time>
          </Link>
        </li>
      ))}
    </ul>
  );
}

import { Link } from '@tanstack/react-router';
import type { Template } from './api.js';
import styles from './list.module.css';
import { useWords } from './locale.js';
import { formatRelative } from './moments.js';
import { useNow } from './use-now.js';

export function TemplateList({ templates, chosen }: { templates: Template[]; chosen: string | undefined }) {
  const { m, locale } = useWords();
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
              <span>{m.kinds[template.kind] ?? template.kind}</span>
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

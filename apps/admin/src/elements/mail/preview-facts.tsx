import type { Preview } from '../../api/newsletters.js';
import { useLocale } from '../../language/locale.js';
import { useWords } from '../../language/words.js';
import { words } from './words.js';
import { useMoment } from '../moment.js';
import { localeTag } from '../../language/moments.js';
import styles from './preview-facts.module.css';

/** Gmail cuts a message off a little above this many bytes of HTML; at the limit the edition does not leave. */
const htmlLimitBytes = 100 * 1024;
/** From here on the size deserves a look. */
const htmlWarnBytes = 80 * 1024;

function Size({ bytes }: { bytes: number }) {
  const m = useWords(words);
  const { locale } = useLocale();
  const kilobytes = new Intl.NumberFormat(localeTag(locale), { maximumFractionDigits: 1 }).format(bytes / 1024);
  const verdict = bytes > htmlLimitBytes ? 'over' : bytes > htmlWarnBytes ? 'near' : 'good';
  const said = m.sizeOf(kilobytes);
  return (
    <div className={styles.fact}>
      <dt>{m.size}</dt>
      <dd>
        <span className="numbers">{said}</span>
        <span
          role="meter"
          aria-label={m.size}
          aria-valuemin={0}
          aria-valuemax={htmlLimitBytes}
          aria-valuenow={Math.min(bytes, htmlLimitBytes)}
          aria-valuetext={said}
          className={styles.meter}
          data-verdict={verdict}
        >
          <span style={{ width: `${String(Math.min(100, (100 * bytes) / htmlLimitBytes))}%` }} />
        </span>
        <span className={styles.quiet}>
          {verdict === 'over' ? m.sizeOver : verdict === 'near' ? m.sizeNear : m.sizeGood}
        </span>
      </dd>
    </div>
  );
}

/** What a careful desk checks before it says yes: how heavy, how many, from when, from where. */
export function PreviewFacts({ preview, zone }: { preview: Preview; zone: string }) {
  const m = useWords(words);
  const moment = useMoment();
  return (
    <dl className={styles.facts}>
      <Size bytes={preview.htmlBytes} />
      <div className={styles.fact}>
        <dt className="numbers">{m.dispatches(preview.dispatchCount)}</dt>
        <dd className={styles.quiet}>{m.window(moment(preview.window.from, zone), moment(preview.window.to, zone))}</dd>
      </div>
      {preview.sections.length > 0 && (
        <div className={styles.fact}>
          <dt>{m.sections}</dt>
          <dd>
            <ul className={styles.sections}>
              {preview.sections.map((section) => (
                <li key={section.name}>
                  <bdi>{section.name}</bdi> <span className="numbers">{section.count}</span>
                </li>
              ))}
            </ul>
          </dd>
        </div>
      )}
    </dl>
  );
}

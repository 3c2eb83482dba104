import { Skeleton } from '@mantine/core';
import { Suspense, lazy } from 'react';
import { useLocale } from '../language/locale.js';
import { formatNumber } from '../language/numbers.js';
import { useWords } from '../language/words.js';
import type { ChartProps } from './chart-drawing.js';
import styles from './chart.module.css';
import { words } from './words.js';

/** The library that draws is larger than all the rest of a room: it is fetched when a chart is first shown. */
const Drawing = lazy(() => import('./chart-drawing.js'));

/** Pixels; the same while it loads, so that nothing jumps. */
const height = 240;

/** A chart with its figures as a table below, which a screen reader, a copy and a printer can use. */
export function Chart(props: ChartProps) {
  const { title, along, points, series } = props;
  const m = useWords(words);
  const { locale } = useLocale();
  return (
    <figure className={styles.figure}>
      <figcaption>{title}</figcaption>
      <div aria-hidden="true" style={{ height }}>
        <Suspense fallback={<Skeleton height={height} />}>
          <Drawing {...props} height={height} />
        </Suspense>
      </div>
      <details className={styles.figures}>
        <summary>{m.chartTable}</summary>
        <table>
          <caption>{m.chartTableFor(title)}</caption>
          <thead>
            <tr>
              <th scope="col">{along.label}</th>
              {series.map(({ key, label }) => (
                <th key={key} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {points.map((point, position) => (
              <tr key={position}>
                <th scope="row">{along.format?.(String(point[along.key])) ?? point[along.key]}</th>
                {series.map(({ key }) => (
                  <td key={key} className="numbers">
                    {typeof point[key] === 'number' ? formatNumber(point[key], locale) : (point[key] ?? '–')}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

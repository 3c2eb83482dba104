// The legend draws its colours with it, and nothing else does.
import '@mantine/core/styles/ColorSwatch.css';
import '@mantine/charts/styles.css';
import { BarChart, LineChart } from '@mantine/charts';
import { useLocale } from '../language/locale.js';
import { formatNumber } from '../language/numbers.js';

export interface Series {
  /** name in the points */
  key: string;
  label: string;
  /** one of theme.css, such as `var(--link)`; next to each other they must differ in lightness too */
  color: string;
}

export interface ChartProps {
  title: string;
  kind: 'line' | 'bar' | 'stacked';
  /** what stands along the bottom: its name, and its key in the points, whose values are shown as `format` says, or as they are */
  along: { key: string; label: string; format?: (value: string) => string };
  points: readonly Readonly<Record<string, string | number>>[];
  series: readonly Series[];
}

/** The part of a chart that needs the drawing library; see chart.tsx, which alone loads it. */
export default function ChartDrawing({ kind, along, points, series, height }: ChartProps & { height: number }) {
  const { locale } = useLocale();
  const { format } = along;
  const shared = {
    h: height,
    data: points.map((point) => ({ ...point })),
    dataKey: along.key,
    series: series.map(({ key, label, color }) => ({ name: key, label, color })),
    withLegend: series.length > 1,
    valueFormatter: (value: number) => formatNumber(value, locale),
    gridColor: 'var(--rule)',
    textColor: 'var(--muted)',
    ...(format !== undefined && { xAxisProps: { tickFormatter: (value: unknown) => format(String(value)) } }),
  };
  // The figures stand in a table beside it (chart.tsx); a drawing hidden from screen readers must not take the focus.
  const drawing = { accessibilityLayer: false };
  if (kind === 'line')
    return <LineChart {...shared} lineChartProps={drawing} curveType="linear" withDots={points.length < 40} />;
  return <BarChart {...shared} barChartProps={drawing} type={kind === 'stacked' ? 'stacked' : 'default'} />;
}

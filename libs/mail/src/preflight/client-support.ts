import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { z } from 'zod';
import { usedFeatures } from './client-features.js';
import { worded, type PreflightFinding, type RawFinding } from './finding.js';
import { foundIn, inspect, type Inspection } from './inspection.js';
import type { MessageToCheck } from './message-to-check.js';

/**
 * What of a mail which mail programs do not show, by the data of caniemail. Its own reader of them: the package's checker
 * throws at what one program was not tested for. Loaded when it is first asked for, as it is half a megabyte.
 */

const feature = z.object({
  slug: z.string(),
  title: z.string(),
  url: z.string(),
  stats: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.string()))),
});
const data = z.object({ nicenames: z.object({ family: z.record(z.string(), z.string()) }), data: z.array(feature) });

type Feature = z.infer<typeof feature>;

interface Known {
  readonly features: ReadonlyMap<string, Feature>;
  readonly families: Readonly<Record<string, string>>;
}

let known: Known | undefined;

/**
 * Without it a mail is as readable as with it: rounded corners, the dark, hovering, hints for screen readers, widths that
 * Outlook takes from attributes. MJML writes most of them on purpose, with something else for who does not know them.
 */
const HARMLESS = new Set(
  ('css-border-radius css-at-media css-at-media-prefers-color-scheme css-at-media-hover css-at-media-prefers-reduced-motion css-color-scheme ' +
    'html-meta-color-scheme css-pseudo-class-hover css-pseudo-class-active css-pseudo-class-focus css-pseudo-class-visited css-pseudo-class-link ' +
    'css-box-shadow css-text-shadow css-transition css-cursor css-outline css-max-width css-min-width css-max-height css-letter-spacing ' +
    'css-sytem-ui css-at-font-face css-important css-comments html-comments css-overflow css-word-break css-overflow-wrap css-word-wrap ' +
    'css-hyphens css-box-sizing css-display css-display-none css-opacity css-visibility css-white-space css-text-transform css-font css-margin css-padding css-border css-background ' +
    'css-height css-width css-line-height css-vertical-align css-border-collapse css-direction css-font-size css-font-weight css-text-align css-text-decoration ' +
    'css-rgb css-rgba css-word-spacing css-text-indent css-table-layout css-clear css-float css-border-spacing ' +
    'html-lang html-dir html-role html-style html-target html-body html-doctype html-valign html-align html-anchor-links html-hidden html-loading-attribute ' +
    'html-aria-hidden html-aria-label html-aria-labelledby html-aria-describedby html-aria-live html-bdi html-abbr html-semantics html-width html-height ' +
    'css-unit-px css-unit-em css-unit-percent css-unit-initial css-selector-class css-selector-id css-selector-type css-selector-descendant css-selector-grouping css-selector-chaining css-selector-child css-selector-attribute css-selector-universal').split(' '),
); // prettier-ignore

/** Findings of a mail's HTML, one for each feature. Empty for a mail without any. */
export function checkClientSupport(message: MessageToCheck, locale: string): PreflightFinding[] {
  return message.html === null ? [] : worded(unsupported(inspect(message)), locale);
}

function unsupported(inspection: Inspection): RawFinding[] {
  known ??= load();
  const { features, families } = known;
  const { document } = inspection;
  return [...usedFeatures(document)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([slug, offset]): RawFinding[] => {
      const found = features.get(slug);
      if (found === undefined || HARMLESS.has(slug)) return [];
      const clients = Object.entries(found.stats).flatMap(([family, platforms]) =>
        Object.values(platforms).some((versions) => /^n\b/.test(newest(versions))) ? [families[family] ?? family] : [],
      );
      if (clients.length === 0) return [];
      const values = { feature: found.title, clients: clients.sort().join(', '), url: found.url };
      return [
        foundIn(inspection, 'html', {
          name: 'client_support',
          line: document.lineAt(offset),
          excerpt: found.title,
          values,
        }),
      ];
    });
}

/** Versions are numbers or months, in the order they were tested in. */
function newest(versions: Readonly<Record<string, string>>): string {
  const names = Object.keys(versions).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return versions[names.at(-1) ?? ''] ?? '';
}

function load(): Known {
  const path = createRequire(import.meta.url).resolve('caniemail/caniemail.json');
  const { nicenames, data: list } = data.parse(JSON.parse(readFileSync(path, 'utf8')));
  return { features: new Map(list.map((one) => [one.slug, one])), families: nicenames.family };
}

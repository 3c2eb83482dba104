import { forcedColour, type Darkener } from '../dark/forced-dark.js';
import { contrast } from '../rendering/colours.js';
import type { FindingName } from './finding-rules.js';
import type { RawFinding } from './finding.js';
import { foundAt, type Inspection } from './inspection.js';
import type { ShownText } from './shown-text.js';

/** WCAG 2.2 §1.4.3: large is 24 px, or 18.66 px (14 pt) and bold. */
const LARGE_PX = 24;
const LARGE_BOLD_PX = 18.66;
const ENOUGH = 4.5;
const ENOUGH_LARGE = 3;
/** Of rounding: #767676 on white is 4.54, and nobody means less than a hundredth. */
const TOLERANCE = 0.005;
/** STANDARDS: text is at least 14 px; 12 px is where no program of the survey made it readable by itself. */
const SMALLEST_PX = 12;

/** Words against what they stand on, in the light, in the mail's own dark, and in the dark that Gmail and Outlook force. */
export function checkContrast(inspection: Inspection): RawFinding[] {
  const { shown, document } = inspection;
  const all = distinct(shown.texts('light'));
  const light = all.filter(({ picture }) => picture === 'none');
  const faint = new Set(all.filter(isFaint).map(({ ink, ground }) => `${ink} ${ground}`));
  // What is as faint in the light was told there.
  const dark = (shown.cascade.hasDark(document) ? distinct(shown.texts('dark')) : []).filter(
    ({ ink, ground, picture }) => picture === 'none' && !faint.has(`${ink} ${ground}`),
  );
  const told = new Set([...all, ...dark].filter(isFaint).map(({ ink, ground }) => `${ink} ${ground}`));
  const phone = (shown.cascade.differs('phone') ? distinct(shown.texts('phone')) : []).filter(
    ({ ink, ground, picture }) => picture === 'none' && !told.has(`${ink} ${ground}`),
  );
  const outlook = shown.cascade.hasOutlook
    ? distinct(shown.texts('outlook')).filter(({ picture }) => picture === 'none')
    : light;
  return [
    ...tooFaint(inspection, light, () => 'contrast_light'),
    ...tooFaint(inspection, dark, ({ isOnCanvas }) => (isOnCanvas ? 'contrast_dark_canvas' : 'contrast_dark')),
    ...tooFaint(inspection, phone, () => 'contrast_light'),
    ...unknownColours(inspection),
    ...tooFaint(inspection, forced(light, 'gmail'), () => 'contrast_forced_gmail'),
    ...tooFaint(inspection, forced(outlook, 'outlook'), () => 'contrast_forced_outlook'),
    ...uponPictures(inspection, all),
    ...tooSmall(inspection, shown.texts('light')),
  ];
}

/** Once: whoever writes colours in such a way does it throughout. */
function unknownColours(inspection: Inspection): RawFinding[] {
  const { shown } = inspection;
  const found = shown.unknown('light') ?? shown.unknown('dark') ?? shown.unknown('phone');
  if (found === undefined) return [];
  const { node, what } = found;
  return [
    foundAt(inspection, node, { name: 'contrast_unknown', excerpt: node.text, values: { words: node.text, what } }),
  ];
}

/** The first of those painted alike: a mail has thousands of runs and a dozen pairs of colours. */
function distinct(texts: readonly ShownText[]): ShownText[] {
  const kept = new Map<string, ShownText>();
  for (const text of texts) {
    const { ink, ground, isOnCanvas, picture, isInkKept, isGroundKept } = text;
    const key = [ink, ground, neededFor(text), isOnCanvas, picture, isInkKept, isGroundKept].join(' ');
    if (!kept.has(key)) kept.set(key, text);
  }
  return [...kept.values()];
}

/** Words that are unreadable before any client forces the dark are told once. */
function forced(light: readonly ShownText[], how: Darkener): ShownText[] {
  return light
    .filter((text) => !isFaint(text) || text.isInkKept || text.isGroundKept)
    .map((text) => ({
      ...text,
      ink: text.isInkKept ? text.ink : forcedColour(text.ink, 'ink', how),
      ground: text.isGroundKept ? text.ground : forcedColour(text.ground, 'ground', how),
    }));
}

/** What a picture shows nobody knows here; what stands in its place where it is not shown can be said. */
function uponPictures(inspection: Inspection, texts: readonly ShownText[]): RawFinding[] {
  return tooFaint(
    inspection,
    texts.filter((text) => text.picture !== 'none'),
    () => 'contrast_picture',
    (text) => text.picture === 'bare' || isFaint(text),
  );
}

/** Each pair of colours once, where it stands first. */
function tooFaint(
  inspection: Inspection,
  texts: readonly ShownText[],
  nameOf: (text: ShownText) => FindingName,
  isTold: (text: ShownText) => boolean = isFaint,
): RawFinding[] {
  const told = new Set<string>();
  return texts.flatMap((text) => {
    const { ink, ground, node } = text;
    const name = nameOf(text);
    const pair = `${name} ${ink} ${ground}`;
    if (!isTold(text) || told.has(pair)) return [];
    told.add(pair);
    const values = { ink, ground, ratio: contrast(ink, ground).toFixed(2), needed: String(neededFor(text)) };
    return [foundAt(inspection, node, { name, excerpt: node.text, values })];
  });
}

function isFaint(text: ShownText): boolean {
  return contrast(text.ink, text.ground) < neededFor(text) - TOLERANCE;
}

function neededFor({ size, isBold }: ShownText): number {
  return size >= LARGE_PX || (isBold && size >= LARGE_BOLD_PX) ? ENOUGH_LARGE : ENOUGH;
}

function tooSmall(inspection: Inspection, texts: readonly ShownText[]): RawFinding[] {
  const small = texts.filter(({ size }) => size < SMALLEST_PX);
  const [first] = small;
  if (first === undefined) return [];
  const values = { size: Math.round(first.size * 10) / 10, count: small.length };
  return [foundAt(inspection, first.node, { name: 'text_small', excerpt: first.node.text, values })];
}

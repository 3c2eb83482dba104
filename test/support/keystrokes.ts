import type { Page } from 'playwright-core';

/** Milliseconds from a key until the mail that holds its letter has been painted, rendering included. */
export interface Keystrokes {
  readonly keys: number;
  readonly p50: number;
  readonly p95: number;
}

/** Types `keys` letters where the cursor stands, each after the picture of the one before; `before` stands left of it. */
export async function measureKeystrokes(page: Page, keys: number, before: string): Promise<Keystrokes> {
  const times: number[] = [];
  let typed = '';
  await page.evaluate(LISTEN);
  for (let key = 0; key < keys; key += 1) {
    const letter = String.fromCodePoint(97 + (key % 26));
    typed += letter;
    await page.keyboard.press(letter);
    times.push(await page.evaluate<number>(untilShown(`${before}${typed}<`)));
  }
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number): number => Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? 0);
  return { keys, p50: at(0.5), p95: at(0.95) };
}

/**
 * Everything is clocked within the page, where nothing but the page itself adds to the time: when the key arrives, and
 * when the frame in sight holds which text. Looked at before each painting, so that a picture has been on screen since
 * the one after.
 */
const LISTEN = `
  window.keystrokes = { pressed: 0, shown: new Map() };
  addEventListener('keydown', () => { window.keystrokes.pressed = performance.now(); }, { capture: true });
  requestAnimationFrame(function look() {
    const text = document.querySelector('iframe:not([data-coming="true"])')?.srcdoc ?? '';
    if (text !== window.keystrokes.last) requestAnimationFrame(() => { window.keystrokes.shown.set(text, performance.now()); });
    window.keystrokes.last = text;
    requestAnimationFrame(look);
  });
`;

function untilShown(wanted: string): string {
  return `new Promise((resolve) => {
    requestAnimationFrame(function look() {
      for (const [text, at] of window.keystrokes.shown)
        if (text.includes(${JSON.stringify(wanted)})) {
          window.keystrokes.shown.clear();
          resolve(at - window.keystrokes.pressed);
          return;
        }
      requestAnimationFrame(look);
    });
  })`;
}

import type { Page } from 'playwright-core';

/** Milliseconds from a key until the frame has loaded a mail that holds its letter, rest and rendering included. */
export interface Keystrokes {
  readonly keys: number;
  readonly p50: number;
  readonly p95: number;
}

/** Types `keys` letters where the cursor stands, each after the picture of the one before; `before` stands left of it. */
export async function measureKeystrokes(page: Page, keys: number, before: string): Promise<Keystrokes> {
  const times: number[] = [];
  let typed = '';
  for (let key = 0; key < keys; key += 1) {
    const letter = String.fromCodePoint(97 + (key % 26));
    typed += letter;
    const shown = page.evaluate<number>(untilShown(`${before}${typed}<`));
    await page.keyboard.press(letter);
    times.push(await shown);
  }
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number): number => Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? 0);
  return { keys, p50: at(0.5), p95: at(0.95) };
}

/** Within the page, where nothing but the page itself adds to the time. */
function untilShown(wanted: string): string {
  return `new Promise((resolve) => {
    const frame = document.querySelector('iframe');
    let pressed = 0;
    addEventListener('keydown', () => { pressed = performance.now(); }, { capture: true, once: true });
    frame.addEventListener('load', function seen() {
      if (!frame.srcdoc.includes(${JSON.stringify(wanted)})) return;
      frame.removeEventListener('load', seen);
      resolve(performance.now() - pressed);
    });
  })`;
}

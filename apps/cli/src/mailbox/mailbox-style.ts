/** The mailbox's look: the product's tokens (paper, ink, one stamp of vermilion), light and dark, phone first. */
export const MAILBOX_STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fbf8f3; --card: #ffffff; --ink: #1b1f27; --muted: #5c6470; --accent: #a8321f; --link: #1d4f91;
  --rule: #e4ddd1; --tint: #f4eee4;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #16191f; --card: #1f242c; --ink: #ece7de; --muted: #a9b0bb; --accent: #ff8f77; --link: #8fb8f0;
    --rule: #333a45; --tint: #262c36;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", Arial, sans-serif;
}
a { color: var(--link); text-underline-offset: 3px; }
a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 4px; }
.page { max-width: 960px; margin: 0 auto; padding: 24px 16px 40px; }
.masthead { display: flex; align-items: center; gap: 12px; padding-bottom: 16px; border-bottom: 1px solid var(--rule); }
.masthead svg { flex: none; width: 40px; height: 40px; color: var(--accent); }
.masthead p { margin: 0; color: var(--muted); font-size: 14px; }
.masthead .name { color: var(--ink); font-size: 22px; font-weight: 650; line-height: 1.2; letter-spacing: -0.01em; }
.masthead a { color: inherit; text-decoration: none; }
.count { margin-inline-start: auto; color: var(--muted); font-size: 14px; white-space: nowrap; font-variant-numeric: tabular-nums; }
.list { list-style: none; margin: 24px 0 0; padding: 0; background: var(--card); border: 1px solid var(--rule); border-radius: 8px; overflow: hidden; }
.list li + li { border-top: 1px solid var(--rule); }
.list a { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 16px; padding: 12px 16px; color: inherit; text-decoration: none; }
.list a:hover { background: var(--tint); }
.list a:focus-visible { outline-offset: -2px; }
.list .from, .list .to { color: var(--muted); font-size: 14px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.list .subject { grid-column: 1 / -1; font-size: 16px; font-weight: 600; line-height: 1.35; overflow-wrap: anywhere; text-align: start; }
.list .to { grid-column: 1 / -1; }
time { color: var(--muted); font-size: 14px; white-space: nowrap; font-variant-numeric: tabular-nums; }
.older { margin: 24px 0 0; }
.empty { margin: 40px 0; padding: 40px 24px; text-align: center; background: var(--card); border: 1px dashed var(--rule); border-radius: 8px; }
.empty p { margin: 0 auto; max-width: 32em; font-size: 18px; text-wrap: balance; }
.note { margin: 24px 0 0; color: var(--muted); font-size: 14px; }
.way { display: flex; flex-wrap: wrap; gap: 4px 24px; margin: 16px 0 0; font-size: 14px; }
.way .back { margin-inline-end: auto; }
.way span { color: var(--muted); }
h1 { margin: 16px 0; font-size: 22px; line-height: 1.25; font-weight: 650; overflow-wrap: anywhere; text-align: start; }
.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 4px 16px; margin: 0; font-size: 14px; }
.facts dt { color: var(--muted); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.tabs { display: flex; flex-wrap: wrap; gap: 4px; margin: 24px 0 0; border-bottom: 1px solid var(--rule); font-size: 14px; }
.tabs a, .tabs span { padding: 8px 12px; min-height: 40px; text-decoration: none; border-bottom: 2px solid transparent; margin-bottom: -1px; }
.tabs [aria-current] { color: var(--ink); font-weight: 600; border-color: var(--accent); }
.tabs span { color: var(--muted); }
.sheet { margin: 0; background: var(--card); border: 1px solid var(--rule); border-top: 0; border-radius: 0 0 8px 8px; overflow: hidden; }
.sheet iframe { display: block; width: 100%; height: max(480px, 78vh); border: 0; background: #ffffff; }
.sheet pre { margin: 0; padding: 16px; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; text-align: start; font: 14px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.sheet .words { font: inherit; max-width: 68ch; }
.sheet p { margin: 0; padding: 24px 16px; color: var(--muted); }
.sheet table { width: 100%; border-collapse: collapse; font-size: 14px; }
.sheet th, .sheet td { padding: 8px 16px; text-align: start; vertical-align: top; overflow-wrap: anywhere; }
.sheet th { width: 30%; min-width: 9em; font-weight: 600; }
.sheet tr + tr { border-top: 1px solid var(--rule); }
@media (min-width: 640px) {
  .page { padding: 40px 24px; }
  .list a { padding: 12px 24px; }
  .list .subject { font-size: 18px; }
  h1 { font-size: 28px; }
}
@media (max-width: 480px) {
  .sheet th, .sheet td { display: block; width: auto; padding: 4px 16px; }
  .sheet th { padding-top: 12px; }
  .sheet td { padding-bottom: 12px; }
  .masthead { position: relative; }
  .masthead .count { position: absolute; inset-block-start: 2px; inset-inline-end: 0; }
  .tabs { flex-wrap: nowrap; }
  .tabs a, .tabs span { padding: 8px; }
}
`;

/** A postmark: the one vermilion mark of a page. Also the site's icon, where it brings its own colour. */
export const STAMP = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" fill="none" stroke="currentColor" color="#a8321f" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><circle cx="20" cy="20" r="18"/><circle cx="20" cy="20" r="14.5" stroke-width="1" stroke-dasharray="1.5 3"/><path d="M11.5 15h17v11h-17z"/><path d="m11.5 15.500 8.500 6 8.500-6"/></svg>`;

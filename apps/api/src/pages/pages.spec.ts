import { describe, expect, it } from '@jest/globals';
import { loadMessages, projectPath, shippedLocales } from '@app/platform';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { parse } from 'parse5';
import type { DefaultTreeAdapterTypes } from 'parse5';
import type { NewsletterCard } from './page-input.js';
import { HONEYPOT_FIELD, Pages } from './pages.js';
import type { PreferencesInput } from './preference-pages.js';

type Element = DefaultTreeAdapterTypes.Element;

const pages = new Pages(projectPath('apps', 'api', 'pages'), loadMessages(projectPath('apps', 'api', 'locales')));

/** Breaks out of text, of a quoted attribute, and of a comment, and asks for a script wherever it lands. */
const HOSTILE = `"'><script>alert(1)</script><img src=x onerror=alert(1)>&amp;<!--`;
/** The page as it reaches a reader for the first time: document, style sheet, script. Uncompressed. */
const PAGE_BYTES_MAX = 30 * 1024;

function newsletterIn(language: string, name = 'Le Petit Matin'): NewsletterCard {
  return { slug: 'petit-matin', name, promise: '', language, frequency: 'Du lundi au samedi', accent: '#0b6b57' };
}

const alone = { further: [], otherNewsletters: [] };
const suspected = (suggestion: string) => ({ code: 'subscriber.address_suspected', suggestion });
const toProve = (text: string) => ({
  code: 'sign_up.proof_required',
  proof: { challenge: JSON.stringify({ text }), waitToken: text, waitSeconds: 15 },
});

/** Every kind of field there is, and both errors, twice: ids must not meet. */
function preferencesIn(locale: string, text: string): PreferencesInput {
  const newsletter = newsletterIn(locale, text);
  const choice = { slug: text, value: text, lang: locale, name: text, isChosen: true };
  const live = (['topics', 'pause'] as const).map((field, at) => ({
    newsletter: { ...newsletter, slug: `${newsletter.slug}-${at}` },
    keep: true,
    languages: [choice],
    regions: [choice],
    topics: [choice],
    hours: [choice],
    paused: text,
    pausedUntil: '2026-03-12',
    earliest: '2026-03-11',
    latest: '2027-03-10',
    resume: true,
    opens: true,
    clicks: false,
    isOpen: true,
    isMain: at === 0,
    error: { field, text },
  }));
  const others = [{ newsletter: newsletterIn('en', text), isPending: true, isChosen: false }];
  return { token: text, brandName: text, language: locale, seen: text, live, others, zones: [choice], told: 'check' };
}

function everyPage(locale: string, text = 'Le Petit Matin'): Record<string, string> {
  const newsletter = newsletterIn(locale, text);
  const base = { newsletter, brandName: text };
  const others = [newsletterIn('ar', text), newsletterIn('en', text)];
  const form = {
    address: text,
    page: text,
    placement: text,
    timeZone: text,
    ticket: text,
    proof: text,
    keptAddress: text,
  };
  const further = [{ ...newsletterIn('en', text), slug: 'evening', isChosen: true }];
  const sample = { headlines: [{ region: text, regionKey: text, headline: text }] };
  const brand = { name: text, legalName: text, postalAddress: text, contactAddress: text };
  return {
    home: pages.home({ locale, brandName: text, newsletters: [newsletter, ...others] }),
    emptyHome: pages.home({ locale, brandName: text, newsletters: [] }),
    signUp: pages.signUps.page({ ...base, sample, further, otherNewsletters: others, form }),
    refusedSignUp: pages.signUps.page({ ...base, ...alone, form, refusal: { code: 'subscriber.address_invalid' } }),
    suspectedSignUp: pages.signUps.page({ ...base, ...alone, form, refusal: suspected(text) }),
    provenSignUp: pages.signUps.page({ ...base, ...alone, form, refusal: toProve(text) }),
    frame: pages.signUps.frame({ ...base, form }),
    refusedFrame: pages.signUps.frame({ ...base, form, refusal: { code: 'sign_up.too_many' } }),
    sentFrame: pages.signUps.frameSent(base),
    checkMailbox: pages.checkMailbox(base),
    confirm: pages.confirm({ ...base, token: text }),
    confirmed: pages.confirmed({ ...base, nextEditionLabel: text }),
    unsubscribe: pages.leaving.ask({ ...base, token: text, hasOthers: true }),
    goodbye: pages.leaving.goodbye({ ...base, token: text, hasOthers: false, undoToken: text }),
    thanked: pages.leaving.goodbye({ ...base, token: text, hasOthers: false, undoToken: null, isThanked: true }),
    alreadyLeft: pages.leaving.alreadyLeft({ ...base, token: text, hasOthers: false, undoToken: text }),
    back: pages.leaving.back(base),
    preferences: pages.preferences.page(preferencesIn(locale, text)),
    noPreferences: pages.preferences.page({ ...preferencesIn(locale, text), live: [], zones: [], told: 'asked' }),
    message: pages.message({ locale, status: 400, code: text, title: text, text, brandName: text }),
    privacy: pages.privacy({ locale, brand, retention: { unconfirmedDays: 7, deliveryDays: 90 } }),
    privacyWithConsent: pages.privacy({
      locale,
      brand,
      retention: { unconfirmedDays: 1, deliveryDays: 2, consentYears: 5 },
    }),
  };
}

/** Parsed by the HTML standard's own rules; `errors` are the deviations a browser would have to repair. */
function parsed(html: string): { elements: readonly Element[]; errors: readonly string[] } {
  const errors: string[] = [];
  const document = parse(html, { onParseError: ({ code, startLine }) => errors.push(`${code} at line ${startLine}`) });
  const elements: Element[] = [];
  const visit = (nodes: readonly DefaultTreeAdapterTypes.ChildNode[]): void => {
    for (const node of nodes) {
      if (!('tagName' in node)) continue;
      elements.push(node);
      visit(node.childNodes);
    }
  };
  visit(document.childNodes);
  return { elements, errors };
}

function attribute(element: Element | undefined, name: string): string | undefined {
  return element?.attrs.find((attr) => attr.name === name)?.value;
}

function named(elements: readonly Element[], tagName: string): readonly Element[] {
  return elements.filter((element) => element.tagName === tagName);
}

function byId(elements: readonly Element[], id: string): Element | undefined {
  return elements.find((element) => attribute(element, 'id') === id);
}

function textOf(node: DefaultTreeAdapterTypes.ChildNode | undefined): string {
  if (node === undefined) return '';
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

const cases = shippedLocales.flatMap((locale) =>
  [...Object.entries(everyPage(locale)), ...hostilePages(locale)].map(([page, html]) => ({ locale, page, html })),
);

function hostilePages(locale: string): [string, string][] {
  return Object.entries(everyPage(locale, HOSTILE)).map(([page, html]) => [`${page}, hostile`, html]);
}

describe.each(cases)('$page in $locale', ({ locale, page, html }) => {
  const { elements, errors } = parsed(html);

  it('is well-formed and says its language, direction and title', () => {
    expect(errors).toEqual([]);
    const [root] = named(elements, 'html');
    expect(attribute(root, 'lang')).toBe(locale);
    expect(attribute(root, 'dir')).toBe(locale === 'ar' ? 'rtl' : 'ltr');
    expect(textOf(named(elements, 'title')[0]).trim()).not.toBe('');
    expect(html).not.toMatch(/undefined|\[object|\{\{|\{%/);
  });

  it('has one h1, one main, and headings that skip no level', () => {
    expect(named(elements, 'h1')).toHaveLength(1);
    expect(named(elements, 'main')).toHaveLength(1);
    const levels = elements.flatMap(({ tagName }) => (/^h[1-6]$/.test(tagName) ? [Number(tagName.slice(1))] : []));
    expect(levels.every((level, index) => level <= (levels[index - 1] ?? 0) + 1)).toBe(true);
  });

  it('ties every visible field to a label, and every id is there once', () => {
    const ids = elements.flatMap((element) => attribute(element, 'id') ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const labels = named(elements, 'label').map((label) => attribute(label, 'for'));
    const fields = named(elements, 'input').filter((input) => attribute(input, 'type') !== 'hidden');
    expect(fields.every((field) => labels.includes(attribute(field, 'id')))).toBe(true);
    const described = elements.flatMap((element) => attribute(element, 'aria-describedby')?.split(' ') ?? []);
    expect(described.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('holds no script but our own, no inline style and asks nobody else for anything', () => {
    const scripts = named(elements, 'script').map((script) => [attribute(script, 'src'), textOf(script)]);
    expect(scripts).toEqual(/signup|frame/i.test(page) && !page.startsWith('sent') ? [['/assets/sign-up.js', '']] : []);
    expect(named(elements, 'img')).toEqual([]);
    expect(elements.flatMap(({ attrs }) => attrs).filter(({ name }) => /^on|^style$/.test(name))).toEqual([]);
    const addresses = elements.flatMap((element) =>
      ['href', 'src', 'action'].flatMap((name) => attribute(element, name) ?? []),
    );
    expect(addresses.filter((address) => !/^(\/(?!\/)|mailto:)/.test(address))).toEqual([]);
  });
});

describe('the sign-up page', () => {
  const form = {
    address: '',
    page: 'https://journal.example/a',
    placement: 'article-foot',
    timeZone: '',
    ticket: 'signed',
    proof: '',
    keptAddress: '',
  };
  const html = pages.signUps.page({ newsletter: newsletterIn('fr'), ...alone, form });
  const { elements } = parsed(html);

  it('says in French what the reader gets and what the button does', () => {
    expect(html).toContain('Recevez toute l’actualité internationale directement dans votre boîte mail');
    expect(named(elements, 'button').map(textOf)).toEqual(['Je m’abonne']);
  });

  it("shows the newsletter's own promise instead, where it has one", () => {
    const newsletter = { ...newsletterIn('fr'), promise: 'Le monde en dix minutes' };
    const own = pages.signUps.page({ newsletter, ...alone, form });
    expect(own).toContain('Le monde en dix minutes');
    expect(own).not.toContain('Recevez toute');
  });

  it('posts one address with where it was typed', () => {
    const [sent] = named(elements, 'form');
    expect(attribute(sent, 'method')).toBe('post');
    expect(attribute(sent, 'action')).toBe('/n/petit-matin/subscribe');
    const fields = named(elements, 'input').map((input) => [attribute(input, 'name'), attribute(input, 'value') ?? '']);
    expect(Object.fromEntries(fields)).toEqual({
      address: '',
      [HONEYPOT_FIELD]: '',
      page: 'https://journal.example/a',
      placement: 'article-foot',
      timeZone: '',
      ticket: 'signed',
      proof: '',
    });
    const address = byId(elements, 'address');
    expect([attribute(address, 'type'), attribute(address, 'autocomplete')]).toEqual(['email', 'email']);
    expect(attribute(address, 'aria-invalid')).toBeUndefined();
  });

  it('keeps the trap away from people: out of the tab order and of the accessibility tree', () => {
    const trap = byId(elements, HONEYPOT_FIELD);
    expect(attribute(trap, 'tabindex')).toBe('-1');
    expect(attribute(trap, 'autocomplete')).toBe('off');
    expect(trap?.parentNode && 'attrs' in trap.parentNode && attribute(trap.parentNode, 'aria-hidden')).toBe('true');
  });

  it('puts an error beside the field and keeps what was typed', () => {
    const address = 'julie@@exemple "x"';
    const refused = parsed(
      pages.signUps.page({
        newsletter: newsletterIn('fr'),
        ...alone,
        form: { ...form, address },
        refusal: { code: 'subscriber.address_invalid' },
      }),
    ).elements;
    const field = byId(refused, 'address');
    expect(attribute(field, 'value')).toBe(address);
    expect(attribute(field, 'aria-invalid')).toBe('true');
    expect(attribute(field, 'aria-describedby')).toContain('address-error');
    expect(textOf(byId(refused, 'address-error'))).toContain('Saisissez-la en entier');
    expect(textOf(named(refused, 'title')[0])).toContain('Erreur\u00a0:');
  });

  it('asks about a slip, with what was typed still there, and the plain button first for who presses Enter', () => {
    const asked = parsed(
      pages.signUps.page({
        newsletter: newsletterIn('fr'),
        ...alone,
        form: { ...form, address: 'ana@gmial.com' },
        refusal: suspected('ana@gmail.com'),
      }),
    ).elements;
    expect(textOf(byId(asked, 'address-error'))).toBe(
      '«\u00a0gmial.com\u00a0»\u00a0: vouliez-vous écrire «\u00a0gmail.com\u00a0»\u00a0?',
    );
    expect(attribute(byId(asked, 'address'), 'value')).toBe('ana@gmial.com');
    const buttons = named(asked, 'button').map((button) => [attribute(button, 'name'), attribute(button, 'value')]);
    expect(buttons).toEqual([
      [undefined, undefined],
      ['suggestion', 'ana@gmail.com'],
      ['keepAddress', 'ana@gmial.com'],
    ]);
  });

  it('says how long to wait where a proof is asked for, and carries both ways to pass', () => {
    const page = pages.signUps.page({ newsletter: newsletterIn('fr'), ...alone, form, refusal: toProve('x') });
    const asked = parsed(page).elements;
    expect(textOf(byId(asked, 'signup-note'))).toContain('Patientez 15 secondes');
    expect(attribute(named(asked, 'form')[0], 'data-challenge')).toBe('{"text":"x"}');
    const proof = named(asked, 'input').find((input) => attribute(input, 'name') === 'proof');
    expect(attribute(proof, 'value')).toBe('x');
    expect(attribute(byId(asked, 'address'), 'aria-invalid')).toBeUndefined();
  });

  it('does not ask twice about an address that was kept, nor twice for the same work', () => {
    const kept = { ...form, address: 'ana@gmial.com', keptAddress: 'ana@gmial.com', proof: 'solved' };
    const field = (page: string, name: string): (string | undefined)[] =>
      parsed(page)
        .elements.filter((element) => attribute(element, 'name') === name)
        .map((element) => attribute(element, 'value'));
    const newsletter = newsletterIn('fr');
    const proven = pages.signUps.page({ newsletter, ...alone, form: kept, refusal: toProve('x') });
    expect([field(proven, 'keepAddress'), field(proven, 'proof')]).toEqual([['ana@gmial.com'], ['x']]);
    const asked = pages.signUps.page({ newsletter, ...alone, form: kept, refusal: suspected('ana@gmail.com') });
    // One field of that name only, or the server would not know which is meant.
    expect([field(asked, 'keepAddress'), field(asked, 'proof')]).toEqual([['ana@gmial.com'], ['solved']]);
  });

  it('offers further newsletters in their own words, ticked as they were', () => {
    const further = [{ ...newsletterIn('ar', 'الصباح'), slug: 'sabah', isChosen: true }];
    const offered = parsed(
      pages.signUps.page({ newsletter: newsletterIn('fr'), further, otherNewsletters: [], form }),
    ).elements;
    const box = byId(offered, 'newsletter-sabah');
    expect(['name', 'value', 'checked'].map((name) => attribute(box, name))).toEqual(['newsletters', 'sabah', '']);
    const label = named(offered, 'label').find((one) => attribute(one, 'for') === 'newsletter-sabah');
    expect(attribute(label, 'lang')).toBe('ar');
    expect(textOf(label)).toContain('تصلك كل الأخبار الدولية');
  });

  it('shows the example under its regions, no more than fits', () => {
    const headlines = ['A', 'B', 'C', 'D', 'E'].map((headline, index) => ({
      region: index === 2 ? 'Europe' : 'Afrique',
      regionKey: index === 2 ? 'europe' : 'afrique',
      headline: `Titre ${headline}`,
    }));
    const shown = parsed(
      pages.signUps.page({ newsletter: newsletterIn('fr'), ...alone, form, sample: { headlines } }),
    ).elements;
    const texts = (name: string) => shown.filter((element) => attribute(element, 'class') === name).map(textOf);
    expect(texts('sheet-region')).toEqual(['Afrique', 'Europe']);
    expect(texts('sheet-headline')).toEqual(['Titre A', 'Titre B', 'Titre D', 'Titre C']);
  });

  it('lists the newsletters in the visitor’s language first, the others in the order given', () => {
    const newsletters = ['ar', 'fr', 'en', 'fr'].map((language, at) => newsletterIn(language, `${language} ${at}`));
    const { elements } = parsed(pages.home({ locale: 'fr', brandName: 'X', newsletters }));
    const names = elements.filter(({ tagName }) => tagName === 'h2').map(textOf);
    expect(names).toEqual(['fr 1', 'fr 3', '\u2066ar 0\u2069', 'en 2']);
  });

  it('shows a Latin name in its order on an Arabic page, and on that page’s side', () => {
    const newsletter = newsletterIn('ar', 'The Tide (UK)');
    const html = pages.signUps.page({
      newsletter,
      brandName: 'X',
      ...alone,
      form: { address: '', page: '', placement: '', timeZone: '', ticket: '', proof: '', keptAddress: '' },
    });
    expect(html).toContain('<h1 lang="ar">\u2066The Tide (UK)\u2069</h1>');
  });

  it('ignores an accent that is not a colour', () => {
    const newsletter = { ...newsletterIn('fr'), accent: 'url(https://evil.example/)' };
    expect(pages.signUps.page({ newsletter, ...alone, form })).not.toContain('evil.example');
  });

  it('gives the words for the consent record as they stand on the page', () => {
    for (const locale of shippedLocales) {
      const page = pages.signUps.page({ newsletter: newsletterIn(locale), ...alone, form });
      for (const words of pages.signUpWording(newsletterIn(locale))) expect(page).toContain(words);
      const frame = pages.signUps.frame({ newsletter: newsletterIn(locale), form });
      for (const words of pages.signUpWording(newsletterIn(locale))) expect(frame).toContain(words);
    }
    const further = [{ ...newsletterIn('en'), slug: 'evening', isChosen: false }];
    const page = pages.signUps.page({ newsletter: newsletterIn('fr'), further, otherNewsletters: [], form });
    for (const words of pages.signUpWording(newsletterIn('en'), 'fr')) expect(page).toContain(words);
  });

  it('weighs less than 30 KB on the wire with all it loads', () => {
    const folder = projectPath('apps', 'api', 'public');
    const zipped = (file: string): number => gzipSync(readFileSync(`${folder}/${file}`)).byteLength;
    const full = Buffer.byteLength(everyPage('fr')['signUp'] ?? '');
    const texts = ['reader.css', 'sign-up.js', 'proof.js', 'proof-worker.js'].map(zipped);
    // Pages are sent as they are, style sheets and scripts zipped, the font is compressed by itself.
    const fonts = readdirSync(`${folder}/fonts`).filter((file) => file.endsWith('.woff2'));
    expect(fonts).toHaveLength(1);
    const files = ['icon.svg', ...fonts.map((file) => `fonts/${file}`)].map(
      (file) => statSync(`${folder}/${file}`).size,
    );
    expect([full, ...texts, ...files].reduce((sum, bytes) => sum + bytes)).toBeLessThan(PAGE_BYTES_MAX);
  });
});

describe('pages behind a token', () => {
  const { elements } = parsed(pages.confirm({ newsletter: newsletterIn('fr'), token: 'a/b?c' }));

  it('have one button that posts to the token, and stay out of search engines', () => {
    expect(named(elements, 'form').map((form) => attribute(form, 'action'))).toEqual(['/confirm/a%2Fb%3Fc']);
    expect(named(elements, 'button')).toHaveLength(1);
    expect(named(elements, 'meta').map((meta) => attribute(meta, 'content'))).toContain('noindex');
  });

  it('answer a sign-up the same way whoever it is', () => {
    expect(pages.checkMailbox({ newsletter: newsletterIn('fr') })).toContain('Si l’adresse saisie peut recevoir');
  });
});

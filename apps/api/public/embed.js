/**
 * "Je m'abonne" on a newsroom's own page:
 *
 *   <script src="https://news.example/embed.js" async></script>
 *   <colporteur-signup newsletter="monde" placement="article-foot">
 *     <a href="https://news.example/n/monde">Je m’abonne</a>
 *   </colporteur-signup>
 *
 * With `compact` it stands without a card, for narrow places; what readers agree to is said all the same.
 *
 * The link inside is what readers see until the form is there, and for good where this script does not run or the site
 * is not among the newsletter's allowed origins. The script keeps nothing: no cookie, no storage, no request to anybody
 * but the server it came from. All words come from there too, in the newsletter's language.
 */
(() => {
  'use strict';

  const NAME = 'colporteur-signup';
  // Some pages load the script once per form, some tag managers twice.
  if (customElements.get(NAME)) return;

  const script = document.currentScript ?? document.querySelector('script[src$="/embed.js"]');
  const server = new URL('.', script?.src ?? location.href);

  /** Everything a site may want otherwise is a custom property or a part; nothing of ours leaks out, nothing in. */
  const STYLE = `
    :host {
      display: block;
      --paper: var(--colporteur-paper, #ffffff);
      --ink: var(--colporteur-ink, #1b1f27);
      --muted: var(--colporteur-muted, #5c6470);
      --hair: var(--colporteur-hair, #dcd5c8);
      --accent: var(--colporteur-accent, #a8321f);
      --on-accent: var(--colporteur-on-accent, #ffffff);
      --error: var(--colporteur-error, #a8321f);
      --link: var(--colporteur-link, #1d4f91);
    }
    /* As dark as the page says it is (color-scheme), not as the reader's machine is: a light page stays light. */
    @supports (color: light-dark(#000, #fff)) {
      :host {
        --paper: var(--colporteur-paper, light-dark(#ffffff, #1f242c));
        --ink: var(--colporteur-ink, light-dark(#1b1f27, #ece7de));
        --muted: var(--colporteur-muted, light-dark(#5c6470, #a9b0bb));
        --hair: var(--colporteur-hair, light-dark(#dcd5c8, #3a414c));
        --accent: var(--colporteur-accent, light-dark(#a8321f, #ff8f77));
        --on-accent: var(--colporteur-on-accent, light-dark(#ffffff, #16191f));
        --error: var(--colporteur-error, light-dark(#a8321f, #ff8f77));
        --link: var(--colporteur-link, light-dark(#1d4f91, #8fb8f0));
      }
    }
    :host([hidden]) { display: none; }
    * { box-sizing: border-box; }
    .card {
      padding: 1.25em;
      border: 1px solid var(--hair);
      border-radius: var(--colporteur-radius, 6px);
      background: var(--paper);
      color: var(--ink);
      font: 1em/1.5 var(--colporteur-font, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif);
      text-align: start;
      overflow-wrap: break-word;
    }
    .card:lang(ar) { line-height: 1.75; }
    p { margin: 0; }
    .promise {
      margin-block-end: 0.75em;
      font: 600 1.25em/1.3 var(--colporteur-serif, Georgia, 'Times New Roman', serif);
      text-wrap: balance;
    }
    .promise:lang(ar) { line-height: 1.6; }
    label { display: block; font-weight: 600; }
    .error { margin-block: 0.25em; color: var(--error); font-weight: 600; }
    .error:empty, .status:empty { display: none; }
    .line { display: flex; flex-wrap: wrap; gap: 0.75em; margin-block: 0.5em; }
    input, button { min-block-size: 2.75em; border-radius: var(--colporteur-radius, 4px); font: inherit; }
    .field {
      flex: 999 1 13em;
      min-inline-size: 0;
      padding: 0.5em 0.75em;
      border: 1px solid var(--muted);
      background: var(--paper);
      color: var(--ink);
    }
    .field[aria-invalid='true'] { border: 2px solid var(--error); }
    button {
      flex: 1 0 auto;
      max-inline-size: 100%;
      padding: 0.5em 1.25em;
      border: 1px solid transparent;
      background: var(--accent);
      color: var(--on-accent);
      font-weight: 600;
      cursor: pointer;
    }
    button:hover { text-decoration: underline; }
    button[aria-disabled='true'] { cursor: progress; }
    .choice { display: flex; flex-wrap: wrap; gap: 0.5em; margin-block: 0.5em; }
    .choice:empty { display: none; }
    .choice button { border-color: var(--muted); background: transparent; color: var(--ink); white-space: normal; }
    .small, .status { color: var(--muted); font-size: 0.875em; }
    .status { margin-block-end: 0.5em; color: var(--ink); }
    .privacy { margin-block-start: 0.75em; padding-block-start: 0.75em; border-block-start: 1px solid var(--hair); }
    :host([compact]) .card { padding: 0; border: 0; background: transparent; }
    :host([compact]) .promise { margin-block-end: 0.5em; font: 600 1em/1.4 var(--colporteur-font, inherit); }
    :host([compact]) .privacy { margin-block-start: 0.25em; padding-block-start: 0; border-block-start: 0; }
    a { color: var(--link); text-underline-offset: 0.15em; }
    :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
    .unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
  `;

  /** Built by the page's own hands, never from markup: sites that demand Trusted Types can have it. */
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  /** Nothing of the reader's goes along, and the server learns of the page what the form itself says. */
  const FETCH = { credentials: 'omit', referrerPolicy: 'no-referrer' };
  const answers = new Map();
  /** One question per newsletter, however many forms of it stand on the page; asked again after a failure. */
  const ask = (slug) => {
    const known = answers.get(slug);
    if (known) return known;
    const asked = fetch(new URL(`api/public/v1/newsletters/${encodeURIComponent(slug)}`, server), FETCH).then(
      (answer) => (answer.ok ? answer.json() : Promise.reject(new Error(`${NAME}: ${answer.status} for ${slug}`))),
    );
    asked.catch(() => answers.delete(slug));
    answers.set(slug, asked);
    return asked;
  };
  const domainOf = (address) => address.slice(address.lastIndexOf('@') + 1).trim();

  class ColporteurSignup extends HTMLElement {
    #root;
    #newsletter;
    #parts;
    /** What the server gave us to pass by waiting, where the work could not be done. */
    #waited;
    /** The address the reader was asked about and keeps. */
    #kept;
    #isBusy = false;

    constructor() {
      super();
      // Open: closed would hide the form from the site's own tests and tools, and from nobody who means harm.
      this.#root = this.attachShadow({ mode: 'open' });
      this.#root.append(make('slot'));
    }

    async connectedCallback() {
      // An element that is moved is connected again.
      if (this.#newsletter) return;
      const slug = this.getAttribute('newsletter') ?? '';
      this.#newsletter = ask(slug);
      try {
        this.#draw(await this.#newsletter);
      } catch {
        // Not reached, or not for this site: the link inside the element stays, and leads to the form's own page.
        this.#newsletter = undefined;
      }
    }

    #draw(newsletter) {
      const { words, language, direction, promise, privacyUrl, trapField } = newsletter;
      this.#style();
      const field = make('input', {
        id: 'address',
        name: 'address',
        type: 'email',
        required: '',
        autocomplete: 'email',
        autocapitalize: 'none',
        spellcheck: 'false',
        dir: 'ltr',
        class: 'field',
        part: 'field',
        'aria-describedby': 'error help',
      });
      const button = make('button', { type: 'submit', part: 'button' }, words.button);
      const error = make('p', { id: 'error', class: 'error', part: 'error', role: 'alert' });
      const status = make('p', { class: 'status', part: 'status', role: 'status' });
      const choice = make('div', { class: 'choice', part: 'choice' });
      const trap = make('input', { id: 'trap', name: trapField, type: 'text', tabindex: '-1', autocomplete: 'off' });
      const more = make(
        'a',
        { href: privacyUrl, target: '_blank', rel: 'noopener', part: 'link' },
        words.privacyLink,
        make('span', { class: 'unseen' }, ` (${words.newPage})`),
      );
      const form = make(
        'form',
        { novalidate: '', part: 'form' },
        make('p', { class: 'promise', part: 'promise' }, promise),
        make('label', { for: 'address', part: 'label' }, words.label),
        error,
        make('div', { class: 'line', part: 'line' }, field, button),
        choice,
        status,
        make('p', { id: 'help', class: 'small', part: 'help' }, words.help),
        make('div', { class: 'unseen', 'aria-hidden': 'true' }, make('label', { for: 'trap' }, words.trap), trap),
        make('p', { class: 'small privacy', part: 'privacy' }, words.privacy, ' ', more),
      );
      const card = make('div', { class: 'card', part: 'card', lang: language, dir: direction }, form);
      this.#parts = { card, field, button, error, status, choice, trap };
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        void this.#send(newsletter);
      });
      this.#root.replaceChildren(...this.#root.querySelectorAll('style'), card);
    }

    /** A sheet made by script is no inline style, so it stands under the strictest policy a site can have. */
    #style() {
      if ('adoptedStyleSheets' in this.#root && 'replaceSync' in CSSStyleSheet.prototype) {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(STYLE);
        this.#root.adoptedStyleSheets = [sheet];
      } else {
        this.#root.append(make('style', {}, STYLE));
      }
    }

    async #send(newsletter) {
      // Pressing twice is one sign-up; a button that is really disabled would lose the focus.
      if (this.#isBusy) return;
      this.#setBusy(true);
      const { words } = newsletter;
      this.#say(words.sending);
      try {
        let answer = await this.#post(newsletter, this.#waited);
        if (answer.status === 428) answer = await this.#prove(newsletter, answer.problem);
        if (answer.ok) this.#thank(words);
        else this.#refuse(newsletter, answer.problem);
      } catch {
        // No answer at all: the line is down, or the server is.
        this.#complain(words.errors.internal);
      } finally {
        this.#setBusy(false);
      }
    }

    async #post({ slug, ticket, trapField }, proof) {
      const { field, trap } = this.#parts;
      const body = {
        address: field.value,
        // Without the query, which may say more about the reader than the page.
        page: location.origin + location.pathname,
        placement: this.getAttribute('placement') ?? undefined,
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        ticket,
        proof,
        keepAddress: field.value === this.#kept,
        [trapField]: trap.value,
      };
      const url = new URL(`api/public/v1/newsletters/${encodeURIComponent(slug)}/subscriptions`, server);
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(url, { ...FETCH, method: 'POST', headers, body: JSON.stringify(body) });
      return { ok: answer.ok, status: answer.status, problem: answer.ok ? {} : await answer.json() };
    }

    /** Does the work and asks again; where it cannot be done the next press counts as waited for. */
    async #prove(newsletter, problem) {
      this.#say(newsletter.words.proving);
      try {
        const { prove } = await import(new URL('assets/proof.js', server).href);
        return await this.#post(newsletter, await prove(problem.details.challenge));
      } catch {
        // The page's policy may forbid the import, or the browser was too slow.
        this.#waited = problem.details?.wait?.token;
        return { ok: false, status: 428, problem };
      }
    }

    #refuse(newsletter, { code, details }) {
      const { words } = newsletter;
      if (code === 'subscriber.address_suspected' && details?.suggestion)
        this.#question(newsletter, details.suggestion);
      else this.#complain(words.errors[code] ?? words.errors.internal, /^(subscriber|request\.invalid)/.test(code));
    }

    /** A slip is asked about and never put right in silence. */
    #question(newsletter, suggestion) {
      const { words } = newsletter;
      const { field, choice } = this.#parts;
      const typed = field.value;
      const answer = (text, address, take) => {
        const label = text.replace('{address}', () => address);
        const button = make('button', { type: 'button', part: 'choice-button' }, label);
        button.addEventListener('click', () => {
          take();
          field.focus();
          void this.#send(newsletter);
        });
        return button;
      };
      const text = words.suspected
        .replace('{typed}', () => domainOf(typed))
        .replace('{suggested}', () => domainOf(suggestion));
      this.#complain(text);
      choice.replaceChildren(
        answer(words.takeSuggestion, suggestion, () => (field.value = suggestion)),
        // What is kept is what the question was about, not what may have been typed since.
        answer(words.keepAddress, typed, () => (this.#kept = typed)),
      );
    }

    #complain(text, isField = true) {
      const { field, error } = this.#parts;
      this.#say('');
      error.textContent = text;
      if (isField) field.setAttribute('aria-invalid', 'true');
      field.focus();
    }

    /** What is going on, read out by who reads the page aloud; takes back what was said before. */
    #say(text) {
      const { status, error, field, choice } = this.#parts;
      status.textContent = text;
      error.textContent = '';
      choice.replaceChildren();
      field.removeAttribute('aria-invalid');
    }

    #setBusy(isBusy) {
      this.#isBusy = isBusy;
      this.#parts.button.setAttribute('aria-disabled', String(isBusy));
    }

    #thank({ sentTitle, sent }) {
      const { card } = this.#parts;
      const thanks = make(
        'div',
        { part: 'sent', role: 'status', tabindex: '-1' },
        make('p', { class: 'promise', part: 'sent-title' }, sentTitle),
        ...sent.map((line) => make('p', {}, line)),
      );
      card.replaceChildren(thanks);
      thanks.focus();
    }
  }

  customElements.define(NAME, ColporteurSignup);
})();

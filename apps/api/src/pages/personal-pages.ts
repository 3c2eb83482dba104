import type { PageShell } from './page-shell.js';

/** One fact, ready to read. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  /** Text of a machine or in Latin letters: an address, an id, a code. */
  readonly isCode?: boolean;
}

/** One thing that is kept, with its facts; `lang` where its name is in another language than the page's. */
export interface FactSheet {
  readonly heading: string;
  readonly lang?: string;
  readonly facts: readonly Fact[];
}

export interface FactSection {
  readonly title: string;
  /** Shown where there is nothing, or before what there is. */
  readonly text?: string;
  /** The facts themselves, or sheets of them. */
  readonly facts?: readonly Fact[];
  readonly sheets?: readonly FactSheet[];
  /** Closed at first: what is long. */
  readonly isLong?: boolean;
}

export interface MyDataInput {
  readonly token: string;
  /** BCP 47 tag: the reader's own. */
  readonly locale: string;
  readonly brandName: string;
  readonly intro: string;
  readonly sections: readonly FactSection[];
  readonly form: {
    /** What the reader typed; shown again after an error. */
    readonly address: string;
    /** The sentence beside the field, or null. */
    readonly error: string | null;
    /** An address that may have been meant, or null. */
    readonly suggestion: string | null;
  };
}

interface PersonalFrame {
  readonly locale: string;
  readonly brandName: string;
}

export interface AddressChangeInput extends PersonalFrame {
  readonly token: string;
  readonly state: 'asked' | 'waiting' | 'done';
  readonly newAddress: string | null;
}

/** What is kept about a reader, and the three things they may do about it. Behind short-lived links only. */
export class PersonalPages {
  constructor(private readonly shell: PageShell) {}

  /** After `POST /preferences/:token/personal-link`. The same for everybody. */
  linkSent({ locale, brandName }: PersonalFrame, minutes: number): string {
    const translator = this.shell.messages.translator(locale);
    return this.shell.notice(translator, {
      title: translator.t('my.sent_title'),
      heading: translator.t('my.sent_title'),
      brandName,
      isPrivate: true,
      stamp: 'letter',
      paragraphs: [translator.t('my.sent_text', { minutes })],
      small: [translator.t('my.sent_why'), translator.t('my.sent_nothing')],
    });
  }

  /** `GET /my/:token`, and the answer to an address that was refused. */
  myData({ token, locale, brandName, intro, sections, form }: MyDataInput): string {
    const translator = this.shell.messages.translator(locale);
    const path = `/my/${encodeURIComponent(token)}`;
    return this.shell.page('my-data', translator, {
      title: translator.t('my.title'),
      brandName,
      isPrivate: true,
      path,
      intro,
      sections: sections.map(({ text, facts, sheets, isLong, ...section }) => ({
        ...section,
        text: text ?? null,
        facts: (facts ?? []).map(factView),
        isLong: isLong ?? false,
        sheets: (sheets ?? []).map((sheet) => ({
          heading: sheet.heading,
          lang: sheet.lang ?? null,
          facts: sheet.facts.map(factView),
        })),
      })),
      form,
    });
  }

  /** After `POST /my/:token/address`. */
  changeAsked({ locale, brandName }: PersonalFrame, hours: number): string {
    const translator = this.shell.messages.translator(locale);
    return this.shell.notice(translator, {
      title: translator.t('my.change_asked_title'),
      heading: translator.t('my.change_asked_title'),
      brandName,
      isPrivate: true,
      stamp: 'letter',
      paragraphs: [translator.t('my.change_asked_text', { hours })],
      small: [translator.t('my.change_asked_nothing')],
    });
  }

  /** `GET /address/:token` and the answer to its button. */
  addressChange({ locale, brandName, token, state, newAddress }: AddressChangeInput): string {
    const translator = this.shell.messages.translator(locale);
    if (state === 'asked')
      return this.shell.page('question', translator, {
        title: translator.t('my.change_confirm_title'),
        brandName,
        isPrivate: true,
        paragraphs: [translator.t('my.change_confirm_text', { address: newAddress ?? '' })],
        action: `/address/${encodeURIComponent(token)}`,
        button: translator.t('confirm.button'),
        small: translator.t('my.change_confirm_ignore'),
      });
    return this.shell.notice(translator, {
      title: translator.t(`my.change_${state}_title`),
      heading: translator.t(`my.change_${state}_title`),
      brandName,
      isPrivate: true,
      stamp: state === 'done' ? 'done' : 'letter',
      paragraphs: [translator.t(`my.change_${state}_text`)],
    });
  }

  /** `GET /my/:token/erase`: what it means, and one button. */
  askErasure({ locale, brandName }: PersonalFrame, token: string): string {
    const translator = this.shell.messages.translator(locale);
    return this.shell.page('question', translator, {
      title: translator.t('erase.title'),
      brandName,
      isPrivate: true,
      paragraphs: ['erase.ends', 'erase.goes', 'erase.stays'].map((key) => translator.t(key)),
      action: `/my/${encodeURIComponent(token)}/erase`,
      button: translator.t('erase.button'),
      small: translator.t('erase.keep'),
    });
  }

  /** After `POST /my/:token/erase`. */
  erased({ locale, brandName }: PersonalFrame): string {
    const translator = this.shell.messages.translator(locale);
    return this.shell.notice(translator, {
      title: translator.t('erase.done_title'),
      heading: translator.t('erase.done_title'),
      brandName,
      isPrivate: true,
      stamp: 'done',
      paragraphs: [translator.t('erase.done_text')],
      small: [translator.t('erase.done_late'), translator.t('erase.stays')],
    });
  }
}

function factView({ name, value, isCode = false }: Fact): Required<Fact> {
  return { name, value, isCode };
}

/** How the blocks of a text are kept apart in plain text. */
export interface PlainLayout {
  readonly betweenBlocks: string;
  readonly lineBreak: string;
  readonly blankLine: string;
  readonly beforeItem: string;
}

/** As it is read. */
export const PARAGRAPHS: PlainLayout = {
  betweenBlocks: '\n\n',
  lineBreak: '\n',
  blankLine: '\n\n',
  beforeItem: '- ',
};

/** For headlines. */
export const ONE_LINE: PlainLayout = { betweenBlocks: ' ', lineBreak: ' ', blankLine: ' ', beforeItem: '' };

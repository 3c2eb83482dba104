/** What a newsletter may be set to at most. Each with its unit, and why it is not more. */

/** Characters: a mail program's list of messages shows fewer of a name. */
export const MAX_NAME_LENGTH = 80;
/** Characters: one sentence under the name. */
export const MAX_PROMISE_LENGTH = 240;
/** Dispatches: a digest beyond it is read by nobody, and is clipped by Gmail at 100 KB. */
export const MAX_DISPATCHES = 40;
/** Sections: one for each dispatch at most. */
export const MAX_SECTIONS = 40;
/** Characters of a section's slug, which names the section where it is nobody's label. */
export const MAX_SECTION_SLUG_LENGTH = 60;
/** Hours: two weeks, the longest a newsletter that pauses over a holiday looks back. */
export const MAX_WINDOW_HOURS = 336;
/** Hours after a reader's due instant: by then the next day's edition is due. */
export const MAX_USEFUL_HOURS = 24;
/** Minutes of proposal and freezing together: one day, so that a day's proposal is not made before the last one left. */
export const MAX_LEAD_MINUTES = 1_440;
/** Minutes an approval can be taken back, or seeds are ahead: longer, and the news is not what was looked at. */
export const MAX_DELAY_MINUTES = 240;
/** Days of editions that are looked through for what readers were told before. */
export const MAX_TOLD_DAYS = 14;
/** Flashes a day: one an hour. */
export const MAX_FLASH_PER_DAY = 24;
/** Minutes after the readers' hour by which a wave is to have left: later is another morning. */
export const MAX_TARGET_MINUTES = 240;
/** Each is an edition a day, with an approval of its own. */
export const MAX_SLOTS = 12;
/** Zones of a slot: more than the IANA database has names. */
export const MAX_SLOT_ZONES = 600;
/** Breaks: twenty years of public holidays. */
export const MAX_BREAKS = 200;
/** Characters: for the newsroom's own calendar. */
export const MAX_REASON_LENGTH = 200;
/** Link parameters: the five of UTM, and as many again. */
export const MAX_LINK_PARAMETERS = 10;
/** Characters before anything is filled in: all of them in every link are most of what makes a mail too big. */
export const MAX_LINK_PARAMETER_LENGTH = 200;
/** Characters: what browsers and mail programs take without cutting. */
export const MAX_ADDRESS_LENGTH = 2_000;
/** Pixels of a logo's side, which a mail's 600 would shrink anyway. */
export const MAX_LOGO_SIDE = 2_000;
/** Characters of the text that stands for a logo. */
export const MAX_LOGO_TEXT_LENGTH = 120;
/** Each stands in a header of every frame: fifty are 2 KB of it. */
export const MAX_SITES = 50;
/** Hosts of one brand. */
export const MAX_OWN_HOSTS = 50;
/** Hours of the day a reader may choose from: every hour. */
export const MAX_DELIVERY_TIMES = 24;
/** Months without a sign: fewer would end readers who are on parental leave, more is never. */
export const INACTIVITY_MONTHS = { min: 6, max: 120 } as const;

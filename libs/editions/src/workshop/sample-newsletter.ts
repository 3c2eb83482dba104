import type { Newsletter } from '../newsletters/newsletter.js';
import { sampleTexts } from './sample-texts.js';
import type { SampleLanguage } from './samples.js';

const NOBODY = '00000000-0000-7000-8000-000000000000';

/** Sends the samples where no newsletter is there yet, such as for a file that is checked without a database. */
export function sampleNewsletter(language: SampleLanguage): Newsletter {
  const { name, promise, brand } = sampleTexts[language];
  const address = 'redaction@newsroom.example';
  return {
    id: NOBODY,
    slug: 'sample',
    name,
    promise,
    language,
    timeZone: 'Europe/Paris',
    senderName: name,
    senderAddress: address,
    replyTo: null,
    listId: 'sample.newsroom.example',
    templateId: NOBODY,
    ...publishing,
    accent: '#a8321f',
    logo: null,
    contactAddress: address,
    createdAt: new Date('2026-01-01T00:00:00Z'),
    brand: {
      id: NOBODY,
      name: brand,
      legalName: brand,
      postalAddress: '12 rue des Presses, 75002 Paris',
      contactAddress: address,
      siteUrl: 'https://newsroom.example',
      senderDomain: 'newsroom.example',
      ownHosts: ['newsroom.example'],
    },
  };
}

/** When and to whom it leaves: never and to nobody. */
const publishing = {
  approval: 'desk',
  sections: [],
  sectionRules: [],
  maxDispatches: 60,
  windowHours: 24,
  proposalLeadMinutes: 60,
  freezeLeadMinutes: 15,
  usefulHours: 12,
  unapproved: 'hold',
  approvalsNeeded: 1,
  approvalDelayMinutes: 0,
  seedLeadMinutes: null,
  shortDispatches: 1,
  slowDayMin: 1,
  slowDay: 'send',
  toldDays: 1,
  cutMin: 1,
  flashPerDay: 1,
  targetPercent: 100,
  targetMinutes: null,
  uncertainPolicy: 'hold',
  archive: 'none',
  linkParameters: {},
  slots: [],
  breaks: [],
  isPublic: false,
  allowedOrigins: [],
  offers: { regions: true, topics: true, timeZone: false, deliveryTimes: [] },
  inactivityMonths: null,
  version: 1,
  familyId: null,
  familyName: null,
  calendar: [],
} as const;

import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import PostalMime from 'postal-mime';
import { Log, newId } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { startScriptedRelay, type ScriptedRelay } from '../../../../test/support/scripted-relay.js';
import { openTools } from '../../../../test/support/tools.js';
import { MailModule } from '../mail.module.js';
import { NoticeOutbox } from '../notice-outbox.service.js';
import { SendNotice } from '../send-notice.service.js';

const READER = 'lectrice@readers.example';
const LINK = 'https://news.example/confirm/s3cret';
const lines: string[] = [];
const templateId = newId();
let test: TestDatabase;
let relay: ScriptedRelay;
let tools: INestApplicationContext;

beforeAll(async () => {
  relay = await startScriptedRelay();
  test = await createTestDatabase({ SMTP_URL: relay.url });
  tools = await openTools(test.config, [MailModule], { log: new Log('info', { write: (line: string) => void lines.push(line) }) });
  await test.database.insertInto('template').values({ id: templateId, slug: 'notice-confirmation', kind: 'notice', name: 'Ours' }).execute();
}); // prettier-ignore
afterAll(async () => {
  await tools.close();
  await test.close();
  await relay.close();
});

const BRAND = {
  name: 'La Gazette du Large',
  contactAddress: 'contact@gazette.example',
  legalName: 'Gazette du Large SAS',
  postalAddress: '1 quai des Brumes, 29200 Brest',
  siteUrl: 'https://gazette.example',
};

async function confirmIn(version: number, frame: { mjml: string; text: string }): Promise<{ html: string; text: string }> {
  await test.database.insertInto('template_version').values({ id: newId(), template_id: templateId, version, mjml: frame.mjml, plain_text: frame.text, partials: '{}' }).execute();
  const content = { from: { name: 'La Gazette', address: 'matin@gazette.example' }, brand: BRAND, values: { newsletters: ['Le Matin'], count: 1, days: 14 }, actionUrl: LINK };
  const owed = { kind: 'confirmation' as const, address: READER, locale: 'fr', recipientId: newId(), subjectId: newId(), content, usefulUntil: new Date(Date.now() + 3_600_000) };
  const id = await test.database.transaction().execute((trx) => tools.get(NoticeOutbox).owe(trx, owed));
  await tools.get(SendNotice).send(id ?? '');
  const { html = '', text = '' } = await PostalMime.parse(relay.accepted.at(-1)?.raw ?? '');
  return { html, text };
} // prettier-ignore

const body = (words: string): string => `<mjml><mj-body><mj-section><mj-column><mj-text>OURS ${words}</mj-text></mj-column></mj-section></mj-body></mjml>`; // prettier-ignore
const SOUND = { mjml: body('<a href="{{ action.url }}">x</a>'), text: 'OURS {{ action.url }}' };

it('frames a notice with the newsroom’s own template', async () => {
  const { html, text } = await confirmIn(1, SOUND);
  expect([html, text]).toEqual([expect.stringContaining('OURS'), expect.stringContaining('OURS')]);
});

it.each([
  ['cannot be rendered', 2, { ...SOUND, mjml: body('{{ nowhere.at.all }}') }],
  ['loses the link in the text', 3, { ...SOUND, text: 'OURS' }],
  ['loses the link in the HTML', 4, { ...SOUND, mjml: body('x') }],
])('a frame that %s gives way to the shipped one, and somebody is told', async (_what, version, frame) => {
  lines.length = 0;
  const { html, text } = await confirmIn(version, frame);
  for (const part of [html, text]) {
    expect(part).toContain(LINK);
    expect(part).not.toContain('OURS');
  }
  const alarms = await test.database.selectFrom('system_alarm').select(['code', 'object', 'detail']).where('settled_at', 'is', null).execute();
  expect(alarms).toEqual([{ code: 'template.notice_failed', object: `template:${templateId}`, detail: { template: 'notice-confirmation', version, kind: 'confirmation' } }]);
  expect(lines.join('')).toContain('notice.frame_failed');
  expect(lines.join('')).not.toMatch(/readers\.example|s3cret/);
}); // prettier-ignore

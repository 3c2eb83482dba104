import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDesk, type Desk } from '../support/desk-walk.js';
import { walkRooms, walksOf } from '../support/room-walks.js';

/*
 * The operators' application in a real browser: the way in and out, and the rooms where the news is made, one walk each
 * (desk/<room>.walk.ts).
 */

const POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const walks = await walksOf('news');

describe('the door', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await openDesk();
  });
  afterAll(async () => {
    await desk.close();
  });

  describe('the way in', () => {
    it('asks somebody unknown to sign in, without telling anything', async () => {
      const answer = await desk.page.goto(`${desk.url}/admin`);
      expect(answer?.headers()['content-security-policy']).toBe(POLICY);
      await desk.page.getByRole('heading', { level: 1 }).waitFor();
      expect(await desk.page.getByRole('navigation').count()).toBe(0);
      await desk.seen('sign-in');
    });

    it('is a link with a button, good for once', async () => {
      const link = await desk.signInUrl();
      await desk.page.goto(link);
      await desk.seen('the link');
      await desk.page.getByRole('button', { name: 'Sign in' }).click();
      await desk.page.getByRole('navigation').first().waitFor();
      const again = await fetch(link, { method: 'POST' });
      expect(again.status).toBe(404);
    });

    it('loads no more than 300 KB for the first screen', async () => {
      const fresh = await desk.context.newPage();
      let bytes = 0;
      const reading: Promise<void>[] = [];
      fresh.on('response', (response) => {
        if (!/\/admin\b.*(?:\.js|\.css|\/admin)$/.test(new URL(response.url()).pathname)) return;
        reading.push(
          response.body().then((body) => {
            bytes += gzipSync(body).byteLength;
          }),
        );
      });
      await fresh.goto(`${desk.url}/admin`);
      await fresh.getByRole('navigation').first().waitFor();
      await fresh.waitForLoadState('networkidle');
      await Promise.all(reading);
      await fresh.close();
      expect(bytes).toBeGreaterThan(50 * 1024);
      expect(bytes).toBeLessThanOrEqual(300 * 1024);
    });
  });

  describe('the way out', () => {
    it('ends the session on the server too', async () => {
      await desk.page.goto(`${desk.url}/admin`);
      const cookies = await desk.context.cookies();
      await desk.page.getByRole('button', { name: 'Sign out' }).click();
      await desk.page.getByRole('navigation').waitFor({ state: 'detached' });
      const session = cookies.find(({ name }) => name.endsWith('colporteur_session'));
      expect(session?.httpOnly).toBe(true);
      const answer = await fetch(`${desk.url}/api/v1/session`, {
        headers: { cookie: `${session?.name ?? ''}=${session?.value ?? ''}` },
      });
      expect(answer.status).toBe(401);
    });
  });
});

describe('the rooms', () => {
  walkRooms(walks);
});

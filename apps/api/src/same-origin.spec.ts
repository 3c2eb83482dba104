import { describe, expect, it } from '@jest/globals';
import { requestSite } from './same-origin.js';

const PUBLIC = 'https://news.example';

describe('where a request was made', () => {
  it.each([
    [{ 'sec-fetch-site': 'same-origin' }, 'same'],
    [{ 'sec-fetch-site': 'same-site', origin: PUBLIC }, 'other'],
    [{ 'sec-fetch-site': 'cross-site' }, 'other'],
    [{ 'sec-fetch-site': 'none' }, 'other'],
    [{ origin: 'https://news.example' }, 'same'],
    [{ origin: 'http://192.0.2.7:3000', host: '192.0.2.7:3000' }, 'same'],
    [{ origin: 'https://news.example.evil.example', host: 'news.example' }, 'other'],
    [{ origin: 'http://news.example:8080', host: 'news.example' }, 'other'],
    [{ origin: 'null', host: 'news.example' }, 'other'],
    [{ host: 'news.example' }, 'unknown'],
  ] as const)('%j: %s', (headers, site) => {
    expect(requestSite(headers, PUBLIC)).toBe(site);
  });
});

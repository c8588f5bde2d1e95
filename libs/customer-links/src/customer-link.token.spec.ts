import * as crypto from 'node:crypto';
import type { EventStore } from '@dealtrail/event-sourcing';
import { linkOfToken, newLinkToken } from './customer-link.token.js';
import { issued, linkId } from './testing/link-facts.js';

jest.mock('node:crypto', () => ({ __esModule: true, ...jest.requireActual<typeof crypto>('node:crypto') }));

const { token, secretHash } = newLinkToken(linkId);
const other = '0f8fad5b-d9cb-469f-a165-70867728950e';
const store = {
  read: ([stream]: readonly string[]) =>
    Promise.resolve([stream === `customerLink-${linkId}` ? [{ ...issued, data: { ...issued.data, secretHash } }] : []]),
} as unknown as EventStore;

describe('the token of a link', () => {
  it('holds 256 random bits, of which only a hash is kept', () => {
    const tokens = Array.from({ length: 1_000 }, () => newLinkToken(linkId));
    expect(new Set(tokens.map((one) => one.token)).size).toBe(1_000);
    for (const one of tokens.slice(0, 10)) {
      const secret = one.token.slice(linkId.length + 1);
      expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
      expect(one.secretHash).toBe(crypto.createHash('sha256').update(secret).digest('hex'));
    }
  });

  it('is compared once and in constant time, whether there is such a link or not', async () => {
    const compared = jest.spyOn(crypto, 'timingSafeEqual');
    const [, secret = ''] = token.split('.');
    const wrong = 'A'.repeat(43);
    for (const [guess, opens] of [
      [token, true],
      [`${linkId}.${wrong}`, false],
      [`${other}.${secret}`, false],
      [`${other}.${wrong}`, false],
    ] as const) {
      compared.mockClear();
      expect([guess, (await linkOfToken(store, guess)) !== undefined]).toEqual([guess, opens]);
      expect(compared.mock.calls.map((sides) => sides.map((side) => side.byteLength))).toEqual([[32, 32]]);
    }
  });
});

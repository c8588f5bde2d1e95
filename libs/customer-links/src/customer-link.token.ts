import { fold, streamName, type EventStore } from '@dealtrail/event-sourcing';
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { customerLinkFold, type CustomerLink } from './customer-link.fold.js';

const form = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{43})$/;

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Compared with when there is no link, so that one that never was takes as long to refuse as a wrong secret. */
const nobodys = hashOf(randomBytes(32).toString('base64url'));

/** A secret of 256 random bits: the token its holder is shown this once, and all that is kept of it. */
export function newLinkToken(linkId: string): { readonly token: string; readonly secretHash: string } {
  const secret = randomBytes(32).toString('base64url');
  return { token: `${linkId}.${secret}`, secretHash: hashOf(secret).toString('hex') };
}

/** A link as the log has it now. */
export async function readCustomerLink(store: EventStore, linkId: string): Promise<CustomerLink | undefined> {
  const [events = []] = await store.read([streamName(customerLinkFold.events.category, linkId)]);
  return fold(customerLinkFold, events);
}

/** The link of which this token holds the secret, expired, used and revoked ones too; undefined for every other token. */
export async function linkOfToken(store: EventStore, token: string): Promise<CustomerLink | undefined> {
  const [, linkId, secret] = form.exec(token) ?? [];
  if (linkId === undefined || secret === undefined) return undefined;
  const link = await readCustomerLink(store, linkId);
  const holds = timingSafeEqual(hashOf(secret), link ? Buffer.from(link.secretHash, 'hex') : nobodys);
  return holds ? link : undefined;
}

import type { EventStore } from '../event-store.js';

/** What every adapter must show; filled in beside the first adapter. */
export function eventStoreContract(_name: string, _open: () => Promise<EventStore>): void {
  void _open;
}

import { Client, Connection } from '@temporalio/client';

/** A client that connects when it is first used, and again by itself when the server comes back. */
export function temporalClient({ address, namespace = 'default' }: { address: string; namespace?: string }): Client {
  return new Client({ connection: Connection.lazy({ address, connectTimeout: '5 seconds' }), namespace });
}

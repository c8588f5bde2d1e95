import { connect, createServer } from 'node:net';

/** How often each port is asked whether it is ready, ms, and how long it may take to say so. */
const every = 200;
const patience = 2_000;

/**
 * One port before several APIs: each new connection goes to the next one that says it is ready (`/health/ready`), or to another
 * when it refuses; one that drains gets no new ones. Only carries bytes: who waits for an answer of one that dies must ask again.
 * Returns `{ ready, close, destroy }`; `ready()` names the ports that are.
 */
export async function balance({ port, host = '127.0.0.1', targets }) {
  const ready = new Set();
  const open = new Set();
  let turn = 0;

  const look = async (target) => {
    const url = `http://127.0.0.1:${target}/health/ready`;
    const answer = await fetch(url, { signal: AbortSignal.timeout(patience) }).catch(() => undefined);
    await answer?.arrayBuffer().catch(() => undefined);
    if (answer?.ok) ready.add(target);
    else ready.delete(target);
  };
  const watching = targets.map((target) => {
    let asking = false;
    return setInterval(async () => {
      if (asking) return;
      asking = true;
      await look(target);
      asking = false;
    }, every);
  });

  /** Those to try, in order: the ready ones in turn, then the others, for what is known may be out of date. */
  const choice = () => {
    turn += 1;
    const rotated = targets.map((_, i) => targets[(i + turn) % targets.length]);
    return [...rotated.filter((one) => ready.has(one)), ...rotated.filter((one) => !ready.has(one))];
  };

  const carry = (client, [target, ...others]) => {
    if (!target || client.destroyed) return client.destroy();
    const server = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    let connected = false;
    server.on('connect', () => {
      connected = true;
      client.pipe(server).pipe(client);
    });
    server.on('error', () => {
      if (connected) return client.destroy();
      ready.delete(target);
      carry(client, others);
    });
    server.on('close', () => connected && client.destroy());
    client.on('close', () => server.destroy());
  };

  const listener = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    open.add(client);
    client.on('error', () => client.destroy());
    client.on('close', () => open.delete(client));
    carry(client, choice());
  });
  await new Promise((resolve, reject) => listener.once('error', reject).listen(port, host, resolve));

  return {
    ready: () => [...ready],
    /** Takes no new connections; those there end with their APIs. */
    close: () => {
      for (const timer of watching) clearInterval(timer);
      listener.close();
    },
    destroy: () => {
      for (const client of open) client.destroy();
    },
  };
}

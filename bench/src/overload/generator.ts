import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from './connection.js';
import { Ledger, type Summary } from './ledger.js';

/** What is sent: so many callers who wait for their answers, or so many requests a second whatever becomes of them. */
export type Phase = { readonly port: number; readonly token: string; readonly ms: number } & (
  { readonly callers: number } | { readonly perSecond: number }
);

/**
 * Connections, all there before the load begins, as a proxy in front keeps them. When all carry a request, those behind wait for
 * one, and their waiting is measured.
 */
const mostConnections = 1_000;

let sentInAll = 0;

/** A customer of its own each time; always of the same length. */
function request(token: string): string {
  const body = `{"name":"Customer ${String(sentInAll++).padStart(9, '0')} of ${process.pid}"}`;
  return `POST /customers HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

async function closedLoop({ port, token, ms }: Phase, callers: number, record: Ledger): Promise<void> {
  const end = performance.now() + ms;
  const one = async (): Promise<void> => {
    const connection = new Connection(port);
    while (performance.now() < end) {
      const due = performance.now();
      await new Promise<void>((resolve) =>
        connection.send(request(token), (answer) => {
          record.add(due, answer);
          resolve();
        }),
      );
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: callers }, one));
}

async function openLoop({ port, token, ms }: Phase, perSecond: number, record: Ledger): Promise<void> {
  const all = Array.from({ length: mostConnections }, () => new Connection(port));
  for (const connection of all) await connection.open();
  const idle = [...all];
  const late: number[] = [];
  let underWay = 0;
  const send = (connection: Connection, due: number): void => {
    underWay++;
    connection.send(request(token), (answer) => {
      underWay--;
      record.add(due, answer);
      const next = late.shift();
      if (next === undefined) idle.push(connection);
      else send(connection, next);
    });
  };
  const began = performance.now();
  const total = Math.floor((perSecond * ms) / 1_000);
  for (let sent = 0; sent < total;) {
    const dueByNow = Math.min(total, ((performance.now() - began) * perSecond) / 1_000);
    for (; sent < dueByNow; sent++) {
      const due = began + (sent * 1_000) / perSecond;
      const connection = idle.pop();
      if (connection) send(connection, due);
      else late.push(due);
    }
    await delay(1);
  }
  for (const end = performance.now() + 10_000; underWay > 0 && performance.now() < end;) await delay(5);
  for (const connection of all) connection.close();
}

async function run(phase: Phase): Promise<Summary> {
  const record = new Ledger();
  const began = performance.now();
  if ('callers' in phase) await closedLoop(phase, phase.callers, record);
  else await openLoop(phase, phase.perSecond, record);
  return record.summary('callers' in phase ? (performance.now() - began) / 1_000 : phase.ms / 1_000);
}

process.on('message', (phase: Phase) => void run(phase).then((summary) => process.send?.(summary)));
process.on('disconnect', () => process.exit());

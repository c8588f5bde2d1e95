import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const double = join(__dirname, '..', '..', '..', '..', 'libs', 'event-store', 'dist', 'testing', 'index.js');

const program = `
const { EventStoreDouble } = require(${JSON.stringify(double)});
process.on('disconnect', () => process.exit(0));
EventStoreDouble.start().then(({ url }) => process.send(url));
`;

/** The EventStoreDB double as a process of its own, as a server is: in ours each delivery would wait behind every request. */
export class EventStoreProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  /** Runs the built double; what it is told to run is kept in this folder. */
  static async start(folder: string): Promise<EventStoreProcess> {
    const file = join(folder, 'eventstoredb.cjs');
    await writeFile(file, program);
    const child = fork(file, [], { execArgv: [] });
    const [url] = (await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error('the EventStoreDB double did not start: is it built?'))),
    ])) as [string];
    return new EventStoreProcess(child, url);
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }
}

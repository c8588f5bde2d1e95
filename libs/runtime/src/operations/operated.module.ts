import {
  Global,
  Logger,
  Module,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type Provider,
} from '@nestjs/common';
import { EventStore } from '@dealtrail/event-sourcing';
import { ReadPool } from '@dealtrail/read-store';
import { Health } from '../health.js';
import { ProcessBoard } from './process-board.js';
import { Skips } from './skips.js';

/** Shows the process to the others for as long as it runs. */
class BoardLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(private readonly board: ProcessBoard) {}

  onApplicationBootstrap(): void {
    this.board.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.board.stop();
  }
}

const providers: Provider[] = [
  {
    provide: ProcessBoard,
    inject: [ReadPool, Health],
    useFactory: (pool: ReadPool, health: Health) => {
      const log = new Logger('operations');
      return new ProcessBoard(pool, health, (error) => log.warn(`the process board: ${String(error)}`));
    },
  },
  {
    provide: BoardLifecycle,
    inject: [ProcessBoard],
    useFactory: (board: ProcessBoard) => new BoardLifecycle(board),
  },
  {
    provide: Skips,
    inject: [ReadPool, EventStore],
    useFactory: (pool: ReadPool, store: EventStore) => new Skips(pool, store),
  },
];

/** What every process has for those who run the installation. */
@Global()
@Module({ providers, exports: [ProcessBoard, Skips] })
export class OperatedModule {}

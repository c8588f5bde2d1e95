import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Telemetry } from '@dealtrail/telemetry';
import { OperatorView } from './operator-view.js';

/** What an api tells of the whole installation; every api tells the same, so take the greatest rather than the sum. */
@Injectable()
export class InstallationMetrics implements OnApplicationBootstrap {
  constructor(
    private readonly telemetry: Telemetry,
    private readonly view: OperatorView,
  ) {}

  onApplicationBootstrap(): void {
    for (const reader of ['projection', 'reaction'] as const) {
      const label = `dealtrail.${reader}`;
      const look = (value: (standing: { behind: number; seconds: number; parked: number }) => number) => async () => {
        const standings = (await this.view.standings())[`${reader}s`];
        return standings.map((standing) => ({ value: value(standing), attributes: { [label]: standing.name } }));
      };
      this.telemetry.observe(
        `dealtrail.${reader}.lag.events`,
        { description: 'Positions of the log not read yet; events, where positions are dense', unit: '{event}' },
        look(({ behind }) => behind),
      );
      this.telemetry.observe(
        `dealtrail.${reader}.lag.time`,
        { description: 'Since the first event not read yet was recorded', unit: 's' },
        look(({ seconds }) => seconds),
      );
      this.telemetry.observe(
        `dealtrail.${reader}.parked`,
        { description: 'Events set aside and not skipped', unit: '{event}' },
        look(({ parked }) => parked),
      );
    }
    this.telemetry.observe(
      'dealtrail.workflows.open',
      { description: 'Running workflows by process', unit: '{workflow}' },
      async () =>
        Object.entries(await this.view.openWorkflows()).map(([process, value]) => ({
          value,
          attributes: { 'dealtrail.process': process },
        })),
    );
  }
}

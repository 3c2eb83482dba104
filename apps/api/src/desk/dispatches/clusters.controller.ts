import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { ChangeClusters, dispatchErrors, ShowClusters, type ChangedCluster } from '@app/dispatches';
import type { Principal } from '@app/operators';
import { Caller, Requires } from '../../access.js';
import { Answers } from '../../answers.js';
import { instant } from '../dispatch-answers.js';

const cluster = z.object({
  id: z.uuid(),
  language: z.string(),
  members: z.array(
    z.object({
      id: z.uuid(),
      headline: z.string(),
      status: z.enum(['usable', 'withheld', 'killed']),
      publishedAt: instant,
      sourceName: z.string(),
    }),
  ),
  changes: z
    .array(z.object({ at: instant, kind: z.string(), dispatchId: z.uuid(), operatorId: z.uuid().nullable() }))
    .describe('What operators decided about its members, the newest first.'),
});
const changedCluster = z.object({
  clusterId: z.uuid().describe('The cluster the dispatches are in now.'),
  dispatchIds: z.array(z.uuid()),
});

const split = z.object({
  dispatchIds: z.array(z.uuid()).min(1).max(200).describe('Members that belong together elsewhere.'),
});
const merge = z.object({ with: z.array(z.uuid()).min(1).max(20).describe('Clusters that tell the same event.') }); // prettier-ignore

const ID = { schema: z.uuid() };

/** One event as several sources tell it. What an operator decides, the machine leaves as it is. */
@Controller('api/v1/clusters/:id')
export class ClustersController {
  constructor(
    private readonly show: ShowClusters,
    private readonly change: ChangeClusters,
  ) {}

  @Get()
  @Requires('dispatches:read')
  @Answers(200, cluster, 'The cluster with its members, first told first.')
  async readCluster(@Param('id', ID) id: string): Promise<z.input<typeof cluster>> {
    const { members, changes, ...rest } = await this.show.one(id);
    return { ...rest, members: [...members], changes: [...changes] };
  }

  @Post('split')
  @HttpCode(200)
  @Requires('dispatches:write')
  @Answers(200, changedCluster, 'These members are a cluster of their own.')
  async splitCluster(
    @Param('id', ID) id: string,
    @Body({ schema: split }) { dispatchIds }: z.infer<typeof split>,
    @Caller() { operatorId }: Principal,
  ) {
    const { members } = await this.show.one(id);
    if (!dispatchIds.every((one) => members.some((member) => member.id === one)))
      throw dispatchErrors.error('cluster.several');
    return plain(await this.change.split(dispatchIds, operatorId));
  }

  @Post('merge')
  @HttpCode(200)
  @Requires('dispatches:write')
  @Answers(200, changedCluster, 'One cluster: the oldest of them.')
  async mergeCluster(
    @Param('id', ID) id: string,
    @Body({ schema: merge }) { with: others }: z.infer<typeof merge>,
    @Caller() { operatorId }: Principal,
  ) {
    return plain(await this.change.merge([id, ...others], operatorId));
  }
}

function plain({ clusterId, dispatchIds }: ChangedCluster): z.input<typeof changedCluster> {
  return { clusterId, dispatchIds: [...dispatchIds] };
}

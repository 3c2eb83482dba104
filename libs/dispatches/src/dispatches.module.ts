import { Module } from '@nestjs/common';
import { DispatchRepository } from './dispatch.repository.js';
import { DispatchShelf } from './dispatch-shelf.service.js';
import { PollSource } from './sources/poll-source.service.js';
import { SourceRepository } from './sources/source.repository.js';
import { StoreDispatch } from './store-dispatch.service.js';

@Module({
  providers: [DispatchRepository, SourceRepository, StoreDispatch, PollSource, DispatchShelf],
  exports: [SourceRepository, StoreDispatch, PollSource, DispatchShelf],
})
export class DispatchesModule {}

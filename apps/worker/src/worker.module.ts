import { type DynamicModule, Module } from '@nestjs/common';
import { ArchiveModule } from '#archive';
import { AuditAtWorkModule } from '#audit';
import { AssignmentsModule } from '#assignments';
import { ChannelsAtWorkModule } from '#channels';
import { type Config, ConfigModule } from '#config';
import { DatabaseModule } from '#database';
import { DeadlinesModule } from '#deadlines';
import { InsightsAtWorkModule } from '#insights';
import { IntakeModule } from '#intake';
import { JobsModule } from '#jobs';
import { LearningAtWorkModule } from '#learning';
import { LogModule } from '#log';
import { NewsroomModule } from '#newsroom';
import { NotificationsAtWorkModule } from '#notifications';
import { PrecedentsModule } from '#precedents';
import { RefreshModule } from '#refresh';
import { WebhooksAtWorkModule } from '#webhooks';
import { WorkflowModule } from '#workflow';
import { AnchorLogHandler } from './handlers/anchor-log.handler.js';
import { CheckSourceHandler } from './handlers/check-source.handler.js';
import { DeliverWebhooksHandler } from './handlers/deliver-webhooks.handler.js';
import { ExpireLeaseHandler } from './handlers/expire-lease.handler.js';
import { GiveBackWorkHandler } from './handlers/give-back-work.handler.js';
import { ExtractArticleHandler } from './handlers/extract-article.handler.js';
import { FetchArticleHandler } from './handlers/fetch-article.handler.js';
import { MakeDigestHandler } from './handlers/make-digest.handler.js';
import { MakeRoomForDeliveriesHandler } from './handlers/make-room-for-deliveries.handler.js';
import { FitScoringHandler } from './handlers/fit-scoring.handler.js';
import { ImportReviewsHandler } from './handlers/import-reviews.handler.js';
import { KeepArchiveHandler } from './handlers/keep-archive.handler.js';
import { PostToChannelHandler } from './handlers/post-to-channel.handler.js';
import { PublishAtHourHandler } from './handlers/publish-at-hour.handler.js';
import { ReplayWebhooksHandler } from './handlers/replay-webhooks.handler.js';
import { StampAnchorHandler } from './handlers/stamp-anchor.handler.js';
import { SendMailHandler } from './handlers/send-mail.handler.js';
import { SweepBlobsHandler } from './handlers/sweep-blobs.handler.js';
import { TellDeadlinesHandler } from './handlers/tell-deadlines.handler.js';
import { LogWork, Timetable } from './timetable.js';

@Module({})
export class WorkerModule {
  static of(config: Config): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        ConfigModule.of(config),
        DatabaseModule.open({
          url: config.databaseUrl,
          poolSize: config.workerPool,
          applicationName: 'corroborate-worker',
        }),
        LogModule,
        NewsroomModule,
        JobsModule.open(config),
        ChannelsAtWorkModule,
        DeadlinesModule,
        ArchiveModule,
        AuditAtWorkModule,
        IntakeModule,
        InsightsAtWorkModule,
        LearningAtWorkModule,
        NotificationsAtWorkModule,
        PrecedentsModule,
        RefreshModule,
        WebhooksAtWorkModule,
        WorkflowModule,
        AssignmentsModule,
      ],
      providers: [
        LogWork,
        Timetable,
        FetchArticleHandler,
        ExtractArticleHandler,
        FitScoringHandler,
        DeliverWebhooksHandler,
        MakeRoomForDeliveriesHandler,
        ReplayWebhooksHandler,
        ExpireLeaseHandler,
        GiveBackWorkHandler,
        TellDeadlinesHandler,
        PublishAtHourHandler,
        CheckSourceHandler,
        SweepBlobsHandler,
        MakeDigestHandler,
        SendMailHandler,
        PostToChannelHandler,
        AnchorLogHandler,
        StampAnchorHandler,
        KeepArchiveHandler,
        ImportReviewsHandler,
      ],
    };
  }
}

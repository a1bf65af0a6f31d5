import { type DynamicModule, Module } from '@nestjs/common';
import { type Config, ConfigModule } from '#config';
import { DatabaseModule } from '#database';
import { LogModule } from '#log';
import { NewsroomModule } from '#newsroom';
import { AssignmentsApiModule } from './assignments/assignments.module.js';
import { ArticlesApiModule } from './articles/articles.module.js';
import { AuditApiModule } from './audit/audit.module.js';
import { ChannelsApiModule } from './channels/channels.module.js';
import { ClaimsApiModule } from './claims/claims.module.js';
import { CommentsApiModule } from './comments/comments.module.js';
import { RepliesApiModule } from './replies/replies.module.js';
import { DeadlinesApiModule } from './deadlines/deadlines.module.js';
import { ClaimReviewsApiModule } from './claimreviews/claimreviews.module.js';
import { EvidenceApiModule } from './evidence/evidence.module.js';
import { EventsModule } from './events/events.module.js';
import { FactChecksApiModule } from './factchecks/factchecks.module.js';
import { HttpModule } from './http/http.module.js';
import { MatchesApiModule } from './matches/matches.module.js';
import { NewsroomApiModule } from './newsroom/newsroom.module.js';
import { NotificationsApiModule } from './notifications/notifications.module.js';
import { OperationsModule } from './operations/operations.module.js';
import { PublicModule } from './public/public.module.js';
import { QueueApiModule } from './queue/queue.module.js';
import { ReviewsApiModule } from './reviews/reviews.module.js';
import { ScoringApiModule } from './scoring/scoring.module.js';
import { SourcesApiModule } from './sources/sources.module.js';
import { StatsApiModule } from './stats/stats.module.js';
import { WebhooksApiModule } from './webhooks/webhooks.module.js';

@Module({})
export class ApiModule {
  static of(config: Config): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        ConfigModule.of(config),
        DatabaseModule.open({ url: config.databaseUrl, poolSize: config.apiPool, applicationName: 'corroborate-api' }),
        LogModule,
        NewsroomModule,
        HttpModule,
        NewsroomApiModule,
        ArticlesApiModule,
        AssignmentsApiModule,
        EvidenceApiModule,
        SourcesApiModule,
        EventsModule,
        OperationsModule,
        FactChecksApiModule,
        PublicModule,
        ChannelsApiModule,
        ClaimsApiModule,
        CommentsApiModule,
        RepliesApiModule,
        DeadlinesApiModule,
        MatchesApiModule,
        NotificationsApiModule,
        ClaimReviewsApiModule,
        QueueApiModule,
        ReviewsApiModule,
        ScoringApiModule,
        WebhooksApiModule,
        AuditApiModule,
        StatsApiModule,
      ],
    };
  }
}

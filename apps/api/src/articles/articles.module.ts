import { Module } from '@nestjs/common';
import { ArticlesModule } from '#articles';
import { ClaimsModule } from '#claims';
import { IntakeModule } from '#intake';
import { ClaimsApiModule } from '../claims/claims.module.js';
import { ArticleClaimsController } from './article-claims.controller.js';
import { ArticlesController } from './articles.controller.js';

@Module({
  imports: [ArticlesModule, ClaimsModule, ClaimsApiModule, IntakeModule],
  controllers: [ArticlesController, ArticleClaimsController],
})
export class ArticlesApiModule {}
